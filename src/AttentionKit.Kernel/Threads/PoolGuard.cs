namespace AttentionKit.Kernel.Threads;

/// <summary>
/// Gives the shared pool more threads when a cell's tasks hold all that it has. The pool itself adds one or two per
/// second, and the sockets' library hears nothing before it is its turn there.
/// </summary>
internal static class PoolGuard
{
    private const int Most = 8192;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200), Rest = TimeSpan.FromSeconds(1);

    public static void Start() => new Thread(Run) { IsBackground = true, Name = "pool guard" }.Start();

    private static void Run()
    {
        ThreadPool.GetMinThreads(out var usual, out var forCompletion);
        while (true)
        {
            Probe(forCompletion);
            // Those that are blocked stay on top of the usual; threads that are idle end by themselves.
            Demand(ThreadPool.ThreadCount > usual ? ThreadPool.ThreadCount + usual : usual, forCompletion);
            Thread.Sleep(Rest);
        }
    }

    private static void Probe(int forCompletion)
    {
        var answered = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(_ => answered.Set(), null);
        while (!answered.Wait(Patience))
            Demand(2 * ThreadPool.ThreadCount, forCompletion);
    }

    private static void Demand(int threads, int forCompletion) =>
        ThreadPool.SetMinThreads(Math.Min(threads, Most), forCompletion);
}
