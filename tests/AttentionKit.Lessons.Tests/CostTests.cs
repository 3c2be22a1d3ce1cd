namespace AttentionKit.Lessons.Tests;

public class CostTests
{
    [Fact]
    public void Cost_KeepsTheLeastOfItsCalls()
    {
        var calls = 0;
        var cost = Cost.Of(() => Thread.Sleep(calls++ == 0 ? 400 : 0));
        Assert.Equal(2, calls); // 40 ms are over, but the first call does not count alone
        Assert.InRange(cost.Milliseconds, 0, 399);
    }

    [Fact]
    public void Cost_CallsQuickCodeOften()
    {
        var calls = 0;
        Cost.Of(() => calls++);
        Assert.True(calls > 2, $"{calls} calls");
    }

    [Fact]
    public void CostsInTurn_WarmUp_ThenGoRoundFiveTimes()
    {
        var calls = "";
        var costs = Cost.InTurn([() => calls += "a", () => calls += "b"]);
        Assert.Equal("abababababab", calls);
        Assert.Equal(2, costs.Count);
    }

    [Fact]
    public void CostsInTurn_TakeTheMedian()
    {
        var calls = 0;
        var cost = Cost.InTurn([() => Thread.Sleep(calls++ is 0 or 2 or 4 ? 400 : 0)])[0];
        Assert.InRange(cost.Milliseconds, 0, 399); // two of five were slow, and the first did not count
    }

    [Fact]
    public void Cost_CountsTheBytesOfAllThreads()
    {
        const int Size = 10_000_000;
        var cost = Cost.Of(() =>
        {
            var other = new Thread(() => GC.KeepAlive(new byte[Size]));
            other.Start();
            other.Join();
            GC.KeepAlive(new byte[Size]);
        });
        Assert.True(cost.Bytes >= 2 * Size,
            $"{cost.Bytes} bytes"); // other tests run beside this one, and what they allocate is counted too
    }
}
