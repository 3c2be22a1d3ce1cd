using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The diagram of a layer: Q and K of all heads, a row for each head's weights and output, V below, then
/// concat and Wo.</summary>
internal static class FlowOfLayer
{
    internal const int MostHeads = 4;

    internal static Flow Of(MultiHeadSteps layer, FlowTokens tokens)
    {
        var flow = new Flow();
        var drawn = Math.Min(layer.Heads.Count, MostHeads);
        double middle = (drawn - 1) / 2.0, upper = Math.Min(middle - 0.5, 0.25 * drawn), lower = upper
            + Math.Max(1, drawn / 2.0);
        if (drawn == 1) (upper, lower) = (0, 1);
        var keys = SideBySide(layer.Heads.Select(head => head.Keys));
        var values = SideBySide(layer.Heads.Select(head => head.Values));
        var isAlone = ReferenceEquals(layer.X, layer.Source) && layer.X.RowCount == keys.RowCount;
        var start = FlowStart.Of(flow, tokens, layer.X, layer.Source, keys, values,
            (isAlone ? (upper + lower) / 2 : upper, lower));
        var q = flow.Add(new(
            "Q", "Q = X · Wq: the queries of all heads, side by side",
            Labelled.Values(SideBySide(layer.Heads.Select(head => head.Queries)), tokens.Queries, null), 1, upper),
                start.X);
        var k = flow.Add(new(
            "K", start.Formula("K", "the keys of all heads, side by side"), Labelled.Values(keys, tokens.Keys, null), 1,
                lower),
            start.Source, start.Cache);
        var v = flow.Add(new(
            "V", start.Formula("V", "the values of all heads, side by side"),
                Labelled.Values(values, tokens.Keys, null),
            2, Math.Max(drawn, lower + 1)), start.Source, start.Cache);
        int?[] outputs = [.. layer.Heads.Take(drawn).Select((head, h) => (int?)HeadOf(flow, head, h, tokens, q, k, v))];
        var concat = flow.Add(new(
            "concat", "concat: the outputs of all heads, side by side",
                Labelled.Values(layer.Concatenated, tokens.Queries, null), 4, middle), outputs);
        flow.Add(new("output", "output = concat · Wo + bo", Labelled.Values(layer.Output, tokens.Queries, null), 5,
            middle), concat);
        return flow;
    }

    private static int HeadOf(Flow flow, AttentionSteps head, int h, FlowTokens tokens, int q, int k, int v)
    {
        var weights = flow.Add(new(
            $"weights {h}", $"weights {h} = softmax of the scores of head {h}",
                Labelled.Weights(head, tokens.Queries, tokens.OtherKeys), 2, h), q, k);
        return flow.Add(new(
            $"head {h}", $"head {h} = weights {h} · V of this head", Labelled.Values(head.Output, tokens.Queries, null),
                3, h), weights, v);
    }

    /// <summary>Heads that share keys and values hold the same matrix: it stands there once.</summary>
    private static Matrix<float> SideBySide(IEnumerable<Matrix<float>> heads) =>
        heads.Distinct(ReferenceEqualityComparer.Instance).Cast<Matrix<float>>().Aggregate((left, right) =>
            left.Append(right));
}
