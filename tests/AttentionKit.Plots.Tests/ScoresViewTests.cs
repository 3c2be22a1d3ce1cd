using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>The heatmap of scores that knows its queries and keys.</summary>
public sealed class ScoresViewTests
{
    private static Figure Drawn() => ScoresView.Of(Inputs.Steps, Example.Tokens);

    private static JsonElement Layout(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");

    [Fact]
    public void EachScore_IsWrittenAsTheScaledSumOfItsProducts()
    {
        var link = Layout(Drawn()).GetProperty("meta").GetProperty("link");
        Assert.Equal("scores [“sat”, “cat”] = row “sat” of Q · column “cat” of Kᵀ"
            + "<br>= (−0.30·0.70 + 1.20·0.15 + 0.90·(−0.10) + 0.10·(−0.30)) · 0.5 = −0.08", // −0.15 / 2
            link.GetProperty("texts")[2 * 6 + 1].GetString());
        Assert.Equal("x3", link.GetProperty("panel").GetString());
        Assert.False(link.GetProperty("transposed").GetBoolean());
        Assert.Equal(5 * 6 + 5, link.GetProperty("start").GetInt32()); // the highest score of all: 0.67
        Assert.Matches(@"The, cat +\(0.10·0.70 \+ −0.90·0.15 \+ 0.20·\(−0.10\) \+ 0.80·\(−0.30\)\) · 0.5 +−0.16\n",
            Drawn().ToString());
        Assert.Contains("\nsat  −0.21  −0.08", Drawn().ToString());
    }

    [Fact]
    public void AtFirst_TheHighestScoreIsOutlined()
    {
        var shapes = Layout(Drawn()).GetProperty("shapes").EnumerateArray().Select(shape => (
            shape.GetProperty("yref").GetString(), shape.GetProperty("x0").GetDouble(),
                shape.GetProperty("y0").GetDouble()));
        Assert.Equal([("y", -0.5, 4.5), ("y2", 4.5, -0.5), ("y3", 4.5, 4.5)], shapes);
        Assert.Contains("“mat” of Q", Layout(Drawn()).GetProperty("annotations")[2].GetProperty("text").GetString());
    }

    [Fact]
    public void RowsStandBesideRows_AndColumnsOverColumns()
    {
        var layout = Layout(Drawn());
        Assert.Equal(Domain("yaxis"), Domain("yaxis3")); // Q beside scores
        Assert.Equal(Domain("xaxis2"), Domain("xaxis3")); // Kᵀ above scores
        Assert.NotEqual(Domain("xaxis"), Domain("xaxis3"));
        double[] across = [Start("xaxis"), Start("xaxis2")], down = [Start("yaxis"), Start("yaxis2")];
        Assert.Equal(across.Order(), across);
        Assert.Equal(down.Order(), down);

        double Start(string axis) => layout.GetProperty(axis).GetProperty("domain")[0].GetDouble();
        string Domain(string axis) => layout.GetProperty(axis).GetProperty("domain").GetRawText();
    }

    [Fact]
    public void CrossAttention_HasItsOwnNamesOnEachSide()
    {
        var x = Example.Values;
        var layout = Layout(ScoresView.Of(Attention.Steps(x.SubMatrix(0, 2, 0, 4), x, x), ["le", "chat"],
            Example.Tokens));
        Assert.Equal("chat", layout.GetProperty("yaxis").GetProperty("ticktext")[1].GetString());
        Assert.Equal("mat", layout.GetProperty("xaxis2").GetProperty("ticktext")[5].GetString());
    }

    [Fact]
    public void ManyTokens_AreAPlainHeatmap()
    {
        var many = ScoresView.Of(Inputs.Of(13), [.. Enumerable.Range(0, 13).Select(i => $"t{i}")]);
        Assert.False(Layout(many).TryGetProperty("meta", out _));
        Assert.True(Layout(ScoresView.Of(Inputs.Of(12), [.. Enumerable.Range(0, 12).Select(i => $"t{i}")]))
            .TryGetProperty("meta", out _));
        var wide = Matrix<float>.Build.Random(2, 13, 1);
        Assert.False(Layout(ScoresView.Of(Attention.Steps(wide, wide, wide), ["a", "b"])).TryGetProperty("meta",
            out _));
    }

    [Fact]
    public void WrongInputs_AreErrors()
    {
        Assert.Throws<ArgumentNullException>(() => ScoresView.Of(null!, Example.Tokens));
        Assert.Throws<ArgumentException>(() => ScoresView.Of(Inputs.Steps, ["one"]));
    }
}
