namespace AttentionKit;

/// <summary>Runs the tasks of one computation on all processors and waits for them.</summary>
/// <remarks>Parallel.For does the same for some kilobytes of garbage and some microseconds a call, too much for the small sizes.</remarks>
internal static class Workers
{
    /// <summary>How many tasks run at once.</summary>
    internal static int Count { get; } = Environment.ProcessorCount;

    // Below so many multiplications (some 10 µs) a second thread costs more than it saves.
    private const long ThreadSize = 1 << 20;

    /// <summary>Whether so many multiplications are shared out among the threads.</summary>
    internal static bool IsShared(long size) => size >= ThreadSize && Count > 1;

    /// <summary>Calls <paramref name="work"/> for every task from 0 to nTasks − 1, in that order but at the same time; returns when all are done.</summary>
    /// <param name="nTasks">How many tasks.</param>
    /// <param name="size">How many multiplications they do together.</param>
    /// <param name="state">What every task gets.</param>
    /// <param name="work">One task.</param>
    /// <exception cref="Exception">What a task threw.</exception>
    internal static void Run<TState>(int nTasks, long size, TState state, Action<int, TState> work)
    {
        if (nTasks == 1 || !IsShared(size))
        {
            for (var task = 0; task < nTasks; task++) work(task, state);
            return;
        }
        var job = new Job<TState>(nTasks, state, work);
        for (var helper = 1; helper < Math.Min(Count, nTasks); helper++) ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    private sealed class Job<TState>(int nTasks, TState state, Action<int, TState> work) : IThreadPoolWorkItem
    {
        private int _next = -1;
        private int _nDone;
        private Exception? _error;

        public void Execute()
        {
            for (var task = Interlocked.Increment(ref _next); task < nTasks; task = Interlocked.Increment(ref _next))
            {
                try
                {
                    work(task, state);
                }
                catch (Exception error) // thrown again where the caller waits: on a thread of the pool it would end the process
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
}
