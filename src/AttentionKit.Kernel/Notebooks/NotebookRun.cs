using System.Text.Json.Nodes;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A cell that failed and was not meant to.</summary>
internal sealed record CellFailure(Notebook Notebook, int Cell, CellError Error);

/// <summary>Runs one notebook, in a session and in a folder of its own.</summary>
internal sealed class NotebookRun(Notebook notebook)
{
    private readonly CSharpSession session = new(
        Path.GetDirectoryName(notebook.Path)!, new NuGetPackages(Path.GetDirectoryName(notebook.Path)!));
    private readonly List<(Cell Cell, CellRecorder Recorder, CellOutput Output, int Count)> ran = [];

    public Notebook Notebook => notebook;

    public IReadOnlyList<Cell> CodeCells { get; } = [.. notebook.Cells.Where(cell => cell.HasCode)];

    /// <summary>The cell that runs now; null before and after.</summary>
    public int? Running { get; private set; }

    public List<CellFailure> Failures { get; } = [];

    /// <param name="failFast">Whether the first failure is the end.</param>
    /// <param name="starting">Told the number of each cell, from 1, before it runs.</param>
    /// <param name="cancellation">Stops the running cell and leaves out the rest.</param>
    public async Task RunAsync(bool failFast, Action<int> starting, CancellationToken cancellation)
    {
        // What formatters an earlier notebook registered would show in this one.
        Formatter.ResetToDefault();
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(notebook.Path)!);
        try
        {
            foreach (var cell in CodeCells)
            {
                starting(session.ExecutionCount + 1);
                await RunAsync(cell, cancellation);
                if (cancellation.IsCancellationRequested || (failFast && Failures.Count > 0))
                    break;
            }
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Running = null;
        }
    }

    /// <summary>Puts what was run so far into the notebook's cells.</summary>
    public void Record()
    {
        foreach (var (cell, recorder, output, count) in ran.ToArray())
        {
            output.Flush();
            cell.SetOutputs(count, recorder.ToJson());
        }
    }

    private async Task RunAsync(Cell cell, CancellationToken cancellation)
    {
        var number = session.ExecutionCount + 1;
        var recorder = new CellRecorder();
        var output = new CellOutput(session, number, Record);
        Running = number;
        ran.Add((cell, recorder, output, number));
        if (await session.RunAsync(cell.Source, output.Add, cancellation) is { } error)
            output.Add(error);
        if (output.Error is not null && !cell.MayFail)
            Failures.Add(new(notebook, number, output.Error));

        void Record(string type, JsonObject content)
        {
            if (type != "update_display_data")
                recorder.Add(type, content);
            else
                ran.ForEach(one => one.Recorder.Update(content)); // What an earlier cell displayed may be meant.
        }
    }
}
