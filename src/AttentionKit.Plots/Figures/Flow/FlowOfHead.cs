using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The diagram of one head: Q over K, then one column for each step to the weights, V below, and the output
/// where both meet.</summary>
internal static class FlowOfHead
{
    private const double OfK = 1, OfScores = 0.5, OfV = 2, OfOutput = 1.25;

    internal static Flow Of(AttentionSteps steps, FlowTokens tokens, Matrix<float>? x, Matrix<float>? source)
    {
        var flow = new Flow();
        var start = FlowStart.Of(flow, tokens, x, source, steps.Keys, steps.Values,
            (source is null && !IsCached(steps, x) ? OfScores : 0, 1));
        var walk = AttentionStep.Walk(steps, tokens.Queries, tokens.OtherKeys, null, null, 0)
            .Select(step => step with { Data = step.Data with { Outlined = null } }).ToArray();
        var column = x is null ? 0 : 1;
        var q = flow.Add(new("Q", "Q = X · Wq: what each token asks", walk[0].Data, column, 0), start.X);
        var k = flow.Add(new("K", start.Formula("K", "what each token offers"), walk[1].Data, column, OfK),
            start.Source, start.Cache);
        var last = flow.Add(BoxOf(walk[3], ++column), q, k);
        foreach (var step in walk[4..^1]) last = flow.Add(BoxOf(step, ++column), last);
        var v = flow.Add(new("V", start.Formula("V", "what each token carries"), walk[2].Data, column, OfV),
            start.Source, start.Cache);
        flow.Add(new(walk[^1].Name, walk[^1].Formula, walk[^1].Data, column + 1, OfOutput), last, v);
        return flow;
    }

    private static bool IsCached(AttentionSteps steps, Matrix<float>? x) =>
        x is not null && x.RowCount < steps.Keys.RowCount;

    private static FlowBox BoxOf(AttentionStep step, int column) =>
        new(step.Name, step.Formula, step.Data, column, OfScores);
}
