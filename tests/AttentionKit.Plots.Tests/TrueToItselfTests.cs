using System.Text.Json;
using System.Text.RegularExpressions;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>Captions, tables, axes and colour bars say what the picture shows.</summary>
public sealed partial class TrueToItselfTests
{
    private static readonly Matrix<float> s_parameters = Matrix<float>.Build.DenseOfRowArrays([0.5f, 0f], [1f, 0.25f],
        [0f, 2f]);

    [GeneratedRegex("<template>(.*?)</template>")]
    private static partial Regex Template();

    [GeneratedRegex(">([−0-9.]+)</td>")]
    private static partial Regex Number();

    private static string[] Positions(Figure figure) =>
        [.. Template().Matches(figure.ToHtml()).Select(match => match.Groups[1].Value)];

    private static JsonElement Layout(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");

    [Fact]
    public void EachTemperature_HasItsCaptionAndItsTable()
    {
        var positions = Positions(Slider.Temperature(Example.Scores, Example.Tokens));
        float[] temperatures = [0.1f, 0.25f, 0.5f, 1, 2, 4, 10];
        Assert.Equal(temperatures.Length, positions.Length);
        foreach (var (position, temperature) in positions.Zip(temperatures))
        {
            Assert.Contains($"the numbers here are for "
                + $"{temperature.ToString(System.Globalization.CultureInfo.InvariantCulture)}.", position,
                StringComparison.Ordinal);
            var expected = Softmax.Rows(Example.Scores / temperature).ToRowMajorArray()
                .Select(weight => weight.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(expected, Number().Matches(position).Select(match => match.Groups[1].Value));
            Assert.DoesNotContain("style", position, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("flow", 8, "output = weights · V")]
    [InlineData("tokens", 5, "how much “mat” looks at each token")]
    [InlineData("query-key", 5, "The query of “mat”")]
    [InlineData("grid", 8, "Layer 1, head 3.")]
    [InlineData("heads", 6, "The bands of “mat” as a query")]
    [InlineData("head", 7, "The bands of “The” as a key: who looks at it. Most: “The” looks at “The”: 1.")]
    public void APosition_IsSaidInWords(string name, int position, string said)
    {
        var text = Regex.Replace(Positions(Inputs.Draw(name, Inputs.Steps, Example.Tokens))[position], "<[^>]*>", "");
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersAreFeaturesByDimensions()
    {
        var figure = Heatmap.Parameters(s_parameters, ["fur", "legs", "size"], ["who", "what"]);
        Assert.Equal("feature", Layout(figure).GetProperty("yaxis").GetProperty("title").GetProperty("text")
            .GetString());
        Assert.Equal("dimension",
            Layout(figure).GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("How much of each of the 3 features (row) goes into each of the 2 dimensions (column).",
            figure.Description);
        Assert.Contains("inputNames must have one name a row",
            Assert.Throws<ArgumentException>(() => Heatmap.Parameters(s_parameters, ["fur"])).Message);
    }

    [Theory]
    [InlineData(1, 0, 2)]
    [InlineData(-1, -2, 0)]
    public void ColourBar_CoversTheSideThatHasNumbers(int sign, double low, double high)
    {
        var scale = ColorScale.Diverging(s_parameters * sign);
        Assert.Equal((low, high), (scale.Min, scale.Max));
        var whole = ColorScale.Diverging(s_parameters, -s_parameters);
        foreach (var value in new[] { 0, 0.25, 0.5, 1, 1.7, 2 }) Assert.Equal(whole.At(sign * value),
            scale.At(sign * value));
    }

    [Fact]
    public void HiddenCells_CarryNoNumber()
    {
        var figure = Heatmap.Weights(Softmax.Rows(Example.MaskedScores), Example.Tokens, mask: Mask.Causal(6));
        Assert.DoesNotContain("0.00", figure.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("0.00", figure.ToString(), StringComparison.Ordinal);
        Assert.Contains("“The” looks at “cat”: hidden by the mask", figure.ToPlotlyJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void HeadsThatHaveNames_CarryThem()
    {
        string[] names = ["previous", "first", "same", "next"];
        var figure = HeadGrid.Of([Inputs.Layer(Inputs.Steps)], Example.Tokens, headNames: names);
        Assert.Contains("layer 0, previous", figure.ToString(), StringComparison.Ordinal);
        Assert.Equal(names, Layout(figure).GetProperty("xaxis2").GetProperty("ticktext").EnumerateArray()
            .Select(name => name.GetString()));
        Assert.Contains("Layer 0, same.", Positions(figure)[3], StringComparison.Ordinal);
        var view = HeadView.Of(Inputs.Layer(Inputs.Steps), Example.Tokens, headNames: names);
        Assert.Contains("in previous, ", view.Notes, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"next\"", view.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.StartsWith("headNames must have one name per head: there are 4 heads, headNames has 1.",
            Assert.Throws<ArgumentException>(() =>
            HeadGrid.Of([Inputs.Layer(Inputs.Steps)], Example.Tokens, headNames: ["one"])).Message);
    }

    [Theory]
    [InlineData(2_000_000f, "2·10⁶")]
    [InlineData(1_000_000f, "10⁶")]
    [InlineData(-0.00001f, "−10⁻⁵")]
    [InlineData(16384f, "16384")]
    [InlineData(0.25f, "0.25")]
    public void ANumberInACaption_IsWrittenAsBesideAnAxis(float number, string expected) =>
        Assert.Equal(expected, Matrices.Numbers.Text(number));
}
