using System.Text;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>What each kind of figure, other than a plain heatmap, must show.</summary>
public sealed class FigureKindTests
{
    private static JsonElement Chart(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    private static AttentionSteps WithWeights(params float[][] rows)
    {
        var weights = Matrix<float>.Build.DenseOfRowArrays(rows);
        return Inputs.Steps with { Weights = weights, MaskedScores = weights };
    }

    private static JsonElement[] Bars(JsonElement chart) =>
        [.. chart.GetProperty("data").EnumerateArray().Where(trace => trace.GetProperty("type").GetString() == "bar")];

    private static bool IsVisible(JsonElement trace) => !trace.TryGetProperty("visible", out var visible)
        || visible.ValueKind != JsonValueKind.False;

    private static string[] Labels(JsonElement chart) =>
        [.. chart.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray()
        .Select(step => step.GetProperty("label").GetString()!)];

    [Fact]
    public void HeadGrid_HoldsEveryWeightInPercent()
    {
        var chart = Chart(HeadGrid.Of([Inputs.Layer(Inputs.Steps)], Example.Tokens));
        var z = chart.GetProperty("data")[0].GetProperty("z");
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 6; j++)
                Assert.Equal(100 * Inputs.Steps.Weights[i, j], z[i][7 + j].GetSingle(), 0.0501f);
        // one decimal is kept; head 1 starts after a gap
        Assert.Equal(JsonValueKind.Null, z[0][6].ValueKind);
    }

    [Fact]
    public void HeadGrid_DrawsGroupsWithTheirSharedKeys()
    {
        var grouped = Chart(HeadGrid.Of([Inputs.Layer(Inputs.Steps)], Example.Tokens)).GetProperty("layout");
        Assert.Equal(["keys and values 0", "keys and values 1"],
            grouped.GetProperty("annotations").EnumerateArray().Select(note => note.GetProperty("text").GetString()));
        var alone = Inputs.Layer(Inputs.Steps) with { Heads = [Inputs.Of(6), Inputs.Of(6)] };
        Assert.Empty(Chart(HeadGrid.Of([alone], Example.Tokens)).GetProperty("layout").GetProperty("annotations")
            .EnumerateArray());
    }

