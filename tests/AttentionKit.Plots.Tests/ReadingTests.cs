using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>Figures for reading a model.</summary>
public class ReadingTests
{
    private static readonly string[][] s_words = [["a", "b"], ["cat", "a very long word"]];
    private static readonly Matrix<float> s_probabilities = Rows.Of([.1f, .2f], [.9f, .3f]);

    private static JsonElement Data(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data");

    [Fact]
    public void LensTable_WritesWordsInTheCells_AndColoursTheirProbabilities()
    {
        var figure = LensTable.Of(s_probabilities, s_words, ["embedding", "layer 0"], ["the", "mat"]);
        Assert.Contains("cat", figure.ToString(), StringComparison.Ordinal);
        Assert.Contains("a very …", figure.ToString(), StringComparison.Ordinal);
        Assert.Contains("Surest: layer 0, at “the”: “cat”, 0.9", figure.Notes, StringComparison.Ordinal);
        Assert.Contains("cat", Data(figure).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LensTable_OfWordsThatDoNotFit_SaysSo() =>
        Assert.StartsWith("words must hold 2 rows of 2, as the probabilities do: it holds 1 rows of 2.",
            Assert.Throws<ArgumentException>(() =>
                LensTable.Of(s_probabilities, s_words[..1], ["a", "b"], ["c", "d"])).Message);

    [Fact]
    public void PartBars_ShowEachPartAndTheSum()
    {
        var figure = PartBars.Of(["embedding", "head"], [-.5, 2], "logit");
        Assert.Contains("their sum is 1.50", figure.Description, StringComparison.Ordinal);
        Assert.Contains("Most: “head”, 2.00.", figure.Notes, StringComparison.Ordinal);
        var bars = Data(figure).EnumerateArray().First(trace => trace.GetProperty("type").GetString() == "bar");
        Assert.Equal("[-0.5,2,1.5]", bars.GetProperty("x").ToString().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void PartBars_OfWhatIsNoPart_SaySo()
    {
        Assert.StartsWith("parts must hold one number for each name",
            Assert.Throws<ArgumentException>(() => PartBars.Of(["a"], [1, 2], "logit")).Message);
        Assert.StartsWith("parts must be finite: “a” is NaN",
            Assert.Throws<ArgumentException>(() => PartBars.Of(["a"], [double.NaN], "logit")).Message);
    }

    [Fact]
    public void SliderOfWeights_ShowsTheLastFirst_AndNeedsOne()
    {
        var weights = Rows.Of([1, 0], [.5f, .5f]);
        var figure = Slider.Weights("step", [("0", weights), ("25", weights)], ["a", "b"]);
        Assert.StartsWith("The slider sets the step (from 0 to 25); the numbers here are for 25.", figure.Description);
        Assert.StartsWith("positions must hold at least one",
            Assert.Throws<ArgumentException>(() => Slider.Weights("step", [], ["a", "b"])).Message);
    }

    [Fact]
    public void Measures_SayWhatANumberIs()
    {
        var figure = Heatmap.Measures(Rows.Of([1, -2]), ["layer 0"], ["head 0", "head 1"], "loss without it");
        Assert.Equal("In each cell, the loss without it, for its row and column.", figure.Description);
        Assert.Contains("Farthest from 0: “layer 0”, “head 1”: −2", figure.Notes, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Heatmap.Measures(Rows.Of([1, 2]), ["a"], ["b"], "number"));
    }
}
