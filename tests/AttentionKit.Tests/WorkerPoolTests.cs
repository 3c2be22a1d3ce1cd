namespace AttentionKit.Tests;

public class WorkerPoolTests
{
    private const long Large = 1L << 30, Small = 1L << 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void AfterATaskThatThrew_TheNextTasksRunOnSeveralThreadsAgain()
    {
        if (WorkerPool.Count == 1) Assert.Skip("This machine has one processor.");
        var error = Assert.Throws<AggregateException>(() =>
            WorkerPool.Run(2, Large, "the task", (_, state) => throw new InvalidOperationException(state)));
        Assert.Equal("the task", error.InnerException!.Message);
        Assert.True(SpinWait.SpinUntil(() => MeetEachOther(Large), Patience), "No second thread came.");
    }

    [Fact]
    public void SmallJobsThatFollowOneAnother_WakeAThread()
    {
        if (WorkerPool.Count == 1) Assert.Skip("This machine has one processor.");
        Assert.True(SpinWait.SpinUntil(AfterAnother, Patience), "No second thread came.");

        static bool AfterAnother()
        {
            Thread.Sleep(5); // all threads sleep
            WorkerPool.Run(2, Small, 0, (_, _) => { });
            return MeetEachOther(Small);
        }
    }

    [Fact]
    public void ATinyJob_StaysOnItsThread()
    {
        var threads = new HashSet<int>();
        for (var n = 0; n < 1000; n++)
            WorkerPool.Run(8, Small / 2, threads, (_, seen) => seen.Add(Environment.CurrentManagedThreadId));
        Assert.Single(threads);
    }

    // Two tasks that wait for each other can only both be there on two threads. Other tests may have the threads at
    // first.
    private static bool MeetEachOther(long size)
    {
        using var both = new Barrier(2);
        var met = 0;
        WorkerPool.Run(
            2, size, both, (_, barrier) => { if (barrier.SignalAndWait(100)) Interlocked.Increment(ref met); });
        return met == 2;
    }
}