    [Fact]
    public void HeadGrid_HatchesWhatAMaskHides()
    {
        var figure = HeadGrid.Of([Inputs.Layer(Inputs.Steps), Inputs.Layer(Inputs.Of(6))], Example.Tokens);
        var bars = Assert.Single(Bars(Chart(figure)));
        Assert.Equal("/", bars.GetProperty("marker").GetProperty("pattern").GetProperty("shape").GetString());
        Assert.Equal("hidden by the mask", bars.GetProperty("name").GetString());
        Assert.Equal(4 * 15, bars.GetProperty("x").EnumerateArray().Sum(length => length.GetInt32()));
        // the layer with a mask only
        Assert.Equal(4, bars.GetProperty("y")[4].GetInt32());
        Assert.Equal(4.5, bars.GetProperty("base")[4].GetDouble());
        Assert.EndsWith(" 60 entries of all heads: hidden by the mask.", figure.Notes);
        Assert.Contains("fill=\"url(#attentionkit-slashes)\"", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void HeadGrid_CountsLayersHeadsAndGroups()
    {
        MultiHeadSteps layer = Inputs.Layer(Inputs.Steps), one = layer with { Heads = [.. layer.Heads.Take(2)] };
        Assert.StartsWith("2 layers of 4 heads: ", HeadGrid.Of([layer, layer], Example.Tokens).Description);
        Assert.Contains("2 groups of 2.", HeadGrid.Of([layer], Example.Tokens).Notes, StringComparison.Ordinal);
        Assert.StartsWith("1 layer of 2 heads: ", HeadGrid.Of([one], Example.Tokens).Description);
        Assert.Contains("1 group of 2.", HeadGrid.Of([one], Example.Tokens).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadGrid_NamesTheStrongestPairOfQueriesWithAChoice()
    {
        // "a" sees itself only: its weight of 1 says nothing about the head.
        var head = WithWeights([1f, 0f], [0.75f, 0.25f]);
        var layer = Inputs.Layer(Inputs.Steps) with { Heads = [head] };
        Assert.Matches("layer 0, head 0 +b → a +0.75", HeadGrid.Of([layer], ["a", "b"]).ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HeadGrid_OfManyHeads_TakesAtMost600Kilobytes(bool masked)
    {
        // Every weight is above 0 and near 3 %: the longest numbers there are.
        MultiHeadSteps[] layers =
            [.. Enumerable.Range(0, 8)
            .Select(layer => new MultiHeadSteps(Example.Values, Example.Values,
            [.. Enumerable.Range(0, 12).Select(head => Dense(100 * layer + head))], Example.Values, Example.Values))];
        var figure = HeadGrid.Of(layers, [.. Enumerable.Range(0, 32).Select(i => $"token{i}")]);
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToHtml()), 100_000, 600 * 1024);

        AttentionSteps Dense(int seed) =>
            Attention.Steps(Matrix<float>.Build.Random(32, 4, seed), Matrix<float>.Build.Random(32, 4, seed + 1),
            Matrix<float>.Build.Random(32, 4, seed + 2), masked ? Mask.Causal(32) : null);
    }

    [Fact]
    public void HeadGrid_OfUnequalLayers_IsAnError()
    {
        var layer = Inputs.Layer(Inputs.Steps);
        Assert.StartsWith("layers must hold at least one head",
            Assert.Throws<ArgumentException>(() => HeadGrid.Of([], Example.Tokens)).Message);
        Assert.StartsWith("layers must have the same number of heads: layer 0 has 4, layer 1 has 1.",
            Assert.Throws<ArgumentException>(() =>
            HeadGrid.Of([layer, layer with { Heads = [Inputs.Steps] }], Example.Tokens)).Message);
    }

    [Fact]
    public void HeadView_DrawsABandAsThickAsItsWeight()
    {
        var steps = WithWeights([0.75f, 0.25f], [0.01f, 0.99f]);
        var bands = Bands(Chart(HeadView.Of(steps, ["a", "b"])));
        double[] thickness = [.. bands.Take(3).Select(Thickness)];
        Assert.Equal(3, thickness.Length);
        // all at first: of 0.25, 0.75 and 0.99; 0.01 is thinner than the thinnest band
        Assert.Equal(3, thickness[1] / thickness[0], 0.02); // three decimals are kept
        Assert.Equal(0.99 / 0.25, thickness[2] / thickness[0], 0.02);
    }

    [Fact]
    public void HeadView_DrawsABandAsOpaqueAsItsWeight()
    {
        var steps = WithWeights([0.75f, 0.25f], [0.01f, 0.99f]);
        int[] alphas = [.. Bands(Chart(HeadView.Of(steps, ["a", "b"]))).Take(3).Select(Alpha)];
        Assert.Equal(3, alphas.Distinct().Count());
        Assert.Equal(alphas.Order(), alphas); // in the order of the weights
    }

    [Fact]
    public void HeadView_ShowsOnlyTheBandsOfAToken()
    {
        var chart = Chart(HeadView.Of(Inputs.Steps, Example.Tokens));
        Assert.Equal(["all", "The →", "cat →"], Labels(chart)[..3]);
        var step = chart.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps")[3].GetProperty("args");
        double[] opacities = [.. step[0].GetProperty("opacity").EnumerateArray()
            .Select(opacity => opacity.GetDouble())];
        int[] traces = [.. step[2].EnumerateArray().Select(index => index.GetInt32())];
        var shown = traces.Where((_, i) => opacities[i] == 1).Select(trace => chart.GetProperty("data")[trace])
            .ToArray();
        var starts = shown.SelectMany(trace => trace.GetProperty("y").EnumerateArray().Where((_, i) => i % 6 == 0))
            .Count();
        Assert.Equal(6, starts); // “sat” looks at three tokens: a band, and a box at the key, for each
        Assert.All(opacities, opacity => Assert.Contains(opacity, new[] { 0, 0.06, 1 }));
    }

    [Fact]
    public void HeadView_OfManyTokens_NamesEachOfThem()
    {
        var names = Enumerable.Range(0, 70).Select(i => $"t{i}").ToArray();
        var layout = Chart(HeadView.Of(Inputs.Of(70), names)).GetProperty("layout");
        Assert.Equal(70, layout.GetProperty("yaxis").GetProperty("tickvals").GetArrayLength());
        Assert.True(layout.GetProperty("height").GetInt32() > 70 * 20); // of 15 pixels each, they don't touch
    }

    [Fact]
    public void HeadView_KeepsTheColoursOfItsLegend()
    {
        var chart = Chart(HeadView.Of(Inputs.Layer(Inputs.Steps), Example.Tokens));
        var fading = chart.GetProperty("layout")
            .GetProperty("sliders")[0].GetProperty("steps")[1].GetProperty("args")[2]
            .EnumerateArray().Select(index => index.GetInt32()).ToHashSet();
        int[] inLegend = [.. chart.GetProperty("data").EnumerateArray().Index()
            .Where(trace => trace.Item.GetProperty("showlegend").GetBoolean()).Select(trace => trace.Index)];
        Assert.Equal(4, inLegend.Length);
        Assert.DoesNotContain(inLegend, fading.Contains);
    }

    private static JsonElement[] Bands(JsonElement chart) =>
        [.. chart.GetProperty("data").EnumerateArray().Where(trace => trace.TryGetProperty("fill", out _))];

    private static double Thickness(JsonElement bands) => bands.GetProperty("y")[3].GetDouble()
        - bands.GetProperty("y")[0].GetDouble();

    private static int Alpha(JsonElement bands) =>
        Convert.ToInt32(bands.GetProperty("fillcolor").GetString()![7..], 16);

    [Fact]
    public void HeadView_OfManyHeads_SwitchesTheLaterOnesOff()
    {
        var layer = Inputs.Layer(Inputs.Steps) with { Heads = [.. Enumerable.Repeat(Inputs.Steps, 8)] };
        var figure = HeadView.Of(layer, Example.Tokens);
        Assert.Contains("Heads from 6 on are switched off at first.", figure.Notes, StringComparison.Ordinal);
        Assert.Contains("\"legendonly\"", figure.ToPlotlyJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void HeadView_SaysWhichWeightsHaveNoBand()
    {
        Assert.EndsWith(" 15 of 36 entries are hidden by the mask.",
            HeadView.Of(Inputs.Layer(Inputs.Steps), Example.Tokens).Notes);
        Assert.EndsWith(" 1 of 4 entries is NaN: not a number.",
            HeadView.Of(WithWeights([float.NaN, 0.5f], [0.5f, 0.5f]), ["a", "b"]).Notes);
    }

    [Fact]
    public void QueryKeyView_OfManyFeatures_ShowsThoseThatSayMost()
    {
        var queries = Matrix<float>.Build.Random(100, 128, 1);
        var keys = Matrix<float>.Build.Random(100, 128, 2);
        queries.SetColumn(77, queries.Column(77) * 100);
        var steps = Attention.Steps(queries, keys, keys);
        var figure = QueryKeyView.Of(steps, [.. Enumerable.Range(0, 100).Select(i => $"t{i}")], query: 60);
        Assert.EndsWith(" Of 128 features, the 24 with the largest products are shown; sums and scores are over all. "
            + "Of 100 keys, the 32 with the highest scores are shown. Of 100 queries, 16 around the chosen one are "
            + "on the slider.", figure.Notes);
        var chart = Chart(figure);
        Assert.Contains("77", chart.GetProperty("layout").GetProperty("xaxis").GetProperty("ticktext").EnumerateArray()
            .Select(name => name.GetString()));
        var bars = Bars(chart).Single(IsVisible);
        Assert.Equal(steps.Scores.Row(60).Max(), bars.GetProperty("x").EnumerateArray().Max(score => score.GetSingle()),
            0.005f); // five digits of some tens
        Assert.Equal("t60", Labels(chart)[chart.GetProperty("layout").GetProperty("sliders")[0].GetProperty("active")
            .GetInt32()]);
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToHtml()), 50_000, 400 * 1024);
    }

    [Fact]
    public void QueryKeyView_SumsToTheScore()
    {
        var chart = Chart(QueryKeyView.Of(Inputs.Steps, Example.Tokens, query: 2));
        var shown = chart.GetProperty("data").EnumerateArray().Where(IsVisible).ToArray();
        var products = shown.First(trace => trace.GetProperty("type").GetString() == "heatmap").GetProperty("z");
        var bars = shown.Single(trace => trace.GetProperty("type").GetString() == "bar");
        for (var key = 0; key < 6; key++)
        {
            Assert.Equal(Inputs.Steps.Scores[2, key], bars.GetProperty("x")[key].GetSingle(), 5e-5f);
            // five digits are kept
            Assert.Equal(Inputs.Steps.Scores[2, key],
                products[key].EnumerateArray().Sum(product => product.GetSingle()) * Inputs.Steps.Scale, 2e-4f);
            // of each of four products
        }
    }

    [Fact]
    public void TokensView_SetsWeightsBesideWhatIsTaken()
    {
        var words = Bars(Chart(TokensView.Of(Inputs.Steps, Example.Tokens, query: 5))).Where(IsVisible).ToArray();
        Assert.Equal(2, words.Length);
        var norms = Inputs.Steps.Values.RowNorms(2);
        var largest = Inputs.Steps.Weights.EnumerateIndexed().Max(entry => entry.Item3 * norms[entry.Item2]);
        for (var key = 0; key < 6; key++)
        {
            var (weight, taken) = (Inputs.Steps.Weights[5, key], Inputs.Steps.Weights[5, key] * norms[key]);
            Assert.Equal($"{Example.Tokens[key]}<br>{weight:0.00}", words[0].GetProperty("text")[key].GetString());
            Assert.Equal($"{Example.Tokens[key]}<br>{taken:0.00}", words[1].GetProperty("text")[key].GetString());
            Assert.Equal(ColorScale.Sequential.At(weight),
                words[0].GetProperty("marker").GetProperty("color")[key].GetString());
            Assert.Equal(ColorScale.UpTo(Math.Round(largest, 4)).At(taken),
                words[1].GetProperty("marker").GetProperty("color")[key].GetString());
        }
    }

    [Fact]
    public void TokensView_HatchesWhatTheChosenTokenMayNotSee()
    {
        var figure = TokensView.Of(Inputs.Steps, Example.Tokens, query: 1);
        var chart = Chart(figure);
        var shown = Bars(chart).Where(IsVisible).ToArray();
        var hatched = shown.Where(trace => trace.GetProperty("marker").TryGetProperty("pattern", out _)).ToArray();
        Assert.Equal(2, hatched.Length); // above and below
        var words = shown[1];
        Assert.Equal(words.GetProperty("base").EnumerateArray().Select(left => left.GetInt32()).Skip(2),
            hatched[0].GetProperty("base").EnumerateArray().Select(left => left.GetInt32()));
        Assert.All(words.GetProperty("marker").GetProperty("color").EnumerateArray().Skip(2),
            color => Assert.Equal("rgba(0,0,0,0)", color.GetString()));
        Assert.Equal("sat", words.GetProperty("text")[2].GetString()); // no number
        Assert.Equal(["hidden by the mask"],
            hatched.Where(trace => trace.TryGetProperty("name", out _))
            .Select(trace => trace.GetProperty("name").GetString()));
        Assert.EndsWith(" 15 of 36 entries are hidden by the mask.", figure.Notes);
        Assert.DoesNotContain(Bars(Chart(TokensView.Of(Inputs.Steps, Example.Tokens, query: 5))).Where(IsVisible),
            trace => trace.GetProperty("marker").TryGetProperty("pattern", out _));
    }

    [Fact]
    public void Curves_SayWhereTheyBeginAndEnd() =>
        Assert.Equal("Curves of loss over step: “train” goes from 3 at 0 to 1 at 2; “test” goes from 3 at 0 to 2 at 1.",
            Curves.Of("loss", "step", "loss", Curve.Of("train", [3, 2, 1]), Curve.Of("test", [3, 2])).Description);

    [Fact]
    public void Curves_HaveSymbolsAndDashesToo()
    {
        var data = Chart(Curves.Of("loss", "step", "loss", Curve.Of("train", [3, 2, 1]), Curve.Of("test", [3, 2.5, 2])))
            .GetProperty("data");
        Assert.NotEqual(data[0].GetProperty("line").GetProperty("dash").GetString(),
            data[1].GetProperty("line").GetProperty("dash").GetString());
        Assert.NotEqual(data[0].GetProperty("marker").GetProperty("symbol").GetString(),
            data[1].GetProperty("marker").GetProperty("symbol").GetString());
    }

    [Fact]
    public void FittedSquare_FindsTheFactor()
    {
        var fit = new Curve("time", [1, 2, 4], [3, 12, 48]).FittedSquare();
        Assert.Equal([3, 12, 48], fit.Y.Select(y => Math.Round(y, 9)));
        Assert.Equal("time: fitted 3 · n²", fit.Name);
        Assert.Throws<InvalidOperationException>(() => new Curve("time", [0], [1]).FittedSquare());
    }

    [Fact]
    public void LogAxes_LeaveOutWhatTheyCannotShow()
    {
        var chart = Chart(Curves.LogLog("cost", "tokens", "ms", new Curve("time", [0, 10, 1000], [1, 5, -1])));
        Assert.Equal("log", chart.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Number, JsonValueKind.Null],
            chart.GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(y => y.ValueKind));
    }

    [Fact]
    public void Curves_WriteSizesInFull()
    {
        var figure = Curves.LogLog("cost", "tokens", "bytes",
            new Curve("cache", [1024, 16384, 131072], [1, 12345.6, 2e6]));
        Assert.Contains("“cache” goes from 1 at 1024 to 2·10⁶ at 131072", figure.Description);
        Assert.Contains("16384", figure.ToString());
        Assert.Contains("12346", figure.ToString());
    }

    [Fact]
    public void Curves_WithoutAPoint_AreAnError()
    {
        Assert.StartsWith("curves must hold a point that can be drawn",
            Assert.Throws<ArgumentException>(() => Curves.Of("t", "x", "y")).Message);
        Assert.StartsWith("curves must hold a point that can be drawn",
            Assert.Throws<ArgumentException>(() => Curves.LogY("t", "x", "y", Curve.Of("c", [0, -1, double.NaN])))
            .Message);
        Assert.StartsWith("a curve must have as many x as y: “c” has 2 x and 1 y.",
            Assert.Throws<ArgumentException>(() => Curves.Of("t", "x", "y", new Curve("c", [1, 2], [1]))).Message);
    }
}
