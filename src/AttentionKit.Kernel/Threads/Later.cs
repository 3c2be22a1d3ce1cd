namespace AttentionKit.Kernel.Threads;

/// <summary>
/// Does short things after a while, on a thread of its own: timers need the pool, and a cell may hold it.
/// </summary>
internal static class Later
{
    private static readonly PriorityQueue<Action, long> Waiting = new();

    static Later() => new Thread(Run) { IsBackground = true, Name = "later" }.Start();

    /// <param name="delay">At least this long.</param>
    /// <param name="action">Must be short, and must not throw.</param>
    public static void Do(TimeSpan delay, Action action)
    {
        lock (Waiting)
        {
            Waiting.Enqueue(action, Environment.TickCount64 + (long)delay.TotalMilliseconds);
            Monitor.Pulse(Waiting);
        }
    }

    private static void Run()
    {
        while (true)
            Next()();
    }

    private static Action Next()
    {
        lock (Waiting)
            while (true)
                if (!Waiting.TryPeek(out _, out var due))
                    Monitor.Wait(Waiting);
                else if (due - Environment.TickCount64 is > 0 and var milliseconds)
                    Monitor.Wait(Waiting, (int)milliseconds);
                else
                    return Waiting.Dequeue();
    }
}
