using System.Collections.Concurrent;
using System.Diagnostics;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Runs the cells of one notebook and sends what they give.</summary>
/// <param name="host">Gets it.</param>
/// <param name="folder">Of the notebook.</param>
internal sealed class CellRunner(WorkPipe host, string folder)
{
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(1);

    private readonly CSharpSession session = new(folder, new NuGetPackages(folder));
    private readonly ConcurrentQueue<CellOutput> outputs = [];
    private long flushed;

    public async Task RunAsync(RunCell cell, CancellationToken stop)
    {
        var output = new CellOutput(
            session, cell.Number, (type, content) => host.Send(new CellGave(cell.Number, type, content)));
        outputs.Enqueue(output);
        if (await session.RunAsync(cell.Code, Publish, stop) is { } error)
            output.Add(error);
        output.Flush();
        var fault = output.Error is { } first ? new CellFault(first.Name, first.Message, first.Line) : null;
        host.Send(new CellDone(cell.Number, fault));

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

    /// <summary>Sends what waits, and ends what goes on.</summary>
    public void End()
    {
        session.End();
        Flush();
    }

    /// <summary>Sends the text that waits for more.</summary>
    public void Flush()
    {
        foreach (var output in outputs)
            output.Flush();
    }
}
