using Spectre.Console;

namespace AttentionKit.Kernel.Commands;

/// <summary>Shows how far the notebooks are: bars where someone watches, lines in a log.</summary>
internal sealed class RunProgress(TextWriter log)
{
    private readonly bool watched = log == Console.Out && !Console.IsOutputRedirected;
    private readonly Lock gate = new();
    private ProgressContext? bars;

    /// <param name="run">Starts and ends the bars.</param>
    public Task ShowAsync(Func<Task> run) => !watched ? run() : AnsiConsole.Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
        .StartAsync(context =>
        {
            bars = context;
            return run();
        });

    /// <param name="name">Of the notebook.</param>
    /// <param name="nCells">To run.</param>
    /// <returns>Told the number of each cell that starts, from 1, and at last the outcome.</returns>
    public (Action<int> Starting, Action<string> End) Start(string name, int nCells)
    {
        if (bars?.AddTask(Markup.Escape(name), maxValue: Math.Max(1, nCells)) is not { } bar)
        {
            WriteLine($"{name}: cells to run: {nCells}");
            return (_ => { }, WriteLine);
        }
        return (Starting, End);

        void Starting(int cell)
        {
            bar.Value = cell - 1;
            bar.Description = Markup.Escape($"{name}  cell {cell}/{nCells}");
        }

        void End(string outcome)
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
            AnsiConsole.WriteLine(outcome); // Above the bars.
        }
    }

    private void WriteLine(string line)
    {
        lock (gate)
            log.WriteLine(line);
    }
}
