using Spectre.Console;

namespace AttentionKit.Kernel.Commands;

/// <summary>Shows how far a notebook is: a bar where someone watches, a line in a log.</summary>
internal static class RunProgress
{
    /// <param name="log">Where the line goes; null for the bar.</param>
    /// <param name="name">Of the notebook.</param>
    /// <param name="nCells">To run.</param>
    /// <param name="run">Tells the number of each cell that it starts, from 1.</param>
    public static Task ShowAsync(TextWriter? log, string name, int nCells, Func<Action<int>, Task> run)
    {
        if (log is not null)
        {
            log.WriteLine($"{name}: cells to run: {nCells}");
            return run(_ => { });
        }
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(1, nCells));
                await run(cell =>
                {
                    task.Value = cell - 1;
                    task.Description = Markup.Escape($"{name}  cell {cell}/{nCells}");
                });
            });
    }
}
