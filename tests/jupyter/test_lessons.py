"""Every lesson through nbclient, saved as Jupyter saves it, and its page through nbconvert, with this kernel."""
import copy
import glob
import os
import subprocess
import tempfile
import unittest

import nbclient
import nbformat

NOTEBOOKS = os.path.join(os.environ["ROOT"], "notebooks")
LESSONS = sorted(glob.glob(os.path.join(NOTEBOOKS, "*.ipynb")))


def saved_without_outputs(notebook):
    """What Jupyter would write of it, language_info as the kernel gave it, once its outputs are cleared."""
    cleared = copy.deepcopy(notebook)
    for cell in cleared.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(cleared) + "\n"


class Lessons(unittest.TestCase):
    def test_every_lesson_runs(self):
        self.assertTrue(LESSONS)
        for path in LESSONS:
            with self.subTest(os.path.basename(path)):
                notebook = nbformat.read(path, as_version=4)
                nbclient.NotebookClient(notebook, timeout=300, kernel_name=os.environ["KERNEL"], record_timing=False,
                                        resources={"metadata": {"path": NOTEBOOKS}}).execute()
                nbformat.validate(notebook)
                with open(path) as source:
                    self.assertEqual(source.read(), saved_without_outputs(notebook), "a run and a save change outputs and counts only")
                outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
                self.assertFalse([output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"])
                figures = [output for output in outputs if 'figure class="attentionkit' in output.get("data", {}).get("text/html", "")]
                self.assertEqual("glossary" not in path, bool(figures), "the glossary, and no other, has words alone")

    def test_nbconvert_makes_a_page(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["/usr/bin/jupyter-nbconvert", "--to", "html", "--execute", "--ExecutePreprocessor.timeout=300",
                            f"--ExecutePreprocessor.kernel_name={os.environ['KERNEL']}", "--output-dir", folder, LESSONS[0]], check=True, capture_output=True)
            page, = os.listdir(folder)
            with open(os.path.join(folder, page)) as text:
                self.assertIn('figure class="attentionkit', text.read())


class OtherWriters(unittest.TestCase):
    def test_a_notebook_that_polyglot_notebooks_saved_runs(self):
        """That extension names its own language in the notebook; the kernelspec stays."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")], metadata={
            "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
            "language_info": {"name": "polyglot-notebook"},
            "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"aliases": [], "name": "csharp"}]}},
        })
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "polyglot.ipynb")
            nbformat.write(notebook, path)
            kernel = os.path.join(os.environ["ROOT"], "artifacts/bin/AttentionKit.Kernel/release/AttentionKit.Kernel.dll")
            subprocess.run(["dotnet", kernel, "run", path, "--out", os.path.join(folder, "out")], check=True, capture_output=True)
            headless = nbformat.read(os.path.join(folder, "out", "polyglot.ipynb"), as_version=4)
            nbclient.NotebookClient(notebook, timeout=300, kernel_name=os.environ["KERNEL"]).execute()
        for ran in headless, notebook:
            self.assertEqual("42", ran.cells[0].outputs[0].data["text/plain"])


if __name__ == "__main__":
    unittest.main()
