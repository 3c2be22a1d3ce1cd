using AttentionKit.Lessons.Diagnosis.Judging;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Lessons.Tests.Diagnoses;

[Collection(nameof(Alone))]
public class GuardTests
{
    /// <summary>Runs a cell in our session, where <c>turns</c> counts what an answer does.</summary>
    private static async Task<string?> CellAsync(CSharpSession session, string code)
    {
        object? result = null;
        var error = await session.RunAsync(code,
            output => result = output is Result { Value: var value } ? value : result,
            TestContext.Current.CancellationToken);
        Assert.True(error is null, string.Join('\n', error?.Traceback ?? []));
        return result?.ToString();
    }

    [Theory]
    [InlineData("while (true) turns++;", "stopped after 5 seconds")]
    [InlineData("while (true) try { while (true) turns++; } catch (Exception) { }", "stopped after 5 seconds")]
    [InlineData("var all = new List<byte[]>(); while (true) { turns++; all.Add(new byte[1 << 20]); }", "a gigabyte", Explicit = true)] // other tests allocate beside it
    public async Task InOurSession_AnAnswerOverALimit_ReallyEnds(string body, string said)
    {
        var session = new CSharpSession(Path.Combine(Repository.Root, "notebooks"));
        await CellAsync(session, "#r \"../artifacts/kit/AttentionKit.Lessons.dll\"\nusing AttentionKit.Lessons;\n"
            + "using System.Threading;\nvar turns = 0L;");
        Assert.Contains(said, await CellAsync(session, $"Check.KeyHead((h, n, kv) => {{ {body} }})"));
        Assert.Equal("True", await CellAsync(session, "var before = turns; Thread.Sleep(700); before = turns; "
            + "Thread.Sleep(200); before > 0 && before == turns"));
    }

    [Fact]
    public void AnEndlessAnswer_IsStoppedInWords_AndItsSleepIsEnded()
    {
        using var ended = new ManualResetEventSlim();
        var (result, over) = Guard.Run<string>(_ =>
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
        var (result, over) = Guard.Run<object>(_ =>
        {
            var huge = new byte[64 << 20];
            Thread.Sleep(Timeout.Infinite);
            return huge;
        }, TimeSpan.FromMinutes(1), mostBytes: 32 << 20);
        Assert.Null(result);
        Assert.StartsWith("It was stopped when it had taken more than", over);
    }

    [Fact]
    public void AQuickAnswer_IsHandedOn() => Assert.Equal(("done", null), Guard.Run(_ => "done"));

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
