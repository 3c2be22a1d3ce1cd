using System.Text.Json;

namespace AttentionKit.Plots.Tests;

public sealed class SliderTests
{
    private static readonly (string Name, Mask? Mask)[] s_masks = [("none", null), ("causal", Mask.Causal(6)),
        ("padding", Mask.Padding(6, 6, 4)), ("window", Mask.SlidingWindow(6, 6, 2))];

    private static JsonElement Chart(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    private static string[] Labels(JsonElement chart) =>
        [.. chart.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray()
        .Select(step => step.GetProperty("label").GetString()!)];

    /// <summary>The cells that a position of the slider shows.</summary>
    private static float[][] Cells(JsonElement chart, int position)
    {
        var args = chart.GetProperty("layout")
            .GetProperty("sliders")[0].GetProperty("steps")[position].GetProperty("args");
        var changed = args[2].EnumerateArray().Select(trace => trace.GetInt32()).ToArray();
        var shown = changed.Where((_, i) => args[0].GetProperty("visible")[i].GetBoolean())
            .Select(trace => chart.GetProperty("data")[trace])
            .Single(trace => trace.GetProperty("type").GetString() == "heatmap");
        return [.. shown.GetProperty("z").EnumerateArray()
            .Select(row => row.EnumerateArray()
            .Select(cell => cell.ValueKind == JsonValueKind.Null ? 0 : cell.GetSingle()).ToArray())];
    }

    [Fact]
    public void EachMask_ShowsItsWeights()
    {
        var chart = Chart(Slider.Masks(Example.Scores, Example.Tokens, s_masks));
        Assert.Equal(["none", "causal", "padding", "window"], Labels(chart));
        for (var m = 0; m < s_masks.Length; m++)
        {
            var expected = Softmax.Rows(s_masks[m].Mask?.Apply(Example.Scores) ?? Example.Scores);
            var cells = Cells(chart, m);
            for (var i = 0; i < 6; i++)
                for (var j = 0; j < 6; j++)
                    Assert.Equal(expected[i, j], cells[i][j], 5e-6f); // five digits are kept
        }
    }

    [Fact]
    public void AsTheContextGrows_OnlyItsTokensAreSeen()
    {
        var chart = Chart(Slider.ContextLength(Example.Scores, Example.Tokens));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Labels(chart));
        var three = Cells(chart, 2);
        Assert.All(three[..3], row => Assert.Equal(1, row[..3].Sum(), 1e-4f)); // three numbers of five digits
        Assert.All(three[..3], row => Assert.All(row[3..], weight => Assert.Equal(0, weight)));
        Assert.All(three[3..], row => Assert.All(row, weight => Assert.Equal(0, weight)));
    }

    [Fact]
    public void ALongContext_HasSixteenLengths()
    {
        var labels = Labels(Chart(Slider.ContextLength(Inputs.Of(40).Scores,
            [.. Enumerable.Range(0, 40).Select(i => $"t{i}")])));
        Assert.Equal(16, labels.Length);
        Assert.Equal("40", labels[^1]);
    }

    [Fact]
    public void NoMask_IsAnError() =>
        Assert.StartsWith("masks must hold at least one mask",
        Assert.Throws<ArgumentException>(() => Slider.Masks(Example.Scores, Example.Tokens, [])).Message);

    [Fact]
    public void MaskOfAnotherShape_IsAnError() =>
        Assert.Throws<ArgumentException>(() =>
        Slider.Masks(Example.Scores, Example.Tokens, [("causal", Mask.Causal(5))]));
}
