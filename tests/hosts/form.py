"""Writes the notebooks as front ends save them, so that a run and a save change outputs and counts only.

Where a lesson says what is next, it gets a link. Run it after a change by hand: form.py
"""
import json
import pathlib
import re

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
LESSONS = {path.name[:2]: path.name for path in PATHS if path.name[0].isdigit()}
# What the kernel says of its language: Jupyter and VS Code save it whole.
LANGUAGE = {
    "file_extension": ".cs",
    "mimetype": "text/x-csharp",
    "name": "csharp",
    "pygments_lexer": "csharp",
    "version": "15.0",
}
KERNEL = {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}


def linked(line):
    """The line, where it says what is next, with the lesson as a link."""
    if not line.startswith("**Where next:**"):
        return line
    return re.sub(r"(?<!\[)\blesson (\d\d)\b", lambda said: f"[{said.group()}]({LESSONS[said.group(1)]})", line)


def formed(text):
    notebook = json.loads(text)
    notebook["metadata"] = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = [linked(line) for line in cell["source"]]
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for path in PATHS:
        path.write_text(formed(path.read_text()))
