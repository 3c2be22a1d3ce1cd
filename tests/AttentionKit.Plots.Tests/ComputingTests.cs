using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>Softmax, mixture and turning, as they are shown.</summary>
public sealed class ComputingTests
{
    private static readonly string[] s_tokens = ["a", "b", "c"];

    private static Vector<float> Row(params float[] numbers) => Vector<float>.Build.Dense(numbers);

    private static JsonElement[] Bars(Figure figure) =>
        [.. JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray().Where(trace =>
            trace.GetProperty("type").GetString() == "bar" && !trace.TryGetProperty("visible", out _))];

    private static double[] Lengths(JsonElement bars) =>
        [.. bars.GetProperty("x").EnumerateArray().Select(x => x.GetDouble())];

    [Fact]
    public void SoftmaxBars_ShowScoresExpsAndShares()
    {
        var bars = Bars(SoftmaxBars.Of(Row(0, MathF.Log(2), float.NegativeInfinity), s_tokens));
        Assert.Equal([0, 0.69315, 0], Lengths(bars[0])); // ln 2
        Assert.Equal([0.5, 1, 0], Lengths(bars[1])); // 1/2 and 2/2
        Assert.Equal([0.33333, 0.66667, 0], Lengths(bars[2]));
        Assert.Contains("−∞ hidden", bars[0].GetProperty("text").GetRawText());
    }

    [Fact]
    public void SoftmaxBars_AtEachTemperature_AreTheKitsSoftmax()
    {
        var figure = SoftmaxBars.Of(Row(1, 2, 4), s_tokens, "b");
        var half = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;
        var steps = half.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps");
        Assert.Equal(7, steps.GetArrayLength());
        var (visible, traces) = (steps[2].GetProperty("args")[0].GetProperty("visible"),
            steps[2].GetProperty("args")[2]);
        var shown = Enumerable.Range(0, traces.GetArrayLength()).Where(i => visible[i].GetBoolean())
            .Select(i => half.GetProperty("data")[traces[i].GetInt32()]).ToArray();
        Assert.Equal([2, 4, 8], Lengths(shown[0])); // temperature 0.5
        var shares = Softmax.Rows(Matrix<float>.Build.DenseOfRowArrays([2f, 4, 8])).Row(0);
        // five digits
        Assert.Equal(shares.Select(share => (double)share), Lengths(shown[2]), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void LargeScores_DontOverflow()
    {
        var bars = Bars(SoftmaxBars.Of(Row(1000, 1000, -1000), s_tokens));
        Assert.Equal([1, 1, 0], Lengths(bars[1]));
        Assert.Equal([0.5, 0.5, 0], Lengths(bars[2]));
    }

    [Fact]
    public void ManyKeys_ShowTheHighestScores()
    {
        var scores = Vector<float>.Build.Dense(30, i => i);
        var figure = SoftmaxBars.Of(scores, [.. Enumerable.Range(0, 30).Select(i => $"t{i}")]);
        Assert.Contains("the 20 keys with the highest scores of 30", figure.Notes);
        Assert.DoesNotContain("t9 ", figure.ToString());
        Assert.Contains("t10 ", figure.ToString());
    }

    [Fact]
    public void OneKey_GetsAll() => Assert.Contains("“a” gets most: 1.00.", SoftmaxBars.Of(Row(-3), ["a"]).Notes);

    [Theory]
    [InlineData(float.NaN, "scores must be finite numbers or −∞: scores[1] is NaN.")]
    [InlineData(float.PositiveInfinity, "scores must be finite numbers or −∞: scores[1] is +∞.")]
    public void ScoresThatHaveNoShares_AreAnError(float score, string message) =>
        Assert.StartsWith(message,
            Assert.Throws<ArgumentException>(() => SoftmaxBars.Of(Row(1, score, 2), s_tokens)).Message);

    [Fact]
    public void AQueryThatSeesNothing_IsAnError()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            SoftmaxBars.Of(Row(float.NegativeInfinity, float.NegativeInfinity), ["a", "b"]));
        Assert.StartsWith("scores must hold a finite number: all 2 are −∞.", error.Message);
        Assert.Throws<ArgumentException>(() => SoftmaxBars.Of(Row(1, 2), s_tokens));
    }

