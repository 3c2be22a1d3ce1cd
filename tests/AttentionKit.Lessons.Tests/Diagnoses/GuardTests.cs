using AttentionKit.Lessons.Diagnosis;

namespace AttentionKit.Lessons.Tests.Diagnoses;

public class GuardTests
{
    [Fact]
    public void AnEndlessAnswer_IsStoppedInWords_AndItsSleepIsEnded()
    {
        using var ended = new ManualResetEventSlim();
        var (result, over) = Guard.Run<string>(() =>
        {
            try { Thread.Sleep(Timeout.Infinite); } finally { ended.Set(); }
            return "never";
        }, TimeSpan.FromMilliseconds(50));
        Assert.Null(result);
        Assert.Equal("It was stopped after 0.1 seconds. Which of your loops never ends, or goes over far too much?",
            over);
        Assert.True(ended.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AHugeAnswer_IsStoppedInWords()
    {
        var (result, over) = Guard.Run<object>(() =>
        {
            var huge = new byte[64 << 20];
            Thread.Sleep(Timeout.Infinite);
            return huge;
        }, TimeSpan.FromMinutes(1), mostBytes: 32 << 20);
        Assert.Null(result);
        Assert.StartsWith("It was stopped when it had taken more than", over);
    }

    [Fact]
    public void AQuickAnswer_IsHandedOn() => Assert.Equal(("done", null), Guard.Run(() => "done"));

    [Fact]
    public void AnEndlessLoop_CostsItsVerdictOnly()
    {
        var stop = false;
        var verdict = Check.KeyHead((_, _, _) => { while (!Volatile.Read(ref stop)) { } return 0; });
        Volatile.Write(ref stop, true);
        Assert.Equal((Outcome.Wrong, "your code went over a limit"), (verdict.Outcome, verdict.Headline));
        Assert.Contains("stopped after 5 seconds", verdict.Explanation);
    }

    [Fact]
    public void AnAnswerThatAsksForTooMuch_IsToldSo() =>
        Assert.Contains("more memory than there is",
            Check.KeyHead((_, _, _) => throw new InsufficientMemoryException()).Explanation);
}
