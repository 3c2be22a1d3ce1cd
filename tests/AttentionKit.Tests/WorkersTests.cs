namespace AttentionKit.Tests;

public class WorkersTests
{
    private const long Large = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void AfterATaskThatThrew_TheNextTasksRunOnSeveralThreadsAgain()
    {
        if (Workers.Count == 1) Assert.Skip("This machine has one processor.");
        var error = Assert.Throws<AggregateException>(() => Workers.Run(2, Large, "the task", (_, state) => throw new InvalidOperationException(state)));
        Assert.Equal("the task", error.InnerException!.Message);
        Assert.True(SpinWait.SpinUntil(MeetEachOther, Patience), "No second thread came.");
    }

    // Two tasks that wait for each other can only both be there on two threads. Other tests may have the threads at first.
    private static bool MeetEachOther()
    {
        using var both = new Barrier(2);
        var met = 0;
        Workers.Run(2, Large, both, (_, barrier) => { if (barrier.SignalAndWait(100)) Interlocked.Increment(ref met); });
        return met == 2;
    }
}
