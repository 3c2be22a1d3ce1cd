namespace AttentionKit.Lessons.Diagnosis;

/// <summary>Runs a learner's code within limits of time and memory, so that an endless or huge answer costs its verdict
/// only.</summary>
internal static class Guard
{
    internal static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it on a thread of its own; in a browser tab, which has none, right here.</summary>
    /// <returns>The result, or in words which limit it went over.</returns>
    internal static (T? Result, string? Over) Run<T>(Func<T> code, TimeSpan? mostTime = null,
        long mostBytes = MostBytes) where T : class
    {
        if (OperatingSystem.IsBrowser()) return (code(), null);
        T? result = null;
        var thread = new Thread(() => result = Quietly(code)) { IsBackground = true, Name = "a learner's answer" };
        var before = GC.GetTotalMemory(false);
        var start = Environment.TickCount64;
        thread.Start();
        while (!thread.Join(s_look))
            if (Over(Environment.TickCount64 - start, GC.GetTotalMemory(false) - before, mostTime ?? MostTime,
                mostBytes) is { } over)
            {
                thread.Interrupt(); // ends what sleeps or waits; the session ends what loops
                return (null, over);
            }
        return (result, null);
    }

    private static string? Over(long milliseconds, long bytes, TimeSpan mostTime, long mostBytes) =>
        milliseconds > mostTime.TotalMilliseconds ? $"It was stopped after {mostTime.TotalSeconds:0.#} seconds. Which "
            + $"of your loops never ends, or goes over far too much?"
        : bytes > mostBytes ? "It was stopped when it had taken more than a gigabyte. Which of your lists or matrices "
            + "grows without end?"
        : null;

    /// <summary>An interrupted thread has nobody left to tell.</summary>
    private static T? Quietly<T>(Func<T> code) where T : class
    {
        try
        {
            return code();
        }
        catch (ThreadInterruptedException)
        {
            return null;
        }
    }
}
