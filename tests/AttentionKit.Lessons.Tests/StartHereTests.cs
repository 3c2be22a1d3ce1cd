namespace AttentionKit.Lessons.Tests;

public class StartHereTests
{
    private static readonly double[] s_left = [1, 0.3, 0.05, 0.009, 0.0001];

    private static (Outcome, string) Of(Verdict verdict) => (verdict.Outcome, verdict.Headline);

    [Fact]
    public void OnLooksAt_TellsRowsFromColumns()
    {
        Assert.Equal((Outcome.Open, "your turn"), Of(Check.OnLooksAt(null)));
        Assert.Equal((Outcome.Right, "right"), Of(Check.OnLooksAt("mat")));
        Assert.Equal((Outcome.Wrong, "a column was read, not a row"), Of(Check.OnLooksAt("cat")));
        Assert.Equal((Outcome.Wrong, "not a word of the sentence"), Of(Check.OnLooksAt("dog")));
        Assert.Equal((Outcome.Wrong, "not yet"), Of(Check.OnLooksAt("sat")));
    }

    [Fact]
    public void LostAfter_SaysWhichWay()
    {
        Assert.Equal((Outcome.Open, "your turn"), Of(Check.LostAfter(s_left, null)));
        Assert.Equal((Outcome.Right, "right"), Of(Check.LostAfter(s_left, 3)));
        Assert.Equal((Outcome.Wrong, "counted from 1"), Of(Check.LostAfter(s_left, 4)));
        Assert.Equal((Outcome.Wrong, "too early"), Of(Check.LostAfter(s_left, 1)));
        Assert.Equal((Outcome.Wrong, "too late"), Of(Check.LostAfter([.. s_left, 0, 0], 6)));
        Assert.Equal((Outcome.Wrong, "not in the list"), Of(Check.LostAfter(s_left, -1)));
        Assert.Equal((Outcome.Wrong, "not in the list"), Of(Check.LostAfter(s_left, 5)));
    }

    [Fact]
    public void AsksWithLength_SaysWhichWay()
    {
        Assert.Equal((Outcome.Open, "your turn"), Of(Check.AsksWithLength(null)));
        Assert.Equal((Outcome.Right, "right"), Of(Check.AsksWithLength(2)));
        Assert.Equal((Outcome.Wrong, "too clear"), Of(Check.AsksWithLength(4)));
        Assert.Equal((Outcome.Wrong, "not clear enough"), Of(Check.AsksWithLength(1)));
        Assert.Equal((Outcome.Wrong, "not clear enough"), Of(Check.AsksWithLength(-2)));
        Assert.Equal((Outcome.Wrong, "not a number"), Of(Check.AsksWithLength(float.NaN)));
        Assert.Equal((Outcome.Wrong, "not a number"), Of(Check.AsksWithLength(float.PositiveInfinity)));
    }
}
