using System.Diagnostics;

namespace AttentionKit;

/// <summary>Runs the tasks of one computation on all processors and waits for them.</summary>
/// <remarks>Parallel.For does the same for some kilobytes of garbage and some microseconds a call, and a thread of the
/// pool that sleeps takes longer to wake than a small product: threads of our own look out for more work for a moment
/// before they sleep.</remarks>
internal static class WorkerPool
{
    /// <summary>How many tasks run at once.</summary>
    internal static int Count { get; } = Environment.ProcessorCount;

    // Up to so many multiplications (some 3 µs) a second thread costs more than it saves; up to so many (some 5 µs),
    // one that has to be woken.
    private const long SharedSize = 1 << 18, WakingSize = 1 << 19;

    // A learner's machine is idle again after this.
    private static readonly TimeSpan s_lookout = TimeSpan.FromMicroseconds(50);

    private static readonly SemaphoreSlim s_bell = new(0);
    private static readonly Lazy<bool> s_haveStarted = new(Start);
    private static Job? s_job;
    private static int s_nJobs, s_nAsleep;
    private static long s_lastCall;

    /// <summary>Whether so many multiplications are shared out among the threads.</summary>
    internal static bool IsShared(long size) => size > SharedSize && Count > 1;

    /// <summary>Calls <paramref name="work"/> for every task from 0 to nTasks − 1, in that order but at the same time;
    /// returns when all are done.</summary>
    /// <param name="nTasks">How many tasks.</param>
    /// <param name="size">How many multiplications they do together.</param>
    /// <param name="state">What every task gets.</param>
    /// <param name="work">One task.</param>
    /// <exception cref="AggregateException">A task threw.</exception>
    internal static void Run<TState>(int nTasks, long size, TState state, Action<int, TState> work)
    {
        if (nTasks > 1 && IsShared(size) && s_haveStarted.Value)
        {
            var job = new Job<TState>(nTasks, state, work);
            // Another caller's job has the threads: this one does all by itself.
            var isOffered = Interlocked.CompareExchange(ref s_job, job, null) is null;
            try
            {
                if (isOffered) Call(nTasks - 1, size);
                job.Execute();
                job.Wait();
            }
            finally // also after a task that threw, or a cell that was stopped: else no later job would get the threads
            {
                if (isOffered) Volatile.Write(ref s_job, null);
            }
        }
        else
        {
            for (var task = 0; task < nTasks; task++) work(task, state);
        }
    }

    private static bool Start()
    {
        for (var helper = 1; helper < Count; helper++)
            new Thread(Help) { IsBackground = true, Name = "AttentionKit" }.Start();
        return true;
    }

    private static void Call(int nHelpers, long size)
    {
        Interlocked.Increment(ref s_nJobs);
        if (!IsWorthWaking(size)) return;
        nHelpers = Math.Min(nHelpers, Volatile.Read(ref s_nAsleep));
        if (nHelpers > 0) s_bell.Release(nHelpers);
    }

    // A small job alone is not; where small jobs follow one another, whoever is woken for one is awake for the next.
    private static bool IsWorthWaking(long size)
    {
        var now = Stopwatch.GetTimestamp();
        var sinceLast = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref s_lastCall, now), now);
        return size > WakingSize || sinceLast < s_lookout;
    }

    private static void Help()
    {
        for (var nSeen = 0; ; nSeen = Next(nSeen)) Volatile.Read(ref s_job)?.Execute();
    }

    // Waits for a job that this thread has not seen. Who goes to sleep says so before looking a last time: then a
    // caller rings or is seen.
    private static int Next(int nSeen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref s_nJobs) == nSeen)
        {
            if (Stopwatch.GetElapsedTime(start) < s_lookout)
            {
                Thread.SpinWait(8);
                continue;
            }
            Interlocked.Increment(ref s_nAsleep);
            if (Volatile.Read(ref s_nJobs) == nSeen) s_bell.Wait();
            Interlocked.Decrement(ref s_nAsleep);
        }
        return Volatile.Read(ref s_nJobs);
    }

    private abstract class Job(int nTasks)
    {
        private int _next = -1;
        private int _nDone;
        private Exception? _error;

        protected abstract void Do(int task);

        internal void Execute()
        {
            for (var task = Interlocked.Increment(ref _next); task < nTasks; task = Interlocked.Increment(ref _next))
            {
                try
                {
                    Do(task);
                }
                // Thrown again where the caller waits: on a thread of our own it would end the process.
                catch (Exception error)
                {
                    _error = error;
                }
                Interlocked.Increment(ref _nDone);
            }
        }

        // Only for tasks that have begun: helpers that come late find none left.
        internal void Wait()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _nDone) < nTasks) spin.SpinOnce(sleep1Threshold: -1);
            if (_error is not null) throw new AggregateException(_error);
        }
    }

    private sealed class Job<TState>(int nTasks, TState state, Action<int, TState> work) : Job(nTasks)
    {
        protected override void Do(int task) => work(task, state);
    }
}
