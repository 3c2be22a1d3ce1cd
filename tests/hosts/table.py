"""Runs notebooks in each host, and prints how many cells ran and failed: table.py [NOTEBOOK…], or all of them."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import nbclient
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT, WORK = (pathlib.Path(os.environ[name]) for name in ("ROOT", "WORK"))
NOTEBOOKS = ROOT / "notebooks"
PATIENCE = 300


def through_nbclient(path, kernels, executed):
    notebook = nbformat.read(path, as_version=4)
    specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
    name, = (name for name in specs.find_kernel_specs() if "csharp" in name)
    manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
    try:
        options = {"timeout": PATIENCE, "allow_errors": True, "resources": {"metadata": {"path": str(NOTEBOOKS)}}}
        nbclient.NotebookClient(notebook, km=manager, **options).execute()
    finally:
        manager.shutdown_kernel(now=True)  # nbclient leaves a manager that it was given alone.
    nbformat.write(notebook, executed)


def in_our_kernel(path, executed):
    through_nbclient(path, pathlib.Path(os.environ["JUPYTER_DATA_DIR"]) / "kernels", executed)


def in_net_interactive(path, executed):
    through_nbclient(path, WORK / "interactive" / "kernels", executed)


def silent(command):
    subprocess.run(command, cwd=NOTEBOOKS, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)


def in_dotnet_repl(path, executed):
    written = ["--exit-after-run", "--output-format", "ipynb", "--output-path", executed]
    silent(["dotnet-repl", "--run", path, *written])


def headless(path, executed):
    kernel = ROOT / "artifacts" / "bin" / "AttentionKit.Kernel" / "release" / "AttentionKit.Kernel.dll"
    silent(["dotnet", kernel, "run", path, "--out", executed.parent])


HOSTS = {
    "our kernel": in_our_kernel,
    ".NET Interactive": in_net_interactive,
    "dotnet-repl": in_dotnet_repl,
    "run": headless,
}


def code_cells(path):
    """Those with anything to run."""
    cells = json.loads(path.read_text())["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]


def errors(cell):
    """What went wrong in a cell, in the words of the host."""
    return [output.get("evalue", "") for output in cell.get("outputs", []) if output["output_type"] == "error"]


def trial(host, path):
    """How many cells there are, how many of them ran well, and what the others say."""
    cells = len(code_cells(path))
    executed = WORK / "executed" / host.strip(".").replace(" ", "-") / path.name
    executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        HOSTS[host](path, executed)
        ran = code_cells(executed)
    except Exception as failure:  # The host ended, or took too long: none of its cells counts.
        return cells, 0, [f"{type(failure).__name__}: {failure}"]
    failing = [cell for cell in ran if errors(cell)]
    return cells, len(ran) - len(failing), [f"{cell.get('id', '?')}: {errors(cell)[0]}" for cell in failing]


def row(name, results):
    """A line of the table: cells run and failing, host by host."""
    return f"{name:28}" + "".join(f"{f'{good} / {cells - good}':>18}" for cells, good in results)


def total(results):
    return sum(cells for cells, _, _ in results), sum(good for _, good, _ in results)


if __name__ == "__main__":
    paths = [pathlib.Path(path).resolve() for path in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
    trials = [(host, path) for path in paths for host in HOSTS]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        results = dict(zip(trials, pool.map(trial, *zip(*trials))))
    for (host, path), (_, _, failures) in results.items():
        for failure in failures:
            print(f"{host}, {path.name}, {failure.splitlines()[0][:160]}")
    print(f"\n{'cells run / failing':28}" + "".join(f"{host:>18}" for host in HOSTS))
    for path in paths:
        print(row(path.stem, [results[host, path][:2] for host in HOSTS]))
    print(row("all", [total([results[host, path] for path in paths]) for host in HOSTS]))
    failed = sum(cells > good for cells, good, _ in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    sys.exit(failed > 0)
