using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>What a picture of query times key has room for: some queries, and the keys and features that say most about
/// their scores.</summary>
/// <param name="Steps">All of it.</param>
/// <param name="Queries">Rows of the queries, in order.</param>
/// <param name="Keys">Rows of the keys, in order.</param>
/// <param name="Features">Columns of both, in order.</param>
internal sealed record QueryKeyPart(AttentionSteps Steps, int[] Queries, int[] Keys, int[] Features)
{
    internal const int MostQueries = 16, MostKeys = 32, MostFeatures = 24;

    private readonly Matrix<float> _sums = Steps.RawScores;

    /// <summary>The queries around a chosen one, the keys that these score best, and the features whose products are
    /// largest.</summary>
    internal static QueryKeyPart Of(AttentionSteps steps, int query)
    {
        int nQueries = Math.Min(steps.Queries.RowCount, MostQueries),
            first = Math.Clamp(query - nQueries / 2, 0, steps.Queries.RowCount - nQueries);
        int[] queries = [.. Enumerable.Range(first, nQueries)];
        var asked = steps.Queries.ColumnNorms(1);
        var offered = steps.Keys.ColumnNorms(1);
        return new(steps, queries,
            Largest(steps.Keys.RowCount, MostKeys, key => queries.Max(i => steps.Scores[i, key])),
            Largest(asked.Count, MostFeatures, feature => asked[feature] * offered[feature]));
    }

    private static int[] Largest(int count, int most, Func<int, double> of) =>
        count <= most ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, count).OrderByDescending(of).Take(most).Order()];

    internal Matrix<float> OfQueries => Part(Steps.Queries, Queries, Features);

    internal Matrix<float> OfKeys => Part(Steps.Keys, Keys, Features);

    /// <summary>[queries × keys of this part]: as they are over all features.</summary>
    internal Matrix<float> Scores => Part(Steps.Scores, Queries, Keys);

    /// <summary>[queries × keys of this part]: the sum of the products of all features, before the scale.</summary>
    internal Matrix<float> Sums => Part(_sums, Queries, Keys);

    /// <summary>What is left out, or an empty text.</summary>
    internal string Note => string.Concat((string[])[
        Features.Length < Steps.Queries.ColumnCount
            ? $" Of {Steps.Queries.ColumnCount} features, the {MostFeatures} with the largest products are shown; "
                + $"sums and scores are over all." : "",
        Keys.Length < Steps.Keys.RowCount
            ? $" Of {Steps.Keys.RowCount} keys, the {MostKeys} with the highest scores are shown." : "",
        Queries.Length < Steps.Queries.RowCount
            ? $" Of {Steps.Queries.RowCount} queries, {MostQueries} around the chosen one are on the slider." : ""]);

    internal static IReadOnlyList<string> Names(IReadOnlyList<string> names, int[] shown) =>
        [.. shown.Select(i => names[i])];

    private static Matrix<float> Part(Matrix<float> whole, int[] rows, int[] columns) =>
        Matrix<float>.Build.Dense(rows.Length, columns.Length, (i, j) => whole[rows[i], columns[j]]);
}
