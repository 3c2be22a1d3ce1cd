using AttentionKit.Session;

namespace AttentionKit.Kernel.Commands;

/// <summary>Does something last when user's code ends the process: by Environment.Exit, or by an exception on a thread of its own.</summary>
internal sealed class ExitGuard : IDisposable
{
    private readonly Action last;
    private int done;

    public ExitGuard(Action last)
    {
        this.last = last;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
    }

    private void OnEnd(object? sender, EventArgs e)
    {
        if (Interlocked.Exchange(ref done, 1) == 1)
            return;
        CurrentCell.Publish = null; // This is the cell's own thread; from here on the console is the host's.
        last();
        if (Environment.ExitCode == ExitCode.Success)
            Environment.ExitCode = ExitCode.CellFailed;
    }
}
