using System.Globalization;
using System.Text.Json.Nodes;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A cell that failed and was not meant to.</summary>
internal sealed record CellFailure(Notebook Notebook, int Cell, CellFault Fault);

/// <summary>Runs one notebook, in a process of its own and in the notebook's folder.</summary>
/// <param name="notebook">Gets the outputs.</param>
/// <param name="cellTimeout">How long a cell may take.</param>
internal sealed class NotebookRun(Notebook notebook, TimeSpan cellTimeout)
{
    /// <summary>The name of the fault of a cell in which the process ended.</summary>
    public const string ProcessEnded = "ProcessEnded";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly List<CellRecorder> recorders = [];
    private int? outOfTime;

    public IReadOnlyList<Cell> CodeCells { get; } = [.. notebook.Cells.Where(cell => cell.HasCode)];

    /// <summary>How many cells were run, the last perhaps in part.</summary>
    public int Count => recorders.Count;

    public List<CellFailure> Failures { get; } = [];

    /// <param name="failFast">Whether the first failure is the end.</param>
    /// <param name="starting">Told the number of each cell, from 1, before it runs.</param>
    /// <param name="cancellation">Stops the running cell and leaves out the rest.</param>
    public async Task RunAsync(bool failFast, Action<int> starting, CancellationToken cancellation)
    {
        if (CodeCells.Count == 0)
            return;
        await using var process = new NotebookProcess(Path.GetDirectoryName(notebook.Path)!);
        await process.ConnectAsync();
        do
        {
            recorders.Add(new());
            starting(Count);
            if (!await RunCellAsync(process, cancellation))
                break;
        }
        while (Count < CodeCells.Count && !cancellation.IsCancellationRequested && !(failFast && Failures.Count > 0));
        for (var i = 0; i < Count; i++)
            CodeCells[i].SetOutputs(i + 1, recorders[i].ToJson());
    }

    /// <returns>Whether the process goes on.</returns>
    private async Task<bool> RunCellAsync(NotebookProcess process, CancellationToken cancellation)
    {
        using var lastResort = new CancellationTokenSource();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var kill = lastResort.Token.Register(process.Kill);
        using var stop = patience.Token.Register(number => Stop((int)number!), Count);
        process.Pipe.Send(new RunCell(Count, CodeCells[Count - 1].Source));
        patience.CancelAfter(cellTimeout);
        if (await ReceiveAsync<CellDone>(process) is not { } done)
            return await FailAsync(process);
        if (done.Fault is { } fault && !CodeCells[Count - 1].MayFail)
            Failures.Add(new(notebook, Count, IsOutOfTime(fault.Name) ? new(fault.Name, TooLong, null) : fault));
        if (Count < CodeCells.Count)
            return true;
        process.Pipe.Send(new Finish());
        return await ReceiveAsync<Finished>(process) is not null || await FailAsync(process);

        void Stop(int number)
        {
            if (!cancellation.IsCancellationRequested)
                outOfTime = number;
            process.Pipe.Send(new StopCell(number));
            lastResort.CancelAfter(StopTimeout);
        }
    }

    /// <summary>Records what comes, until a message of this kind does.</summary>
    private async Task<T?> ReceiveAsync<T>(NotebookProcess process) where T : WorkMessage
    {
        while (await process.Pipe.ReceiveAsync() is { } message)
            if (message is T awaited)
                return awaited;
            else if (message is CellGave gave)
                Record(gave);
        return null;
    }

    private void Record(CellGave gave)
    {
        if (gave.Type == "update_display_data")
        {
            recorders.ForEach(recorder => recorder.Update(gave.Content)); // What an earlier cell displayed may be meant.
            return;
        }
        if (gave.Type == "error" && IsOutOfTime((string?)gave.Content["ename"]))
            (gave.Content["evalue"], gave.Content["traceback"]) = (TooLong, new JsonArray(TooLong));
        recorders[gave.Number - 1].Add(gave.Type, gave.Content);
    }

    private async Task<bool> FailAsync(NotebookProcess process)
    {
        var end = await process.EndAsync();
        string[] lines = outOfTime == Count
            ? [$"{TooLong} It could not be stopped, so the notebook's process was ended. The cells after it were not run."]
            : [$"The notebook's process ended in this cell ({end[0]}). The cells after it were not run.", .. end[1..]];
        recorders[^1].Add("error", new()
        {
            ["ename"] = ProcessEnded,
            ["evalue"] = lines[0],
            ["traceback"] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]),
        });
        Failures.Add(new(notebook, Count, new(ProcessEnded, string.Join(' ', lines.Take(2)), null)));
        return false;
    }

    private bool IsOutOfTime(string? faultName) => outOfTime == Count && faultName == CellError.Stopped;

    private string TooLong => string.Create(CultureInfo.InvariantCulture,
        $"The cell ran longer than {cellTimeout.TotalSeconds:0.###} s, which --cell-timeout allows, and was stopped.");
}
