using System.Collections.Concurrent;
using AttentionKit.Kernel.Threads;

namespace AttentionKit.Kernel.Tests.Threads;

public class LaterTests
{
    [Fact]
    public void WhatIsDueFirst_IsDoneFirst_OnAThreadThatIsNotThePools()
    {
        using var done = new BlockingCollection<(string, bool)>();
        Later.Do(TimeSpan.FromMilliseconds(300), () => done.Add(("late", Thread.CurrentThread.IsThreadPoolThread)));
        Later.Do(TimeSpan.FromMilliseconds(1), () => done.Add(("soon", Thread.CurrentThread.IsThreadPoolThread)));
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal([("soon", false), ("late", false)], [done.Take(cancellation), done.Take(cancellation)]);
    }
}
