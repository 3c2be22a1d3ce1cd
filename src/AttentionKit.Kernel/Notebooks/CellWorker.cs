using System.Collections.Concurrent;
using System.Diagnostics;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Runs the cells of one notebook, in a process that has nothing else to do, in the notebook's folder.</summary>
internal sealed class CellWorker(WorkPipe host)
{
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(1);

    private readonly CSharpSession session =
        new(Directory.GetCurrentDirectory(), new NuGetPackages(Directory.GetCurrentDirectory()));
    private readonly BlockingCollection<RunCell> cells = [];
    private readonly ConcurrentQueue<CellOutput> outputs = [];
    private (int Number, CancellationTokenSource Stop) running = (0, new());
    private long flushed;

    /// <summary>Runs what it is told to run, until it is told to finish.</summary>
    public async Task RunAsync()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Flush();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Flush();
        new Thread(Listen) { IsBackground = true }.Start();
        foreach (var cell in cells.GetConsumingEnumerable())
            await RunAsync(cell);
        Flush();
        host.Send(new Finished());
    }

    private void Listen()
    {
        while (host.Receive() is { } message)
            switch (message)
            {
                case RunCell cell:
                    running = (cell.Number, new());
                    cells.Add(cell);
                    break;
                case StopCell stop when stop.Number == running.Number:
                    running.Stop.Cancel();
                    break;
                case Finish:
                    cells.CompleteAdding();
                    break;
            }
        Process.GetCurrentProcess().Kill(); // The run has ended, and nobody waits for this cell any more.
    }

    private async Task RunAsync(RunCell cell)
    {
        var output = new CellOutput(session, cell.Number, (type, content) => host.Send(new CellGave(cell.Number, type, content)));
        outputs.Enqueue(output);
        if (await session.RunAsync(cell.Code, Publish, running.Stop.Token) is { } error)
            output.Add(error);
        output.Flush();
        host.Send(new CellDone(cell.Number, output.Error is { } first ? new(first.Name, first.Message, first.Line) : null));

        // A cell that overflows the stack leaves no time to send what waits: so a line is not kept waiting.
        void Publish(Output one)
        {
            output.Add(one);
            if (one is not StreamText { Text: [.., '\n'] } || Stopwatch.GetElapsedTime(flushed) < Lately)
                return;
            output.Flush();
            flushed = Stopwatch.GetTimestamp();
        }
    }

    private void Flush()
    {
        foreach (var output in outputs)
            output.Flush();
    }
}
