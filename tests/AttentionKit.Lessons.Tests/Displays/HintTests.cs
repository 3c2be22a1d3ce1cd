namespace AttentionKit.Lessons.Tests.Displays;

[Collection(nameof(Alone))]
public class HintTests
{
    [Fact]
    public void TheRecipe_ComesAfterTwoTries_OrWhenAskedFor()
    {
        const string Exercise = "hint: an exercise", Recipe = "first <this>, then that";
        Verdict Try(Outcome outcome) => Progress.Note(Exercise, Recipe, () => new Verdict(outcome, "headline", "why"));
        Assert.Equal("", Try(Outcome.Open).Recipe);
        Assert.Equal("", Try(Outcome.Wrong).Recipe);
        Assert.Equal(Recipe, Check.Hint().ToString());
        Assert.Equal("<p role=\"status\">first &lt;this&gt;, then that</p>", Check.Hint().ToHtml());
        Assert.Equal(Recipe, Try(Outcome.Wrong).Recipe);
        Assert.Equal("", Try(Outcome.Right).Recipe);
    }

    [Fact]
    public void AStub_SaysTheTaskInOneLine()
    {
        Assert.Equal("Fill in Project: every token of x, projected by w.", Check.Project((_, _) => null).Explanation);
        Assert.Equal("For every token i and every column j of w, sum x[i, c] · w[c, j] over c.", Check.Hint().Recipe);
    }

    [Fact]
    public void APrediction_IsKeptForTheProgress()
    {
        Assert.Equal("✎ what does a row sum to? Guess first: a wrong guess makes the answer stick.",
            Lesson.Predict("what does a row sum to?", null).ToString());
        Assert.Equal("✎ what does a row sum to? You said: 0.5",
            Lesson.Predict("what does a row sum to?", 0.5).ToString());
        Assert.Equal("<p role=\"status\">✎ a &lt; b? You said: True</p>", Lesson.Predict("a < b?", true).ToHtml());
        Assert.Contains("\n  ✎ what does a row sum to? You said: 0.5\n", Lesson.Progress().ToString());
        Assert.DoesNotContain("Guess first", Lesson.Progress().ToString());
        Assert.Contains("<ul><li>✎ what does a row sum to? You said: 0.5</li>", Lesson.Progress().ToHtml());
        Assert.Throws<ArgumentException>(() => Lesson.Predict("", 1));
    }
}
