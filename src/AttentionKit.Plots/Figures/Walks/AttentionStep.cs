using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>One matrix on the way from tokens to the output of attention.</summary>
/// <param name="Name">Short.</param>
/// <param name="Formula">How it came from those before.</param>
/// <param name="Data">The matrix itself.</param>
internal sealed record AttentionStep(string Name, string Formula, LabelledMatrix Data)
{
    internal int Cells => Data.Rows.Count * Data.Columns.Count;

    /// <summary>The steps that were taken: without a softcap or a mask there is none for it.</summary>
    internal static IReadOnlyList<AttentionStep> Walk(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens, Matrix<float>? x, IReadOnlyList<string>? featureNames, int outlined)
    {
        var keys = keyTokens ?? queryTokens;
        var raw = steps.RawScores;
        List<AttentionStep> walk = [];
        if (x is not null) walk.Add(new("X", "X: a row of numbers for each token",
            Query(Labelled.Values(x, queryTokens, featureNames))));
        walk.Add(new("Q", "Q = X · Wq: what each token asks",
            Query(Labelled.Values(steps.Queries, queryTokens, null))));
        walk.Add(new("K", "K = X · Wk: what each token offers", Labelled.Values(steps.Keys, keys, null)));
        walk.Add(new("V", "V = X · Wv: what each token carries", Labelled.Values(steps.Values, keys, null)));
        walk.Add(new("scores", "scores = Q · Kᵀ: how well each key fits each query", Scores(raw)));
        walk.Add(new("scaled", $"scaled = scores · {Numbers.Text(steps.Scale)}{(IsDefault(steps) ? " = scores / √dHead" : "")}", Scores(steps.Scores)));
        if (steps.Softcap is { } cap) walk.Add(
            new("capped", $"capped = {Numbers.Text(cap)} · tanh(scaled / {Numbers.Text(cap)})",
            Scores(steps.CappedScores)));
        if (!ReferenceEquals(steps.MaskedScores, steps.CappedScores)) walk.Add(
            new("masked", $"masked = {walk[^1].Name} + mask: −∞ where a query may not look",
            Scores(steps.MaskedScores)));
        walk.Add(new("weights", "weights = softmax of each row: they sum to 1",
            Query(Labelled.Weights(steps, queryTokens, keyTokens))));
        walk.Add(new("output", "output = weights · V: a mixture of the values",
            Query(Labelled.Values(steps.Output, queryTokens, null))));
        return walk;

        LabelledMatrix Query(LabelledMatrix data) => data with { Outlined = outlined };
        LabelledMatrix Scores(Matrix<float> scores) => Query(Labelled.Scores(scores, queryTokens, keyTokens));
    }

    private static bool IsDefault(AttentionSteps steps) => steps.Scale == 1 / MathF.Sqrt(steps.Queries.ColumnCount);
}
