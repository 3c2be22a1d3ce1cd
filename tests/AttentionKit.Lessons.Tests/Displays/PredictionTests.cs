namespace AttentionKit.Lessons.Tests.Displays;

[Collection(nameof(Alone))]
public class PredictionTests
{
    [Fact]
    public void AGuess_IsKeptForTheProgress_AndALaterOneReplacesIt()
    {
        Assert.Equal("✎ what does a row sum to? guess first: a wrong guess makes the answer stick",
            Lesson.Predict("what does a row sum to?", null).ToString());
        Assert.Equal("✎ what does a row sum to? you said 0.5",
            Lesson.Predict("what does a row sum to?", 0.5).ToString());
        Assert.Contains("\n  ✎ what does a row sum to? you said 0.5\n", Lesson.Progress() + "\n");
        Assert.DoesNotContain("sum to? guess first", Lesson.Progress().ToString());
        Assert.Contains("<li>✎ what does a row sum to? you said 0.5</li>", Lesson.Progress().ToHtml());
    }

    public static TheoryData<object, string> Guesses => new()
    {
        { 6, "6" }, { .5f, "0.5" }, { true, "yes" }, { false, "no" }, { "mat", "mat" }, { 2.0, "2" },
        { new[] { .1, .2 }, "0.1, 0.2" }, { new[] { "cat", "mat" }, "cat, mat" }, { (6, 2), "(6, 2)" },
    };

    [Theory]
    [MemberData(nameof(Guesses))]
    public void AGuess_MayBeANumberOrSeveral_AWord_YesOrNo(object guess, string said) =>
        Assert.Equal($"✎ 01.2: you said {said}", Lesson.Predict("01.2", guess).ToString());

    [Fact]
    public void AGuess_IsEscapedOnAPage() =>
        Assert.Equal("<p role=\"status\">✎ a &lt; b? you said &lt;b&gt;</p>", Lesson.Predict("a < b?", "<b>").ToHtml());

    [Fact]
    public void AQuestion_MustBeAsked() => Assert.Throws<ArgumentException>(() => Lesson.Predict("", 1));
}
