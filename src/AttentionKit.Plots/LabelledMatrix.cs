using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A matrix, the names of its rows and columns, and its colours: what every form of a heatmap is made from.</summary>
/// <param name="Matrix">[rows × columns]</param>
/// <param name="Rows">One name a row.</param>
/// <param name="Columns">One name a column.</param>
/// <param name="Scale">Which colour a number has.</param>
internal sealed record LabelledMatrix(Matrix<float> Matrix, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, ColorScale Scale)
{
    /// <summary>What a row is.</summary>
    internal string RowAxis { get; init; } = "";

    /// <summary>What a column is.</summary>
    internal string ColumnAxis { get; init; } = "";

    /// <summary>What a number is: beside the colour bar.</summary>
    internal string Unit { get; init; } = "";

    /// <summary>What the matrix shows, as a sentence.</summary>
    internal string About { get; init; } = "";

    /// <summary>Which entries have no business there; empty, or starts with a space.</summary>
    internal string Outliers { get; init; } = "";

    /// <summary>What the entry is called that says most.</summary>
    internal string Superlative { get; init; } = "Farthest from 0";

    /// <summary>How much an entry says: from its row, what ranks its number.</summary>
    internal Func<Vector<float>, Func<float, float>> Rank { get; init; } = _ => Math.Abs;

    /// <summary>What one number says, with {0}, {1} and {2} for its row, its column and itself.</summary>
    internal string Sentence { get; init; } = "";

    /// <summary>What an entry of −∞ means.</summary>
    internal string MinusInfinity { get; init; } = "−∞";

    /// <summary>Where a query may look: the rest is hatched. Null: everywhere.</summary>
    internal Mask? Mask { get; init; }

    /// <summary>The row that is outlined, if any.</summary>
    internal int? Outlined { get; init; }

    internal string NumberFormat { get; } = Numbers.FormatFor(Matrix);

    /// <summary>Attention weights, on the scale of 0 … 1.</summary>
    internal static LabelledMatrix OfWeights(Matrix<float> weights, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens, Mask? mask)
    {
        Guard.Filled(weights, nameof(weights));
        var outside = weights.Enumerate().Count(weight => weight is < 0 or > 1);
        return new(weights, Guard.Rows(weights, queryTokens, nameof(queryTokens)), Guard.Keys(weights, queryTokens, keyTokens), ColorScale.Sequential)
        {
            RowAxis = Words.QueryAxis,
            ColumnAxis = Words.KeyAxis,
            Unit = "weight",
            About = "How much each query (row) looks at each key (column), from 0 to 1.",
            Outliers = outside == 0 ? "" : $" {outside} of them {(outside == 1 ? "lies" : "lie")} outside 0 to 1.",
            Superlative = "Most",
            Rank = Strongest.Weight,
            Sentence = "“{0}” looks at “{1}”: {2}",
            Mask = Guard.Fits(mask, weights),
        };
    }

    /// <summary>The weights of a head: what its mask hides is hatched.</summary>
    internal static LabelledMatrix OfWeights(AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens) =>
        OfWeights(steps.Weights, queryTokens, keyTokens, Mask.Of(Seen(Guard.Filled(steps.MaskedScores, "scores"))));

    /// <summary>The weights of scores that are masked already: what these hide is hatched.</summary>
    internal static LabelledMatrix OfWeightsFrom(Matrix<float> maskedScores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens) =>
        OfWeights(Softmax.Rows(Guard.Filled(maskedScores, "scores")), queryTokens, keyTokens, Mask.Of(Seen(maskedScores)));

    /// <summary>Scores, on a scale around 0 that spans those of <paramref name="sharedWith"/> too.</summary>
    internal static LabelledMatrix OfScores(Matrix<float> scores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens, IReadOnlyList<Matrix<float>>? sharedWith = null)
    {
        Guard.Filled(scores, nameof(scores));
        return new(scores, Guard.Rows(scores, queryTokens, nameof(queryTokens)), Guard.Keys(scores, queryTokens, keyTokens), ColorScale.Diverging([scores, .. sharedWith ?? []]))
        {
            RowAxis = Words.QueryAxis,
            ColumnAxis = Words.KeyAxis,
            Unit = "score",
            About = "How well each key (column) matches each query (row), before softmax.",
            Superlative = "Best",
            Rank = _ => score => score,
            Sentence = "“{0}” looks at “{1}”: score {2}",
            MinusInfinity = "−∞: hidden from the query",
        };
    }

    /// <summary>A vector a token, on a scale around 0 that spans those of <paramref name="sharedWith"/> too.</summary>
    internal static LabelledMatrix OfValues(Matrix<float> values, IReadOnlyList<string> rowTokens, IReadOnlyList<string>? columnNames, IReadOnlyList<Matrix<float>>? sharedWith = null)
    {
        Guard.Filled(values, nameof(values));
        return new(values, Guard.Rows(values, rowTokens, nameof(rowTokens)), Guard.Columns(values, columnNames ?? Indices(values.ColumnCount), nameof(columnNames)), ColorScale.Diverging([values, .. sharedWith ?? []]))
        {
            RowAxis = "token",
            ColumnAxis = "feature",
            Unit = "value",
            About = $"Each row is the vector of one token, each column one of its {values.ColumnCount} features.",
            Sentence = "“{0}”, {1}: {2}",
        };
    }

    internal bool IsHatched(int row, int column) => !float.IsFinite(Matrix[row, column]) || (Mask is { } mask && !mask.CanAttend(row, column));

    internal string Text(int row, int column) => Numbers.Text(Matrix[row, column], NumberFormat);

    /// <summary>What the number of one row and column says.</summary>
    internal string Say(int row, int column) => string.Format(null, Sentence, Rows[row], Columns[column], Numbers.Text(Matrix[row, column]));

    internal int Count(Func<int, int, bool> predicate)
    {
        var count = 0;
        for (var i = 0; i < Matrix.RowCount; i++)
            for (var j = 0; j < Matrix.ColumnCount; j++)
                if (predicate(i, j)) count++;
        return count;
    }

    internal static IReadOnlyList<string> Indices(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static bool[,] Seen(Matrix<float> maskedScores)
    {
        var seen = new bool[maskedScores.RowCount, maskedScores.ColumnCount];
        foreach (var (i, j, score) in maskedScores.EnumerateIndexed()) seen[i, j] = !float.IsNegativeInfinity(score);
        return seen;
    }
}
