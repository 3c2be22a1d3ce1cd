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
            ["X 6×4 ← ", "Q 6×4 ← X", "K 6×4 ← X", "V 6×4 ← X", "scores 6×6 ← Q, K", "scaled 6×6 ← scores",
             "masked 6×6 ← scaled", "weights 6×6 ← masked", "output 6×4 ← weights, V"],
            Links(FlowOfHead.Of(steps, Self, s_x, null)));
    }

    [Fact]
    public void WithoutX_ItStartsAtQKAndV()
    {
        var steps = Attention.Steps(s_x, s_x, s_x);
        Assert.Equal(
            ["Q 6×4 ← ", "K 6×4 ← ", "V 6×4 ← ", "scores 6×6 ← Q, K", "scaled 6×6 ← scores", "weights 6×6 ← scaled",
             "output 6×4 ← weights, V"],
            Links(FlowOfHead.Of(steps, Self, null, null)));
    }

    [Fact]
    public void CrossAttention_TakesKeysAndValuesFromTheSource()
    {
        var x = s_x.SubMatrix(0, 2, 0, 4);
        var flow = FlowOfHead.Of(Attention.Steps(x, s_x, s_x), new(["le", "chat"], Example.Tokens), x, s_x);
        Assert.Equal(["X 2×4 ← ", "source 6×4 ← ", "Q 2×4 ← X", "K 6×4 ← source"], Links(flow)[..4]);
        Assert.Equal("V 6×4 ← source", Links(flow)[4]);
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
    public void Formulas_TellTheStepsThatWereTaken()
    {
        var capped = FlowDiagram.Of(Attention.Steps(s_x, s_x, s_x, Mask.Causal(6), softcap: 5), Example.Tokens);
        Assert.Contains("\n\nscaled = scores · 0.5 = scores / √dHead, 6×6, from scores\n", capped.ToString());
        Assert.Contains("\n\ncapped = 5 · tanh(scaled / 5), 6×6, from scaled\n", capped.ToString());
        Assert.Contains("\n\nmasked = capped + mask: −∞ where a query may not look", capped.ToString());
        var plain = FlowDiagram.Of(Attention.Steps(s_x, s_x, s_x, Mask.Causal(6), scale: 2), Example.Tokens);
        Assert.Contains("\n\nscaled = scores · 2, 6×6", plain.ToString());
        Assert.Contains("\n\nmasked = scaled + mask", plain.ToString());
    }

    [Fact]
    public void FeatureNames_StandOverX()
    {
        var figure = FlowDiagram.Of(Inputs.Steps, Example.Tokens, x: Example.Values, featureNames: Example.Columns);
        Assert.Contains("is an animal", figure.ToString());
        Assert.Equal("is an animal", Changes(figure, 0).GetProperty("xaxis11.ticktext")[0].GetString()!
            .Replace("<br>", " "));
    }

    [Fact]
    public void TheQuery_IsOutlined_WhereverARowIsAQuery()
    {
        var figure = FlowDiagram.Of(Inputs.Steps, Example.Tokens, x: Example.Values, outlined: 2);
        Assert.Equal("▸ sat", Changes(figure, 7).GetProperty("yaxis11.ticktext")[2].GetString()); // weights
        Assert.Equal("sat", Changes(figure, 2).GetProperty("yaxis11.ticktext")[2].GetString());
        // a row of K is no query
        var around = Layout(figure).GetProperty("shapes").EnumerateArray()
            .Where(shape => shape.GetProperty("y0").GetDouble() == 1.5 && shape.GetProperty("x0").GetDouble() == -0.5)
            .Select(shape => shape.GetProperty("yref").GetString());
        Assert.Equal(["y2", "y3", "y6", "y7", "y8", "y9", "y10", "y3", "y4", "y9"], around);
        // what a query has, then what met in a product
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowDiagram.Of(Inputs.Steps, Example.Tokens, outlined: 6));
    }

    [Fact]
    public void PointingAtAScore_FindsItsQueryAndItsKey()
    {
        var figure = FlowDiagram.Of(Inputs.Steps, Example.Tokens, x: Example.Values, outlined: 2);
        var link = Changes(figure, 4).GetProperty("meta.link");
        Assert.Equal("x11", link.GetProperty("panel").GetString());
        Assert.True(link.GetProperty("transposed").GetBoolean());
        Assert.Equal(36, link.GetProperty("texts").GetArrayLength());
        Assert.Equal("scores [“sat”, “cat”] = row “sat” of Q · column “cat” of Kᵀ"
            + "<br>= −0.30·0.70 + 1.20·0.15 + 0.90·(−0.10) + 0.10·(−0.30) = −0.15", // −0.21 + 0.18 − 0.09 − 0.03
            link.GetProperty("texts")[2 * 6 + 1].GetString());
        Assert.Equal("y3", ShapeOf(figure, link, "row").GetProperty("yref").GetString()); // Q
        Assert.Equal("y4", ShapeOf(figure, link, "column").GetProperty("yref").GetString()); // K
        Assert.Equal("y11", ShapeOf(figure, link, "number").GetProperty("yref").GetString());
        Assert.Equal(2 * 6 + 2, link.GetProperty("start").GetInt32());
        // the best key of the outlined query: “sat” itself
        Assert.Equal(link.GetProperty("texts")[14].GetString(),
            Changes(figure, 4).GetProperty($"annotations[{link.GetProperty("note").GetInt32()}].text").GetString());
    }

    [Fact]
    public void PointingAtAnOutput_FindsItsWeightsAndItsValues()
    {
        var figure = FlowDiagram.Of(Attention.Steps(s_x, s_x, s_x), Example.Tokens);
        var link = Changes(figure, 6).GetProperty("meta.link");
        Assert.False(link.GetProperty("transposed").GetBoolean());
        Assert.Equal("y7", ShapeOf(figure, link, "row").GetProperty("yref").GetString()); // weights
        Assert.Equal("y4", ShapeOf(figure, link, "column").GetProperty("yref").GetString()); // V
        Assert.StartsWith("output [“The”, “0”] = row “The” of weights · column “0” of V<br>= ",
            link.GetProperty("texts")[0].GetString());
        Assert.False(Changes(figure, 0).TryGetProperty("meta.link", out _)); // Q is a product of what isn't drawn
        Assert.Contains("press the keys up and down", figure.Notes);
    }

    public static TheoryData<string> Diagrams => [.. s_flows.Keys];

    private static readonly Dictionary<string, Flow> s_flows = new()
    {
        ["head"] = FlowOfHead.Of(Attention.Steps(s_x, s_x, s_x, Mask.Causal(6), softcap: 5), Self, s_x, null),
        ["head without X"] = FlowOfHead.Of(Attention.Steps(s_x, s_x, s_x), Self, null, null),
        ["cross"] = FlowOfHead.Of(Attention.Steps(s_x.SubMatrix(0, 2, 0, 4), s_x, s_x),
            new(["le", "chat"], Example.Tokens), s_x.SubMatrix(0, 2, 0, 4), s_x),
        ["cached"] = FlowOfHead.Of(Attention.Steps(s_x.SubMatrix(5, 1, 0, 4), s_x, s_x), new(["mat"], Example.Tokens),
            s_x.SubMatrix(5, 1, 0, 4), null),
        ["layer"] = FlowOfLayer.Of(MultiHead.Steps(s_x, s_grouped), Self),
        ["layer of one head"] = FlowOfLayer.Of(Heads(1), Self),
        ["layer of two heads"] = FlowOfLayer.Of(Heads(2), Self),
        ["layer of three heads"] = FlowOfLayer.Of(Heads(3), Self),
        ["cached layer"] = FlowOfLayer.Of(Decoded(), new(["mat"], Example.Tokens)),
    };

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void NoArrow_CrossesABoxOrAName(string name)
    {
        var flow = s_flows[name];
        var layout = new FlowLayout(flow);
        var crossed = from link in flow.Links
                      let points = layout.Arrow(link.From, link.To)
                      from part in points.Zip(points.Skip(1))
                      from box in Enumerable.Range(0, flow.Boxes.Count)
                      where Crosses(layout.Areas[box], part) || Crosses(layout.NameOf(box), part)
                      select $"{flow.Boxes[link.From].Name} → {flow.Boxes[link.To].Name} on {flow.Boxes[box].Name}";
        Assert.Empty(crossed);
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void BoxesAndNames_StandBesideEachOther(string name)
    {
        var layout = new FlowLayout(s_flows[name]);
        Charts.Area[] all = [.. layout.Areas, .. layout.Areas.Select((_, i) => layout.NameOf(i))];
        Assert.All(all, one => Assert.True(one.Left >= 0 && one.Top >= 0 && one.Left + one.Width <= layout.Width
            && one.Top + one.Height <= layout.Height));
        Assert.Empty(from one in all.Index()
                     from other in all.Index()
                     where one.Index < other.Index && Meet(one.Item, other.Item)
                     select (one, other));
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void EachArrow_LeavesItsBox_AndArrivesAtTheOther(string name)
    {
        var flow = s_flows[name];
        var layout = new FlowLayout(flow);
        foreach (var (from, to) in flow.Links)
        {
            var points = layout.Arrow(from, to);
            var (start, end) = (layout.Areas[from], layout.Areas[to]);
            Assert.InRange(points[0].X - start.Left - start.Width, 1, 10);
            Assert.InRange(points[0].Y, start.Top, start.Top + start.Height);
            Assert.InRange(end.Left - points[^2].X, 1, 10); // the tip is between the ends of its two strokes
            Assert.InRange(points[^2].Y, end.Top, end.Top + end.Height);
        }
    }

    [Fact]
    public void EachBox_GoesUpOrDownInALaneOfItsOwn_TheLowestOnTheLeft()
    {
        var flow = s_flows["head"];
        var layout = new FlowLayout(flow);
        double q = LaneOf("Q", "scores"), k = LaneOf("K", "scores");
        Assert.InRange(q - k, 8, 20);
        Assert.Equal(LaneOf("X", "Q"), LaneOf("X", "V")); // a fork
        var (joined, ofLayer) = (s_flows["layer"], new FlowLayout(s_flows["layer"]));
        var concat = joined.Boxes.Index().Single(box => box.Item.Name == "concat").Index;
        Assert.Single(joined.Into(concat).Select(head => ofLayer.Arrow(head, concat)[1].X).Distinct()); // a join
        Assert.Single(joined.Into(concat).Select(head => ofLayer.Arrow(head, concat)[^2]).Distinct());

        double LaneOf(string from, string to) => layout.Arrow(IndexOf(from), IndexOf(to))[1].X;
        int IndexOf(string name) => flow.Boxes.Index().Single(box => box.Item.Name == name).Index;
    }

    private static bool Crosses(Charts.Area area, ((double X, double Y) From, (double X, double Y) To) part) =>
        Math.Min(part.From.X, part.To.X) < area.Left + area.Width && Math.Max(part.From.X, part.To.X) > area.Left
        && Math.Min(part.From.Y, part.To.Y) < area.Top + area.Height && Math.Max(part.From.Y, part.To.Y) > area.Top;

    private static bool Meet(Charts.Area one, Charts.Area other) =>
        one.Left < other.Left + other.Width && other.Left < one.Left + one.Width
        && one.Top < other.Top + other.Height && other.Top < one.Top + one.Height;

    private static MultiHeadSteps Heads(int n) => MultiHead.Steps(s_x, new(
        Matrix<float>.Build.Random(4, 4 * n, 1), Matrix<float>.Build.Random(4, 4 * n, 2),
        Matrix<float>.Build.Random(4, 4 * n, 3), Matrix<float>.Build.Random(4 * n, 4, 4), nHeads: n));

    private static MultiHeadSteps Decoded()
    {
        var cache = new KvCache(2);
        MultiHead.Decode(s_x.SubMatrix(0, 5, 0, 4), s_grouped, cache);
        return MultiHead.Decode(s_x.SubMatrix(5, 1, 0, 4), s_grouped, cache);
    }

    private static JsonElement Layout(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");

    private static JsonElement Changes(Figure figure, int step) =>
        Layout(figure).GetProperty("sliders")[0].GetProperty("steps")[step].GetProperty("args")[1];

    private static JsonElement ShapeOf(Figure figure, JsonElement link, string name) =>
        Layout(figure).GetProperty("shapes")[link.GetProperty(name).GetInt32()];

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
