"""Every lesson through nbclient, and its page through nbconvert, with this kernel."""
import glob
import os
import subprocess
import tempfile
import unittest

import nbclient
import nbformat

NOTEBOOKS = os.path.join(os.environ["ROOT"], "notebooks")
LESSONS = sorted(glob.glob(os.path.join(NOTEBOOKS, "*.ipynb")))


class Lessons(unittest.TestCase):
    def test_every_lesson_runs(self):
        self.assertTrue(LESSONS)
        for path in LESSONS:
            with self.subTest(os.path.basename(path)):
                notebook = nbformat.read(path, as_version=4)
                nbclient.NotebookClient(notebook, timeout=300, kernel_name=os.environ["KERNEL"], resources={"metadata": {"path": NOTEBOOKS}}).execute()
                nbformat.validate(notebook)
                outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
                self.assertFalse([output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"])
                figures = [output for output in outputs if "application/vnd.plotly.v1+json" in output.get("data", {})]
                self.assertEqual("glossary" not in path, bool(figures), "the glossary, and no other, has words alone")

    def test_nbconvert_makes_a_page(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["/usr/bin/jupyter-nbconvert", "--to", "html", "--execute", "--ExecutePreprocessor.timeout=300",
                            f"--ExecutePreprocessor.kernel_name={os.environ['KERNEL']}", "--output-dir", folder, LESSONS[0]], check=True, capture_output=True)
            page, = os.listdir(folder)
            with open(os.path.join(folder, page)) as text:
                self.assertIn('figure class="attentionkit', text.read())


if __name__ == "__main__":
    unittest.main()
