namespace AttentionKit.Lessons.Tests;

public class ProgressTests
{
    [Fact]
    public void Progress_KeepsTheLatestVerdict_AndCountsTries()
    {
        Progress.Note("a <b> exercise", "the recipe", () => new Verdict(Outcome.Open, "your turn", ""));
        Progress.Note("a <b> exercise", "the recipe", () => new Verdict(Outcome.Wrong, "not yet", ""));
        Progress.Note("a <b> exercise", "the recipe", () => new Verdict(Outcome.Right, "right", ""));
        var progress = Lesson.Progress();
        Assert.Contains("  a <b> exercise: ✓ right (tries: 2)", progress.ToString());
        Assert.Contains("<th scope=\"row\">a &lt;b&gt; exercise</th><td>✓ right</td><td>2</td>", progress.ToHtml());
        Assert.Matches("^[0-9]+ of [0-9]+ exercises solved\n", progress.ToString());
    }
}
