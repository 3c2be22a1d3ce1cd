namespace AttentionKit.Lessons.Tests;

/// <summary>What a check must have said.</summary>
internal static class Verdicts
{
    /// <summary>How many ways of writing a right solution a law tries.</summary>
    public const long Ways = 500;

    public static void Wrong(Verdict verdict, string headline, params string[] evidence)
    {
        Assert.Equal((Outcome.Wrong, headline), (verdict.Outcome, verdict.Headline));
        foreach (var text in evidence) Assert.Contains(text, verdict.Explanation);
        Assert.DoesNotContain('*', verdict.Explanation); // a verdict is shown as it is written: no Markdown
    }

    public static void Right(Verdict verdict)
    {
        RightInWords(verdict);
        Assert.NotNull(verdict.Figure);
    }

    /// <summary>Right, of an exercise that has nothing to draw.</summary>
    public static void RightInWords(Verdict verdict) =>
        Assert.Equal((Outcome.Right, verdict.Explanation), (verdict.Outcome, verdict.Explanation));

    public static void Open(Verdict verdict) =>
        Assert.Equal((Outcome.Open, "your turn"), (verdict.Outcome, verdict.Headline));
}
