namespace AttentionKit.Lessons.Tests.Displays;

public class VerdictTests
{
    [Theory]
    [InlineData(Outcome.Right, "✓", "#0072b2")]
    [InlineData(Outcome.Wrong, "✗", "#d55e00")]
    [InlineData(Outcome.Open, "✎", "#808080")]
    public void EachOutcome_HasItsSignAndItsColour(Outcome outcome, string sign, string colour)
    {
        var verdict = new Verdict(outcome, "a <headline>", "why");
        Assert.Equal($"{sign} a <headline>\nwhy", verdict.ToString());
        Assert.Equal($"<div role=\"status\" style=\"border-left:4px solid {colour};padding:.4em .8em;margin:.5em "
            + $"0;font-size:16px\">"
            + $"<strong>{sign} a &lt;headline&gt;</strong><br>why</div>", verdict.ToHtml());
    }

    [Fact]
    public void AWrongVerdict_ShowsTheNumbersBesideTheRightOnes()
    {
        var verdict = new Verdict(Outcome.Wrong, "not yet", "why")
        {
            Input = "x = [1]",
            Recipe = "how",
            Comparison = new Comparison("row 1", [1, .5, double.NegativeInfinity],
            [0, 12345.6, double.PositiveInfinity])
        };
        Assert.Equal("✗ not yet\nwhy\nhow\nx = [1]\nrow 1\n  must be  1  0.5000  −∞\n  yours    0  12346  ∞",
            verdict.ToString());
        Assert.Contains("<br>why<br>how<br>x = [1]<table style=\"margin-top:.5em\"><caption "
            + "style=\"text-align:left;white-space:nowrap\">row 1</caption><tr><th "
            + "scope=\"row\">must be</th><td>1</td><td>0.5000</td><td>−∞</td></tr>", verdict.ToHtml());
        Assert.Contains("<tr><th scope=\"row\">yours</th><td>0</td><td>12346</td><td>∞</td></tr></table></div>",
            verdict.ToHtml());
    }

    [Fact]
    public void ALongRow_IsCut() =>
        Assert.EndsWith("0  0  0  0  0  0  0  0  0  0  0  0  …",
            new Comparison("r", new double[12], new double[13]).ToString());

    [Fact]
    public void ARightVerdict_SaysWhenAnArgumentWasChanged()
    {
        Assert.Contains("changes its argument",
            Check.CausalWeights(s =>
            {
                s[0, 0] += 0; s.SetRow(0,
            s.Row(0) + 1); return Softmax.Rows(Mask.Causal(s.RowCount).Apply(s));
            }).Explanation);
        Assert.DoesNotContain("changes its argument",
            Check.CausalWeights(s => Softmax.Rows(Mask.Causal(s.RowCount).Apply(s))).Explanation);
    }
}
