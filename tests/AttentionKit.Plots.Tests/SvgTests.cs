using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Svg;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>Places, shapes and shades of the static picture.</summary>
public sealed class SvgTests
{
    private const int Blue = 64; // the darkest of 64 shades; 0 is none

    private static XElement[] Elements(Figure figure, string name) =>
        [.. XDocument.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == name)];

    private static double Number(XElement element, string name) =>
        double.TryParse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture, out var number) ? number
            : double.NaN;

    /// <summary>Where the points of a curve are.</summary>
    private static (double X, double Y)[] Points(Figure figure) =>
    [
        .. Elements(figure, "path").Select(path => path.Attribute("transform")?.Value).OfType<string>()
            .Select(move => move["translate(".Length..^1].Split(' ')
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(place => (place[0], place[1])),
    ];

    private static string[] Texts(Figure figure) => [.. Elements(figure, "text").Select(text => text.Value)];

    [Fact]
    public void OnLogAxes_EqualFactorsAreEqualDistances()
    {
        var points = Points(Curves.LogLog("t", "x", "y", new Curve("c", [1, 10, 1000], [5, 50, 5000])));
        Assert.Equal(4, points.Length); // the last is the legend's
        var (one, ten, thousand) = (points[0], points[1], points[2]);
        Assert.Equal(2, (thousand.X - ten.X) / (ten.X - one.X), 0.01);
        Assert.Equal(2, (ten.Y - thousand.Y) / (one.Y - ten.Y), 0.01);
        Assert.InRange(one.X, 90, 140); // within the frame: its left margin is 90
        Assert.InRange(thousand.X, 600, 820);
    }

    [Fact]
    public void TicksOfALogAxis_StandAtTheirNumbers()
    {
        var figure = Curves.LogLog("t", "x", "y", new Curve("c", [1, 10, 1000], [1, 10, 1000]));
        var ten = Points(figure)[1];
        var labels = Elements(figure, "g").Where(group => group.Value == "10")
            .Select(group => group.Attribute("transform")!.Value);
        Assert.Contains(labels, label =>
            label.StartsWith($"translate({ten.X.ToString("0.##", CultureInfo.InvariantCulture)} ",
            StringComparison.Ordinal));
    }

    [Fact]
    public void HigherNumbers_StandHigher_OnPlainAxesToo()
    {
        var points = Points(Curves.Of("t", "x", "y", new Curve("c", [0, 1, 2], [0, 10, 30])));
        Assert.Equal(2, (points[1].Y - points[2].Y) / (points[0].Y - points[1].Y), 0.01);
        Assert.Equal(points[1].X - points[0].X, points[2].X - points[1].X, 0.01);
    }

    [Theory]
    [InlineData((int)Symbol.Triangle, "M0 -12 11 7-11 7Z")]
    [InlineData((int)Symbol.Square, "M-10 -10H10V10H-10Z")]
    [InlineData((int)Symbol.Diamond, "M0 -13 13 0 0 13 -13 0Z")]
    [InlineData((int)Symbol.Cross, "M-10 -10 10 10M10 -10 -10 10")]
    [InlineData((int)Symbol.Circle, "M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0Z")]
    public void Symbols_HaveTheirShapes(int symbol, string expected) =>
        Assert.Equal(expected.Replace(" ", "").Replace("-", " -"),
            SvgSymbol.Path((Symbol)symbol, 10).Replace(" ", "").Replace("-", " -"));

    [Fact]
    public void ATriangle_PointsUp() => Assert.StartsWith("M0 -", SvgSymbol.Path(Symbol.Triangle, 5));

    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    public void ABlockOfALargeMatrix_ShowsWhatIsFarthestFromZero(float extreme)
    {
        var scores = Matrix<float>.Build.Dense(800, 800, 0.01f);
        (scores[301, 502], scores[0, 0], scores[799, 799]) = (extreme, extreme, extreme);
        (scores[10, 10], scores[11, 11]) = (-extreme, extreme * 0.5f);
        // balances the scale, and stays the larger of its block
        var pixels = Pixels(Heatmap.Scores(scores, [.. Enumerable.Range(0, 800).Select(i => $"t{i}")]));
        Assert.Equal(400, pixels.Length);
        var expected = extreme > 0 ? Blue : 1;
        Assert.Equal(expected, pixels[150][251]);
        Assert.Equal(expected, pixels[0][0]);
        Assert.Equal(expected, pixels[399][399]);
        Assert.Equal(Blue + 1 - expected, pixels[5][5]);
        Assert.InRange(pixels[200][200], 32, 33);
    }

    [Fact]
    public void WhatIsHidden_HasNoPixel()
    {
        var weights = Softmax.Rows(Mask.Causal(50).Apply(Matrix<float>.Build.Dense(50, 50)));
        var pixels = Pixels(Heatmap.Weights(weights, [.. Enumerable.Range(0, 50).Select(i => $"t{i}")],
            mask: Mask.Causal(50)));
        Assert.Equal((Blue, 0, 2), (pixels[0][0], pixels[0][1], pixels[49][0])); // 1, hidden, 1/50
    }

    [Theory]
    [InlineData(0f, 1f, "")]
    [InlineData(0f, 1.001f, "1 of them lies outside 0 to 1.")]
    [InlineData(-0.001f, 1.001f, "2 of them lie outside 0 to 1.")]
    public void OnlyWeightsBeyondZeroAndOne_LieOutside(float low, float high, string expected)
    {
        var notes = Heatmap.Weights(Matrix<float>.Build.DenseOfRowArrays([low, high]), ["q"], ["a", "b"]).Notes;
        Assert.Equal(expected.Length > 0, notes.Contains("outside", StringComparison.Ordinal));
        Assert.StartsWith(expected, notes);
    }

    [Fact]
    public void CellsAreColouredWhereTheirNumbersStand()
    {
        var figure = Heatmap.Weights(Matrix<float>.Build.DenseOfRowArrays([0f, 1f], [0.5f, 0.25f]), ["a", "b"]);
        var cells = Elements(figure, "rect").Where(rect => Number(rect, "width") > 60).ToArray();
        Assert.Equal(["#f7fbff", "#08306b", "#6baed6", "#c6dbef"], cells.Select(cell => cell.Attribute("fill")!.Value));
        Assert.True(Number(cells[1], "x") > Number(cells[0], "x"));
        Assert.Equal(Number(cells[0], "y"), Number(cells[1], "y"));
        Assert.True(Number(cells[2], "y") > Number(cells[0], "y"));
        Assert.Equal(["0.00", "1.00", "0.50", "0.25"],
            Texts(figure).Where(text => text.Length == 4 && text[1] == '.').Take(4));
    }

    [Fact]
    public void ColourBar_GoesFromLowBelowToHighAbove()
    {
        var figure = Heatmap.Weights(Matrix<float>.Build.Dense(1, 1, 1f), ["a"]);
        var shades = Elements(figure, "rect").Where(rect => Number(rect, "width") == 16).ToArray();
        Assert.Equal(64, shades.Length);
        Assert.True(Number(shades[0], "y") > Number(shades[^1], "y"));
        Assert.Equal(ColorScale.Sequential.At(0.5 / 64), shades[0].Attribute("fill")!.Value);
        Assert.Equal(ColorScale.Sequential.At(63.5 / 64), shades[^1].Attribute("fill")!.Value);
    }

    [Fact]
    public void BandsAreAsThickAsTheirWeights()
    {
        var weights = Matrix<float>.Build.DenseOfRowArrays([0.75f, 0.25f]);
        var figure = HeadView.Of(Inputs.Steps with { Weights = weights, MaskedScores = weights }, ["q"], ["a", "b"]);
        double[][] bands = [.. Elements(figure, "path").Select(path => path.Attribute("d")!.Value)
            .Where(d => d.Contains('L', StringComparison.Ordinal)).Take(2)
            .Select(band => band.Split('M', 'L', 'V', ' ', 'Z').Where(part => part.Length > 0)
                .Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(3, (bands[1][4] - bands[1][3]) / (bands[0][4] - bands[0][3]), 0.02);
        // the weaker one, fainter, comes first
        Assert.True(bands[0][3] > bands[1][3]); // b is below a
    }

    [Fact]
    public void DashesTellCurvesApart()
    {
        var figure = Curves.Of("t", "x", "y", Curve.Of("a", [1, 2]), Curve.Of("b", [2, 3]), Curve.Of("c", [3, 4]),
            Curve.Of("d", [4, 5]));
        var dashes = Elements(figure, "path").Where(path => path.Attribute("stroke-width")?.Value == "3")
            .Select(path => path.Attribute("stroke-dasharray")?.Value).Distinct();
        Assert.Equal([null, "9 6", "3 4", "9 4 2 4"], dashes);
    }

    /// <summary>The colour index of each pixel of the picture's image.</summary>
    private static byte[][] Pixels(Figure figure)
    {
        var href = Elements(figure, "image").Single().Attribute("href")!.Value;
        var png = Convert.FromBase64String(href.Split(',')[1]);
        int width = png[18] << 8 | png[19], height = png[22] << 8 | png[23];
        var start = png.AsSpan().IndexOf("IDAT"u8) + 4;
        using var data = new ZLibStream(new MemoryStream(png, start, png.Length - start), CompressionMode.Decompress);
        var rows = new byte[height][];
        for (var i = 0; i < height; i++)
        {
            Assert.Equal(0, data.ReadByte()); // no filter
            data.ReadExactly(rows[i] = new byte[width]);
        }
        return rows;
    }
}
