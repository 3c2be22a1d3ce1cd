using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class ProductViewTests
{
    private static readonly Matrix<float> s_left = Matrix<float>.Build.DenseOfRowArrays([1f, 2, -3], [0.5f, 0, 1]);
    private static readonly Matrix<float> s_right = Matrix<float>.Build.DenseOfRowArrays([4f, 1], [-1, 2], [2, 0.5f]);

    private static Figure Drawn() =>
        ProductView.Of(s_left, s_right, ["cat", "sat"], ["a", "b", "c"], ["doer", "place"], ("X", "Wq", "Q"));

    private static JsonElement Layout(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");

    private static JsonElement Changes(Figure figure, int step) =>
        Layout(figure).GetProperty("sliders")[0].GetProperty("steps")[step].GetProperty("args")[1];

    private static string Written(Figure figure, int step) => Changes(figure, step).EnumerateObject()
        .Single(change => change.Name.StartsWith("annotations", StringComparison.Ordinal)).Value.GetString()!;

    private static double[] Outline(Figure figure, int step, int shape) =>
        [.. new[] { "x0", "x1", "y0", "y1" }.Select(end => End(figure, step, $"shapes[{shape}].{end}", shape, end))];

    private static double End(Figure figure, int step, string path, int shape, string end) =>
        Changes(figure, step).TryGetProperty(path, out var changed) ? changed.GetDouble()
        : Layout(figure).GetProperty("shapes")[shape].GetProperty(end).GetDouble();

    [Fact]
    public void EachNumber_IsWrittenAsTheSumOfItsProducts()
    {
        var figure = Drawn();
        Assert.Equal(
            "Q [“cat”, “doer”] = row “cat” of X · column “doer” of Wq<br>"
            + "= 1.00·4.00 + 2.00·(−1.00) + −3.00·2.00 = −4.00",
            Written(figure, 0)); // 4 − 2 − 6
        Assert.Equal(
            "Q [“sat”, “place”] = row “sat” of X · column “place” of Wq<br>= 0.50·1.00 + 0.00·2.00 + 1.00·0.50 = 1.00",
            Written(figure, 3)); // 0.5 + 0 + 0.5
    }

    [Fact]
    public void OutlinedAre_TheRowTheColumn_AndTheNumberTheyMake()
    {
        var figure = Drawn();
        Assert.Equal([-0.5, 2.5, -0.5, 0.5], Outline(figure, 1, 0)); // row 0 of X
        Assert.Equal([0.5, 1.5, -0.5, 2.5], Outline(figure, 1, 1)); // column 1 of Wq
        Assert.Equal([0.5, 1.5, -0.5, 0.5], Outline(figure, 1, 2)); // Q[0, 1]
        Assert.Equal([-0.5, 2.5, 0.5, 1.5], Outline(figure, 2, 0));
        Assert.Equal([-0.5, 0.5, 0.5, 1.5], Outline(figure, 2, 2));
    }

    [Fact]
    public void PointingAtANumberOfTheResult_ChoosesIt()
    {
        var data = JsonDocument.Parse(Drawn().ToPlotlyJson()).RootElement.GetProperty("data");
        var maps = data.EnumerateArray().Where(trace => trace.GetProperty("type").GetString() == "heatmap").ToArray();
        Assert.Equal("[[0,1],[2,3]]", maps[2].GetProperty("customdata").GetRawText());
        Assert.False(maps[0].TryGetProperty("customdata", out _));
        Assert.False(maps[1].TryGetProperty("customdata", out _));
        Assert.True(Layout(Drawn()).GetProperty("meta").GetProperty("plays").GetBoolean());
    }

    [Fact]
    public void AllThree_HaveTheSameColours()
    {
        var data = JsonDocument.Parse(Drawn().ToPlotlyJson()).RootElement.GetProperty("data");
        var ends = data.EnumerateArray().Where(trace => trace.GetProperty("type").GetString() == "heatmap")
            .Select(trace => (trace.GetProperty("zmin").GetDouble(), trace.GetProperty("zmax").GetDouble()));
        Assert.Equal([(-4, 4), (-4, 4), (-4, 4)], [.. ends]); // Q = [−4 3.5; 4 1]
    }

    [Fact]
    public void TextAndTable_HoldEverySum()
    {
        var figure = Drawn();
        Assert.Contains("1.00·1.00 + 2.00·2.00 + −3.00·0.50   3.50", figure.ToString());
        Assert.Contains("<td dir=\"auto\">1.00·1.00 + 2.00·2.00 + −3.00·0.50</td><td dir=\"auto\">3.50</td>",
            figure.ToHtml());
        Assert.Contains("outlined are row “cat” and column “doer”, which make −4.00.", figure.Description);
    }

    [Fact]
    public void LongRows_ShowTwelve_AndSumAll()
    {
        var figure = ProductView.Of(Matrix<float>.Build.Dense(1, 20, 1), Matrix<float>.Build.Dense(20, 1, 1));
        Assert.Contains("+ 8 more products  20.00", figure.ToString());
        Assert.Contains("left is 1×20, right is 20×1; the sums are of all.", figure.Notes);
        var oneMore = ProductView.Of(Matrix<float>.Build.Dense(1, 13, 1), Matrix<float>.Build.Dense(13, 1, 1));
        Assert.Contains("+ 1 more product  13.00", oneMore.ToString());
    }

    [Fact]
    public void OfOneHead_ScoresAndOutput_AreThoseOfTheRecord()
    {
        var steps = Inputs.Steps;
        Assert.Contains(Numbers(steps.Queries.Row(2).DotProduct(steps.Keys.Row(1))),
            Written(ProductView.Scores(steps, Example.Tokens), 2 * 6 + 1));
        Assert.Contains(Numbers(steps.Output[2, 1]), Written(ProductView.Output(steps, Example.Tokens), 2 * 4 + 1));

        static string Numbers(float value) => $"= {Matrices.Numbers.Text(value, "0.00")}";
    }

    [Fact]
    public void OneToken_IsDrawn() =>
        Assert.Contains("2.00·3.00",
            ProductView.Of(Matrix<float>.Build.Dense(1, 1, 2), Matrix<float>.Build.Dense(1, 1, 3)).ToString());

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "−∞")]
    public void SpecialNumbers_AreWritten_AndHatched(float special, string written)
    {
        var figure = ProductView.Of(Matrix<float>.Build.Dense(1, 1, special), Matrix<float>.Build.Dense(1, 1, 3));
        Assert.Contains($"{written}·3.00", figure.ToString());
        Assert.Contains("\"pattern\"", figure.ToPlotlyJson());
    }

    [Fact]
    public void MatricesThatDontMeet_AreAnError()
    {
        var error = Assert.Throws<ArgumentException>(() => ProductView.Of(s_left, s_left));
        Assert.StartsWith("left must have as many columns as right has rows: left is 2×3, right is 2×3.",
            error.Message);
    }

    [Fact]
    public void NoNumbers_AreAnError()
    {
        Assert.Throws<ArgumentNullException>(() => ProductView.Of(null!, s_right));
        Assert.Throws<ArgumentException>(() => ProductView.Of(s_left, s_right, rows: ["one"]));
    }
}
