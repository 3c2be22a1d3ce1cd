using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The diagram of a layer: Q, K and V of all heads, a row for each head's weights and output, then concat and
/// Wo.</summary>
internal static class FlowOfLayer
{
    internal const int MostHeads = 4;

    internal static Flow Of(MultiHeadSteps layer, FlowTokens tokens)
    {
        var flow = new Flow
        {
            Headings = [(0.5, "project"), (1.5, "split"), (2.5, "attend"), (3.5, "join"), (4.5, "project: Wo")],
        };
        var drawn = Math.Min(layer.Heads.Count, MostHeads);
        var rows = new Rows(drawn);
        var keys = SideBySide(layer.Heads.Select(head => head.Keys));
        var values = SideBySide(layer.Heads.Select(head => head.Values));
        var start = FlowStart.Of(flow, tokens, layer.X, layer.Source, keys, values, rows.Q, rows.K);
        var q = flow.Add(new("Q", "Q = X · Wq: the queries of all heads, side by side",
            tokens.OfQueries(SideBySide(layer.Heads.Select(head => head.Queries))), 1, rows.Q), start.X);
        var k = flow.Add(new("K", start.Formula("K", "the keys of all heads, side by side"), tokens.OfKeys(keys), 1,
            rows.K), start.Source, start.Cache);
        var v = flow.Add(new("V", start.Formula("V", "the values of all heads, side by side"), tokens.OfKeys(values), 1,
            rows.V), start.Source, start.Cache);
        int?[] outputs = [.. layer.Heads.Take(drawn).Select((head, h) =>
            (int?)HeadOf(flow, head, h, tokens, rows.First + h, q, k, v))];
        var concat = flow.Add(new("concat", "concat: the outputs of all heads, side by side",
            tokens.OfQueries(layer.Concatenated), 4, rows.Middle), outputs);
        flow.Add(new("output", "output = concat · Wo + bo", tokens.OfQueries(layer.Output), 5, rows.Middle), concat);
        return flow;
    }

    private static int HeadOf(
        Flow flow, AttentionSteps head, int h, FlowTokens tokens, double row, int q, int k, int v)
    {
        var weights = flow.Add(new($"weights {h}", $"weights {h} = softmax of the scores of head {h}",
            tokens.Weights(head), 2, row), q, k);
        return flow.Add(new($"head {h}", $"head {h} = weights {h} · V of this head", tokens.OfQueries(head.Output), 3,
            row), weights, v);
    }

    /// <summary>Heads that share keys and values hold the same matrix: it stands there once.</summary>
    private static Matrix<float> SideBySide(IEnumerable<Matrix<float>> heads) =>
        heads.Distinct(ReferenceEqualityComparer.Instance).Cast<Matrix<float>>().Aggregate((left, right) =>
            left.Append(right));

    /// <summary>V stands below all heads, so that its arrow passes none of them.</summary>
    private sealed record Rows(int Heads)
    {
        internal double V => Math.Max(2, Heads);

        internal double Q => (V - 2) / 4;

        internal double K => 1 + 2 * Q;

        /// <summary>Of head 0.</summary>
        internal double First => (V - Heads) / 2;

        internal double Middle => First + (Heads - 1) / 2.0;
    }
}
