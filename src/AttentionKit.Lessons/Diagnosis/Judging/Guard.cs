using System.Diagnostics;

namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>Runs a learner's code within limits of time and memory, so that an endless or huge answer costs its verdict
/// only.</summary>
/// <remarks>Our own session ends what loops, too: it leaves two functions in the application's data, and knows nothing
/// of us. In another host, only what sleeps or waits comes to its end.</remarks>
internal static class Guard
{
    internal static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it on a thread of its own; in a browser tab, which has none, right here.</summary>
    /// <param name="code">Is given a question: whether it went over a limit, and nobody waits any more.</param>
    /// <param name="mostTime">Five seconds when null.</param>
    /// <param name="mostBytes">Of the whole process, more than at the beginning.</param>
    /// <returns>The result, or in words which limit it went over.</returns>
    internal static (T? Result, string? Over) Run<T>(Func<Func<bool>, T> code, TimeSpan? mostTime = null,
        long mostBytes = MostBytes) where T : class => OperatingSystem.IsBrowser()
        ? Here(code, mostTime ?? MostTime) : OnItsThread(code, mostTime ?? MostTime, mostBytes);

    private static (T? Result, string? Over) OnItsThread<T>(Func<Func<bool>, T> code, TimeSpan mostTime,
        long mostBytes) where T : class
    {
        T? result = null;
        var stop = new CancellationTokenSource(); // not disposed: late code may still ask
        var thread = new Thread(() => Until(() => result = code(() => stop.IsCancellationRequested), stop.Token))
        {
            IsBackground = true,
            Name = "a learner's answer",
        };
        var (before, start) = (GC.GetTotalMemory(false), Stopwatch.GetTimestamp());
        thread.Start();
        while (!thread.Join(s_look))
            if (Over(Stopwatch.GetElapsedTime(start), GC.GetTotalMemory(false) - before, mostTime, mostBytes)
                is { } over)
            {
                stop.Cancel(); // in our session, ends what loops
                thread.Interrupt(); // in any host, ends what sleeps or waits
                return (null, over);
            }
        return (result, null);
    }

    private static (T? Result, string? Over) Here<T>(Func<Func<bool>, T> code, TimeSpan mostTime) where T : class
    {
        T? result = null;
        var start = Stopwatch.GetTimestamp();
        void Run() => result = code(() => Stopwatch.GetElapsedTime(start) > mostTime);
        if (AppContext.GetData("AttentionKit.RunWithin") is not Func<Action, TimeSpan, bool> within) Run();
        else if (!within(Run, mostTime)) return (null, TooLong(mostTime));
        return (result, null);
    }

    /// <summary>An interrupted thread has nobody left to tell.</summary>
    private static void Until(Action code, CancellationToken stop)
    {
        try
        {
            if (AppContext.GetData("AttentionKit.RunUntil") is Func<Action, CancellationToken, bool> until)
                until(code, stop);
            else code();
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private static string? Over(TimeSpan time, long bytes, TimeSpan mostTime, long mostBytes) =>
        time > mostTime ? TooLong(mostTime)
        : bytes > mostBytes ? "It was stopped when it had taken more than a gigabyte. Which of your lists or matrices "
            + "grows without end?"
        : null;

    private static string TooLong(TimeSpan mostTime) => $"It was stopped after {mostTime.TotalSeconds:0.#} seconds. "
        + $"Which of your loops never ends, or goes over far too much?";
}
