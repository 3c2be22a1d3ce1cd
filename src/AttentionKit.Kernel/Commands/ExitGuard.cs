using AttentionKit.Session;
using AttentionKit.Session.Display;
using AttentionKit.Session.Running;

namespace AttentionKit.Kernel.Commands;

/// <summary>Does something last when user's code ends the process.</summary>
internal sealed class ExitGuard : IDisposable
{
    private readonly Action<string> last;
    private int done;

    /// <param name="last">Told why, to stand after "the cell".</param>
    public ExitGuard(Action<string> last)
    {
        this.last = last;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        ProcessEnd.Near += OnEnd;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        ProcessEnd.Near -= OnEnd;
    }

    private void OnExit(object? sender, EventArgs e) => OnEnd("called Environment.Exit");

    private void OnUnhandled(object? sender, UnhandledExceptionEventArgs e) =>
        OnEnd($"brought about an exception that nothing caught: {e.ExceptionObject}");

    private void OnEnd(string why)
    {
        if (Interlocked.Exchange(ref done, 1) == 1)
            return;
        CurrentCell.Publish = null; // This is the cell's own thread; from here on the console is the host's.
        last(why);
        if (Environment.ExitCode == ExitCode.Success)
            Environment.ExitCode = ExitCode.CellFailed;
    }
}
