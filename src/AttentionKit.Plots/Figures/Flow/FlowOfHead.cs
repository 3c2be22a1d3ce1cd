using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The diagram of one head: Q over K over V, then one column for each step to the weights, and the output
/// where these meet V.</summary>
internal static class FlowOfHead
{
    private const double OfQ = 0, OfK = 1, OfV = 2, OfScores = 0.5;

    internal static Flow Of(AttentionSteps steps, FlowTokens tokens, Matrix<float>? x, Matrix<float>? source)
    {
        var flow = new Flow();
        var start = FlowStart.Of(flow, tokens, x, source, steps.Keys, steps.Values, OfQ, OfK);
        var column = x is null ? 0 : 1;
        var q = flow.Add(new("Q", "Q = X · Wq: what each token asks", tokens.OfQueries(steps.Queries), column, OfQ),
            start.X);
        var k = flow.Add(new("K", start.Formula("K", "what each token offers"), tokens.OfKeys(steps.Keys), column, OfK),
            start.Source, start.Cache);
        var v = flow.Add(new("V", start.Formula("V", "what each token carries"), tokens.OfKeys(steps.Values), column,
            OfV), start.Source, start.Cache);
        var scores = flow.Add(new("scores", "scores = Q · Kᵀ: how well each key fits each query",
            tokens.Scores(steps.RawScores), ++column, OfScores), q, k);
        foreach (var (name, formula, data) in Between(steps, tokens))
            flow.Add(new(name, formula, data, ++column, OfScores), flow.Last);
        var weights = flow.Last;
        var output = flow.Add(new("output", "output = weights · V: a mixture of the values",
            tokens.OfQueries(steps.Output), column + 1, OfScores), weights, v);
        flow.Products.AddRange([new(q, k, scores, true), new(weights, v, output, false)]);
        return flow;
    }

    /// <summary>From scores to weights: without a softcap or a mask there is no step for it.</summary>
    private static IEnumerable<(string Name, string Formula, LabelledMatrix Data)> Between(
        AttentionSteps steps, FlowTokens tokens)
    {
        var scale = Numbers.Text(steps.Scale);
        var isDefault = steps.Scale == 1 / MathF.Sqrt(steps.Queries.ColumnCount);
        yield return ("scaled", $"scaled = scores · {scale}{(isDefault ? " = scores / √dHead" : "")}",
            tokens.Scores(steps.Scores));
        if (steps.Softcap is { } cap)
            yield return ("capped", $"capped = {Numbers.Text(cap)} · tanh(scaled / {Numbers.Text(cap)})",
                tokens.Scores(steps.CappedScores));
        if (!ReferenceEquals(steps.MaskedScores, steps.CappedScores))
            yield return ("masked", $"masked = {(steps.Softcap is null ? "scaled" : "capped")} + mask: "
                + "−∞ where a query may not look", tokens.Scores(steps.MaskedScores));
        yield return ("weights", "weights = softmax of each row: they sum to 1", tokens.Weights(steps));
    }
}
