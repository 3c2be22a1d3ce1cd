// The lesson as a file for VS Code or Jupyter, with what the learner wrote.
export async function saveNotebook(name, codes) {
  const notebook = await (await fetch(new URL(`../notebooks/${encodeURIComponent(name)}.ipynb`, import.meta.url))).json();
  for (const cell of notebook.cells)
    if (codes.has(cell.id)) cell.source = linesOf(codes.get(cell.id));
  const file = new Blob([JSON.stringify(notebook, null, 1) + "\n"], { type: "application/x-ipynb+json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}.ipynb`;
  link.click();
  URL.revokeObjectURL(link.href);
}

// A list of lines, as Jupyter writes it.
const linesOf = code => code.match(/[^\n]*\n|[^\n]+$/g) ?? [];
