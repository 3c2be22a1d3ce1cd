using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class ColorScaleTests
{
    private static readonly ColorScale s_diverging = ColorScale.Diverging(Matrix<float>.Build.Dense(1, 2, [-0.5f, 2f]));

    [Fact]
    public void Ends_AreTheFirstAndTheLastStop()
    {
        Assert.Equal("#f7fbff", ColorScale.Sequential.At(0));
        Assert.Equal("#08306b", ColorScale.Sequential.At(1));
        Assert.Equal("#6baed6", ColorScale.Sequential.At(0.5f));
        Assert.Equal("#f7f7f7", s_diverging.At(0));
    }

    [Fact]
    public void BeyondTheEnds_TheColourStays()
    {
        Assert.Equal(ColorScale.Sequential.At(1), ColorScale.Sequential.At(7));
        Assert.Equal(ColorScale.Sequential.At(0), ColorScale.Sequential.At(-7));
    }

    [Fact]
    public void BetweenStops_TheColourIsHalfWay() => Assert.Equal("#deebf7", ColorScale.Sequential.At(0.125f));
    // f7fbff and c6dbef, ties to even

    [Fact]
    public void TextStandsOut_OnEveryShade()
    {
        for (var i = -100; i <= 100; i++)
        {
            var value = i / 50f;
            AssertReadable(ColorScale.Sequential.At(value), ColorScale.Sequential.TextAt(value));
            AssertReadable(s_diverging.At(value), s_diverging.TextAt(value));
        }
        AssertReadable(ColorScale.NotANumber, ColorScale.Sequential.TextAt(float.NaN));
    }

    [Fact]
    public void AllZeros_AreWhite() =>
        Assert.Equal("#f7f7f7", ColorScale.Diverging(Matrix<float>.Build.Dense(2, 2)).At(0));

    private static void AssertReadable(string background, string text)
    {
        double a = Luminance(background), b = text == "#fff" ? 1 : 0;
        var contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        Assert.True(contrast >= 4.5, $"{text} on {background} has a contrast of {contrast:0.00}:1"); // WCAG 2.1, AA
    }

    private static double Luminance(string hex)
    {
        double[] parts = [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0)
            .Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
}
