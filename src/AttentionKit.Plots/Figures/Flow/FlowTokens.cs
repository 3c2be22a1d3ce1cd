using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The names of both sides of attention, and the query that the diagram is about.</summary>
internal sealed record FlowTokens(IReadOnlyList<string> Queries, IReadOnlyList<string>? OtherKeys)
{
    internal IReadOnlyList<string>? Features { get; init; }

    internal int? Outlined { get; init; }

    internal IReadOnlyList<string> Keys => OtherKeys ?? Queries;

    /// <summary>A vector for each query.</summary>
    internal LabelledMatrix OfQueries(Matrix<float> values, IReadOnlyList<string>? features = null) =>
        Query(Labelled.Values(values, Queries, features));

    /// <summary>A vector for each key.</summary>
    internal LabelledMatrix OfKeys(Matrix<float> values) => Labelled.Values(values, Keys, null);

    internal LabelledMatrix Scores(Matrix<float> scores) => Query(Labelled.Scores(scores, Queries, OtherKeys));

    internal LabelledMatrix Weights(AttentionSteps steps) => Query(Labelled.Weights(steps, Queries, OtherKeys));

    private LabelledMatrix Query(LabelledMatrix data) => data with { Outlined = Outlined };
}
