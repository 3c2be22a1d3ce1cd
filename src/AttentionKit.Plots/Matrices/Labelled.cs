using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Matrices;

/// <summary>The matrices of attention with their names, units and colours.</summary>
internal static class Labelled
{
    /// <summary>Attention weights, on the scale of 0 … 1.</summary>
    internal static LabelledMatrix Weights(
        Matrix<float> weights, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens, Mask? mask)
    {
        Guard.Filled(weights, nameof(weights));
        var rows = Guard.Rows(weights, queryTokens, nameof(queryTokens));
        return new(weights, rows, Guard.Keys(weights, queryTokens, keyTokens), ColorScale.Sequential)
        {
            RowAxis = Words.QueryAxis,
            ColumnAxis = Words.KeyAxis,
            Unit = "weight",
            About = "How much each query (row) looks at each key (column), from 0 to 1.",
            IsShare = true,
            Superlative = "Most",
            Rank = WeightRank,
            Sentence = "“{0}” looks at “{1}”: {2}",
            Mask = Guard.Fits(mask, weights),
        };
    }

    /// <summary>The weights of a head: what its mask hides is hatched.</summary>
    internal static LabelledMatrix Weights(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens) =>
        Weights(steps.Weights, queryTokens, keyTokens, Seen(Guard.Filled(steps.MaskedScores, "scores")));

    /// <summary>The weights of scores that are masked already: what these hide is hatched.</summary>
    internal static LabelledMatrix WeightsFrom(
        Matrix<float> maskedScores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens) =>
        Weights(Softmax.Rows(Guard.Filled(maskedScores, "scores")), queryTokens, keyTokens, Seen(maskedScores));

    /// <summary>Scores, on a scale around 0 that spans those of <paramref name="sharedWith"/> too.</summary>
    internal static LabelledMatrix Scores(
        Matrix<float> scores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens,
        IReadOnlyList<Matrix<float>>? sharedWith = null)
    {
        Guard.Filled(scores, nameof(scores));
        var rows = Guard.Rows(scores, queryTokens, nameof(queryTokens));
        return new(scores, rows, Guard.Keys(scores, queryTokens, keyTokens),
            ColorScale.Diverging([scores, .. sharedWith ?? []]))
        {
            RowAxis = Words.QueryAxis,
            ColumnAxis = Words.KeyAxis,
            Unit = "score",
            About = "How well each key (column) matches each query (row), before softmax.",
            Superlative = "Best",
            Rank = (score, _) => score,
            Sentence = "“{0}” looks at “{1}”: score {2}",
            MinusInfinity = "−∞: hidden from the query",
        };
    }

    /// <summary>One vector per token, on a scale around 0 that spans those of <paramref name="sharedWith"/>
    /// too.</summary>
    internal static LabelledMatrix Values(
        Matrix<float> values, IReadOnlyList<string> rowTokens, IReadOnlyList<string>? columnNames,
        IReadOnlyList<Matrix<float>>? sharedWith = null)
    {
        Guard.Filled(values, nameof(values));
        var rows = Guard.Rows(values, rowTokens, nameof(rowTokens));
        var columns = Guard.Columns(values, columnNames ?? Indices(values.ColumnCount), nameof(columnNames));
        return new(values, rows, columns, ColorScale.Diverging([values, .. sharedWith ?? []]))
        {
            RowAxis = "token",
            ColumnAxis = "feature",
            Unit = "value",
            About = $"Each row is the vector of one token, each column one of its {values.ColumnCount} features.",
            Sentence = "“{0}”, {1}: {2}",
        };
    }

    /// <summary>What is learnt: which features that come in make which dimensions that come out.</summary>
    internal static LabelledMatrix Parameters(
        Matrix<float> parameters, IReadOnlyList<string>? inputNames, IReadOnlyList<string>? outputNames,
        IReadOnlyList<Matrix<float>>? sharedWith)
    {
        Guard.Filled(parameters, nameof(parameters));
        var rows = Guard.Rows(parameters, inputNames ?? Indices(parameters.RowCount), nameof(inputNames));
        var columns = Guard.Columns(parameters, outputNames ?? Indices(parameters.ColumnCount), nameof(outputNames));
        return new(parameters, rows, columns, ColorScale.Diverging([parameters, .. sharedWith ?? []]))
        {
            RowAxis = "feature",
            ColumnAxis = "dimension",
            Unit = "parameter",
            About = $"How much of each of the {rows.Count} features (row) goes into each of the {columns.Count} "
                + $"dimensions (column).",
            Sentence = "“{0}” into “{1}”: {2}",
        };
    }

    /// <summary>Whatever was measured, on a scale around 0.</summary>
    internal static LabelledMatrix Measures(
        Matrix<float> measures, IReadOnlyList<string> rowNames, IReadOnlyList<string> columnNames, string unit)
    {
        Guard.Filled(measures, nameof(measures));
        ArgumentException.ThrowIfNullOrEmpty(unit);
        var rows = Guard.Rows(measures, rowNames, nameof(rowNames));
        return new(measures, rows, Guard.Columns(measures, columnNames, nameof(columnNames)),
            ColorScale.Diverging([measures]))
        {
            Unit = unit,
            About = $"In each cell, the {unit}, for its row and column.",
            Sentence = "“{0}”, “{1}”: {2}",
        };
    }

    /// <summary>"0", "1", "2" …</summary>
    internal static IReadOnlyList<string> Indices(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Weights of queries that have a choice come first: one that sees a single key gives it all, in every
    /// head.</summary>
    private static float WeightRank(float weight, bool hasChoice) => hasChoice ? 1 + weight : weight - 1;

    private static Mask Seen(Matrix<float> maskedScores)
    {
        var seen = new bool[maskedScores.RowCount, maskedScores.ColumnCount];
        foreach (var (i, j, score) in maskedScores.EnumerateIndexed()) seen[i, j] = !float.IsNegativeInfinity(score);
        return Mask.Of(seen);
    }
}
