using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Tests;

/// <summary>How numbers, names and axes are written, at the ends of each rule.</summary>
public sealed class WritingTests
{
    [Theory]
    [InlineData(0f, "0.00")]
    [InlineData(0.005f, "0.0e+0")]
    [InlineData(0.05f, "0.000")]
    [InlineData(-99f, "0.00")]
    [InlineData(100f, "0.0")]
    [InlineData(1000f, "0")]
    [InlineData(20_000f, "0")]
    [InlineData(99_999f, "0")]
    [InlineData(-100_000f, "0.0e+0")]
    public void Format_FollowsTheLargestMagnitude(float largest, string format)
    {
        Assert.Equal(format, Numbers.FormatFor([0, largest, float.NaN]));
        Assert.Equal(format, Numbers.FormatFor([float.PositiveInfinity, largest]));
    }

    [Theory]
    [InlineData(16_384f, "16384")]
    [InlineData(1_000_000f, "10⁶")]
    [InlineData(-1_000_000f, "−10⁶")]
    [InlineData(2_500_000f, "2.5·10⁶")]
    [InlineData(0.000012f, "1.2·10⁻⁵")]
    [InlineData(-0.5f, "−0.5")]
    public void ANumberThatStandsAlone_HasFourDigits(float value, string text) =>
        Assert.Equal(text, Numbers.Text(value));

    [Theory]
    [InlineData(-0.001f, "0.00")]
    [InlineData(-0.01f, "−0.01")]
    public void NoMinus_StandsBeforeARoundedZero(float value, string text) =>
        Assert.Equal(text, Numbers.Text(value, "0.00"));

    [Theory]
    [InlineData(5, "ab cd")]
    [InlineData(4, "ab\ncd")]
    [InlineData(1, "ab\ncd")]
    public void AName_IsBrokenWhereALineIsFull(int width, string text) =>
        Assert.Equal(text, TokenLabel.Wrap("ab cd", width));

    [Fact]
    public void AName_GoesOnInItsLastLine() => Assert.Equal("ab cd\nef gh", TokenLabel.Wrap("ab cd ef gh", 5));

    [Theory]
    [InlineData(16, "1234567890123456", "1234567890123456")]
    [InlineData(17, "12345678901234567", "123456789012345…")]
    public void ALongName_IsCut(int length, string name, string text)
    {
        Assert.Equal(length, TokenLabel.Length(name));
        Assert.Equal(text, TokenLabel.Short(name));
    }

    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 3, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 12, "0 2 4 6 8 10 12")]
    [InlineData(0, 25, "0 5 10 15 20 25")]
    [InlineData(7, 7, "6 6.5 7 7.5 8")]
    public void Ticks_AreFewAndRound(double min, double max, string ticks) =>
        Assert.Equal(ticks, Labels(Axes.Linear(min, max, "", Side.Left)));

    [Theory]
    [InlineData(1, 1000, "1 10 100 1000")]
    [InlineData(1, 20, "1 2 5 10 20")]
    [InlineData(1e-6, 1e9, "10⁻⁶ 10⁻⁴ 0.01 1 100 10000 10⁶ 10⁸")]
    public void TicksOfPowers_AreFewAndRound(double min, double max, string ticks) =>
        Assert.Equal(ticks, Labels(Axes.Log(min, max, "", Side.Left)));

    [Fact]
    public void Fraction_IsTheShareOfAnAxis()
    {
        Assert.Equal(0.25, new Axis(0, 8, Side.Left).Fraction(2));
        Assert.Equal(0.5, new Axis(0, 4, Side.Left) { IsLog = true }.Fraction(100), 9); // 10² of 10⁰ … 10⁴
        Assert.Equal(0.75, Axes.OfCells(2, Side.Left).Fraction(0)); // row 0 is on top
        Assert.Equal(0.25, Axes.OfCells(2, Side.Top).Fraction(0));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void TwoPositions_HaveASlider(int positions, bool hasSlider)
    {
        (string, Mask?)[] masks = [("none", null), ("causal", Mask.Causal(6))];
        var figure = Slider.Masks(Example.Scores, Example.Tokens, [.. masks.Take(positions)]);
        Assert.Equal(hasSlider, figure.ToPlotlyJson().Contains("\"sliders\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void MoreThanTwentyRows_AreElided(int rows, bool isElided) =>
        Assert.Equal(isElided, Tables.Elision.Of(rows).Contains(null));

    [Fact]
    public void Notes_AreMeasuredFromTheTop()
    {
        var json = Inputs.Draw("cache", Inputs.Steps, Example.Tokens).ToPlotlyJson();
        var layout = JsonDocument.Parse(json).RootElement.GetProperty("layout").GetProperty("annotations");
        Assert.Equal(1, layout[0].GetProperty("y").GetDouble()); // without a cache: above
        Assert.InRange(layout[1].GetProperty("y").GetDouble(), 0.4, 0.6); // with one: below
    }

    [Fact]
    public void ALine_StartsOnce_AndGoesOn() =>
        Assert.Matches(@"d=""M[\d.]+ [\d.]+L[\d.]+ [\d.]+L[\d.]+ [\d.]+"" fill=""none""",
            Curves.Of("t", "x", "y", Curve.Of("a", [1, 2, 3])).ToSvg());

    private static string Labels(Axis axis) => string.Join(' ', axis.Ticks.Select(tick => tick.Label));
}