    /// <summary>Weights 3/4 and 1/4 of the values (4, 0) and (0, 8).</summary>
    private static AttentionSteps Quarters()
    {
        var keys = Matrix<float>.Build.DenseOfRowArrays([MathF.Log(3)], [0f]);
        return Attention.Steps(Matrix<float>.Build.Dense(1, 1, 1), keys,
            Matrix<float>.Build.DenseOfRowArrays([4f, 0], [0, 8]));
    }

    [Fact]
    public void Mixture_SaysWeightTimesValue_AndTheirSum()
    {
        var figure = Mixture.Of(Quarters(), ["who"], ["left", "right"], ["x", "y"]);
        Assert.Contains("output of “who” = 0.75·V[“left”] + 0.25·V[“right”].", figure.Notes);
        var lines = figure.ToString().Split('\n').Select(line =>
            string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("left 0.75 3.00 0.00", lines);
        Assert.Contains("right 0.25 0.00 2.00", lines);
        Assert.Contains("sum: output 1.00 3.00 2.00", lines);
    }

    [Fact]
    public void Mixture_OfManyKeys_StillAddsUp()
    {
        var steps = Attention.Steps(Matrix<float>.Build.Random(2, 4, 1), Matrix<float>.Build.Random(30, 4, 2),
            Matrix<float>.Build.Random(30, 4, 3));
        var values = Matrices.Labelled.Values(steps.Values, [.. Enumerable.Range(0, 30).Select(i => $"t{i}")], null);
        var part = MixturePart.Of(steps, values, 1, "who");
        Assert.Equal("19 others", part.Taken.Rows[^1]);
        Assert.Equal(12, part.Taken.Rows.Count);
        for (var feature = 0; feature < 4; feature++)
            // sums of 30 floats, in another order
            Assert.Equal(steps.Output[1, feature], part.Taken.Matrix.Column(feature).Sum(), 1e-5f);
    }

    [Fact]
    public void Mixture_OfAQueryThatSeesNothing_SaysSo()
    {
        var steps = Attention.Steps(Example.Values, Example.Values, Example.Values, Mask.Of(new bool[6, 6]));
        Assert.Contains("output of “The” = 0: it sees no key.", Mixture.Of(steps, Example.Tokens).Notes);
    }

    [Fact]
    public void Mixture_RefusesWrongNames_AndAMissingQuery()
    {
        Assert.Throws<ArgumentException>(() => Mixture.Of(Quarters(), ["who"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mixture.Of(Quarters(), ["who"], ["left", "right"], query: 1));
    }

    [Fact]
    public void Turning_KeepsTheDotProduct()
    {
        var figure = Turning.Of(Row(1, 0), Row(0, 2), distance: 0, positions: 3);
        var lines = figure.ToString().Split('\n').Select(line =>
            string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("0 0 (1.00, 0.00) (0.00, 2.00) 0.00", lines);
        Assert.Contains("1 1 (0.54, 0.84) (−1.68, 1.08) 0.00", lines); // cos 1, sin 1; −2·sin 1, 2·cos 1
        Assert.Contains("dot product is 0.00", figure.Description);
        var ahead = Turning.Of(Row(1, 0), Row(1, 0), distance: 2, positions: 5);
        // cos 2
        Assert.Equal(5, ahead.ToString().Split('\n').Count(line => line.EndsWith("−0.42", StringComparison.Ordinal)));
    }

    [Fact]
    public void Turning_RefusesWhatIsNoPair()
    {
        Assert.StartsWith("query must be two finite numbers",
            Assert.Throws<ArgumentException>(() => Turning.Of(Row(1), Row(1, 0))).Message);
        Assert.Throws<ArgumentException>(() => Turning.Of(Row(1, 0), Row(1, float.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Turning.Of(Row(1, 0), Row(1, 0), positions: 1));
    }
}
