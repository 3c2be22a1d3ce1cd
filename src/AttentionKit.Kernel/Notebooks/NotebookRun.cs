using System.Globalization;
using System.Text.Json.Nodes;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A cell that failed and was not meant to.</summary>
internal sealed record CellFailure(Notebook Notebook, int Cell, CellFault Fault);

/// <summary>Runs one notebook, in a process that no other uses, and in the notebook's folder.</summary>
/// <param name="notebook">Gets the outputs.</param>
/// <param name="processes">Where the process comes from.</param>
/// <param name="cellTimeout">How long a cell may take.</param>
internal sealed class NotebookRun(Notebook notebook, NotebookProcesses processes, TimeSpan cellTimeout)
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
        var process = await processes.TakeAsync();
        process.Pipe.Send(new OpenNotebook(Path.GetDirectoryName(notebook.Path)!));
        do
        {
            recorders.Add(new());
            starting(Count);
            await RunCellAsync(process, cancellation);
        }
        while (!process.HasEnded && Count < CodeCells.Count && !cancellation.IsCancellationRequested && !(failFast && Failures.Count > 0));
        await LeaveAsync(process);
        for (var i = 0; i < Count; i++)
            CodeCells[i].SetOutputs(i + 1, recorders[i].ToJson());
    }

    private async Task LeaveAsync(NotebookProcess process)
    {
        process.Pipe.Send(new Finish());
        var finished = process.HasEnded ? null : await ReceiveAsync<Finished>(process);
        if (finished is { IsClean: true })
        {
            processes.Return(process);
            return;
        }
        if (finished is null && !process.HasEnded)
            await FailAsync(process);
        await process.DisposeAsync();
    }

    private async Task RunCellAsync(NotebookProcess process, CancellationToken cancellation)
    {
        using var lastResort = new CancellationTokenSource();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var kill = lastResort.Token.Register(process.Kill);
        using var stop = patience.Token.Register(number => Stop((int)number!), Count);
        process.Pipe.Send(new RunCell(Count, CodeCells[Count - 1].Source));
        patience.CancelAfter(cellTimeout);
        if (await ReceiveAsync<CellDone>(process) is not { Fault: var fault })
            await FailAsync(process);
        else if (fault is not null && !CodeCells[Count - 1].MayFail)
            Failures.Add(new(notebook, Count, IsOutOfTime(fault.Name) ? new(fault.Name, TooLong, null) : fault));

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

    private async Task FailAsync(NotebookProcess process)
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
    }

    private bool IsOutOfTime(string? faultName) => outOfTime == Count && faultName == CellError.Stopped;

    private string TooLong => string.Create(CultureInfo.InvariantCulture,
        $"The cell ran longer than {cellTimeout.TotalSeconds:0.###} s, which --cell-timeout allows, and was stopped.");
}
