using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace AttentionKit.Session.Running;

/// <summary>One run of a cell: all code that it starts, on whatever threads and however late, belongs to it.</summary>
/// <param name="report">Told what its code throws where nothing catches it.</param>
/// <param name="parent">The run that this one is a part of, and is stopped with.</param>
/// <param name="limit">When it is stopped without being asked.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "Without timers its sources hold nothing, and late code may still ask them.")]
internal sealed class CellRun(Action<Exception> report, CellRun? parent = null, TimeSpan? limit = null)
{
    // finally and Dispose have so long to tidy up: until then each thread is told once only, and from then on at every check.
    public static readonly TimeSpan Tidying = TimeSpan.FromSeconds(0.5);

    private static readonly AsyncLocal<CellRun?> Running = new();

    [ThreadStatic]
    private static CellRun? told;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource stop = new(), leave = new();
    private long stoppedAt;

    /// <summary>The run that the present code belongs to; null outside of cells. It follows the code through awaits, tasks and threads.</summary>
    public static CellRun? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    /// <summary>Whether it was stopped: true a moment before <see cref="Stopped"/> is cancelled, for its code may have ended by then.</summary>
    public bool IsStopped => Volatile.Read(ref stoppedAt) != 0;

    /// <summary>Cancelled when the run is stopped.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Cancelled when the run is left behind: its code may still run, and nobody looks at what it gives.</summary>
    public CancellationToken Left => leave.Token;

    private CellRun? Parent => parent;

    private bool IsOver => limit is { } most && Stopwatch.GetElapsedTime(start) > most;

    /// <summary>Asks its code to end.</summary>
    public void Stop()
    {
        if (Interlocked.CompareExchange(ref stoppedAt, Stopwatch.GetTimestamp(), 0) != 0)
            return;
        CellCheck.Raise();
        stop.Cancel();
    }

    /// <summary>Shows what its code threw where nothing caught it; after a stop there is nothing to say of that.</summary>
    public void Report(Exception exception)
    {
        if (stoppedAt == 0)
            report(exception);
    }

    /// <summary>Gives up waiting for its code to end.</summary>
    public void Leave()
    {
        Stop();
        leave.Cancel();
    }

    /// <exception cref="CellStoppedException">This run was stopped, or one that it is a part of.</exception>
    public void ThrowIfStopped()
    {
        parent?.ThrowIfStopped();
        if (stoppedAt == 0 && IsOver)
            Stop();
        if (stoppedAt == 0 || (told == this && Stopwatch.GetElapsedTime(stoppedAt) < Tidying))
            return;
        told = this;
        throw new CellStoppedException();
    }

    /// <summary>Lets libraries that a cell calls find <see cref="RunWithin"/> and <see cref="RunUntil"/> without knowing this room.</summary>
    public static void Install()
    {
        AppContext.SetData("AttentionKit.RunWithin", (Func<Action, TimeSpan, bool>)RunWithin);
        AppContext.SetData("AttentionKit.RunUntil", (Func<Action, CancellationToken, bool>)RunUntil);
    }

    /// <summary>Runs code of cells that is stopped when it takes too long, or when the cell that calls it is.</summary>
    /// <returns>Whether it came to its end. What it throws otherwise is thrown here.</returns>
    private static bool RunWithin(Action code, TimeSpan limit)
    {
        CellCheck.Raise(limit);
        return Run(code, Part(limit));
    }

    /// <summary>Runs code of cells that is stopped when somebody cancels, or when the cell that calls it is.</summary>
    /// <returns>Whether it came to its end. What it throws otherwise is thrown here.</returns>
    private static bool RunUntil(Action code, CancellationToken stop)
    {
        var part = Part(limit: null);
        using var stopping = stop.Register(part.Stop);
        return Run(code, part);
    }

    private static CellRun Part(TimeSpan? limit) => new(Current is { } whole ? whole.Report : _ => { }, Current, limit);

    private static bool Run(Action code, CellRun part)
    {
        Current = part;
        try
        {
            code();
            return true;
        }
        catch (Exception) when (part.stoppedAt != 0)
        {
            return false;
        }
        finally
        {
            Current = part.Parent;
        }
    }
}
