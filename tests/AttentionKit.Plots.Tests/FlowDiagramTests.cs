using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class FlowDiagramTests
{
    private static readonly Matrix<float> s_x = Example.Values;

    private static readonly MultiHeadParameters s_grouped = new(
        Matrix<float>.Build.Random(4, 8, 1), Matrix<float>.Build.Random(4, 4, 2), Matrix<float>.Build.Random(4, 4, 3),
        Matrix<float>.Build.Random(8, 4, 4), nHeads: 4, nKvHeads: 2);

    /// <summary>"Q ← X" for each box, in order.</summary>
    private static string[] Links(Flow flow) =>
        [.. flow.Boxes.Select((box, i) => $"{box.Name} {box.Shape} ← {string.Join(", ", flow.From(i))}")];

    private static FlowTokens Self => new(Example.Tokens, null);

    [Fact]
    public void OneHead_ForksAtX_AndJoinsAtScoresAndOutput()
    {
        var steps = Attention.Steps(s_x, s_x * 0.5f, s_x, Mask.Causal(6));
        Assert.Equal(
            ["X 6×4 ← ", "Q 6×4 ← X", "K 6×4 ← X", "scores 6×6 ← Q, K", "scaled 6×6 ← scores", "masked 6×6 ← scaled",
             "weights 6×6 ← masked", "V 6×4 ← X", "output 6×4 ← weights, V"],
            Links(FlowOfHead.Of(steps, Self, s_x, null)));
    }

    [Fact]
    public void WithoutX_ItStartsAtQKAndV()
    {
        var steps = Attention.Steps(s_x, s_x, s_x);
        Assert.Equal(
            ["Q 6×4 ← ", "K 6×4 ← ", "scores 6×6 ← Q, K", "scaled 6×6 ← scores", "weights 6×6 ← scaled", "V 6×4 ← ",
                "output 6×4 ← weights, V"],
            Links(FlowOfHead.Of(steps, Self, null, null)));
    }

    [Fact]
    public void CrossAttention_TakesKeysAndValuesFromTheSource()
    {
        var x = s_x.SubMatrix(0, 2, 0, 4);
        var flow = FlowOfHead.Of(Attention.Steps(x, s_x, s_x), new(["le", "chat"], Example.Tokens), x, s_x);
        Assert.Equal(["X 2×4 ← ", "source 6×4 ← ", "Q 2×4 ← X", "K 6×4 ← source"], Links(flow)[..4]);
        Assert.Equal("V 6×4 ← source", Links(flow)[^2]);
        Assert.Equal("K = source · Wk: what each token offers", flow.Boxes[3].Formula);
    }

    [Fact]
    public void ALayer_SplitsAttendsAndConcatenates()
    {
        var flow = FlowOfLayer.Of(MultiHead.Steps(s_x, s_grouped), Self);
        Assert.Equal(
            ["X 6×4 ← ", "Q 6×8 ← X", "K 6×4 ← X", "V 6×4 ← X",
             "weights 0 6×6 ← Q, K", "head 0 6×2 ← weights 0, V", "weights 1 6×6 ← Q, K", "head 1 6×2 ← weights 1, V",
             "weights 2 6×6 ← Q, K", "head 2 6×2 ← weights 2, V", "weights 3 6×6 ← Q, K", "head 3 6×2 ← weights 3, V",
             "concat 6×8 ← head 0, head 1, head 2, head 3", "output 6×4 ← concat"],
            Links(flow));
    }

    [Fact]
    public void CachedDecode_TakesTheOldRowsFromTheCache()
    {
        var cache = new KvCache(2);
        MultiHead.Decode(s_x.SubMatrix(0, 5, 0, 4), s_grouped, cache);
        var old = cache.Keys;
        var flow = FlowOfLayer.Of(MultiHead.Decode(s_x.SubMatrix(5, 1, 0, 4), s_grouped, cache),
            new(["mat"], Example.Tokens));
        Assert.Equal(["X 1×4 ← ", "cache 5×8 ← ", "Q 1×8 ← X", "K 6×4 ← X, cache", "V 6×4 ← X, cache",
            "weights 0 1×6 ← Q, K"], Links(flow)[..6]);
        Assert.Equal(old, flow.Boxes[1].Data.Matrix.SubMatrix(0, 5, 0, 4));
    }

    [Fact]
    public void ManyHeads_DrawFour_AndSaySo()
    {
        var many = new MultiHeadParameters(
            Matrix<float>.Build.Random(4, 12, 1), Matrix<float>.Build.Random(4, 12, 2),
                Matrix<float>.Build.Random(4, 12, 3),
            Matrix<float>.Build.Random(12, 4, 4), nHeads: 6);
        Assert.Contains("Drawn are the first 4 of 6 heads; all go into concat.",
            FlowDiagram.Of(MultiHead.Steps(s_x, many), Example.Tokens).Notes);
    }

    [Fact]
    public void PointingAtABox_OpensIt()
    {
        var figure = FlowDiagram.Of(Attention.Steps(s_x, s_x, s_x), Example.Tokens);
        var data = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray();
        var chosen = data.Where(trace =>
            trace.GetProperty("type").GetString() == "bar" && trace.TryGetProperty("customdata", out _))
            .Select(trace => trace.GetProperty("customdata")[0].GetInt32());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], chosen);
        Assert.Contains("open is “output = weights · V: a mixture of the values”, 6×4, from weights and V.",
            figure.Description);
    }

    [Fact]
    public void OneToken_IsDrawn() => Assert.Contains("weights", FlowDiagram.Of(Inputs.Of(1), ["a"]).ToString());

    [Fact]
    public void WrongInputs_AreErrors()
    {
        var steps = Attention.Steps(s_x, s_x, s_x);
        Assert.Throws<ArgumentException>(() => FlowDiagram.Of(steps, ["one"]));
        Assert.Throws<ArgumentException>(() => FlowDiagram.Of(steps, Example.Tokens, x: s_x.SubMatrix(0, 3, 0, 4)));
        var empty = new MultiHeadSteps(s_x, s_x, [], s_x, s_x);
        Assert.StartsWith("layer must have at least one head",
            Assert.Throws<ArgumentException>(() => FlowDiagram.Of(empty, Example.Tokens)).Message);
    }
}
