using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Matrices of attention as heatmaps: row 0 on top, names on both sides, the number in the cell where there is room.</summary>
public static class Heatmap
{
    private const string QueryAxis = "query (who looks)";
    private const string KeyAxis = "key (who is looked at)";

    /// <summary>Attention weights: light to dark over 0 … 1, the same in every figure.</summary>
    /// <param name="weights">[nQueries × nKeys], dimensionless.</param>
    /// <param name="queryTokens">One a row. The same word may come twice.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The weights are empty, or the tokens don't match their shape.</exception>
    public static Figure Weights(Matrix<float> weights, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        var data = new LabelledMatrix(
            Guard(weights, nameof(weights)),
            Names(weights, weights.RowCount, "row", queryTokens, nameof(queryTokens)),
            Names(weights, weights.ColumnCount, "column", keyTokens ?? queryTokens, keyTokens is null ? nameof(queryTokens) : nameof(keyTokens)),
            QueryAxis, KeyAxis, "weight", "“{0}” looks at “{1}”: {2}", "−∞", ColorScale.Sequential);
        var outside = data.Count(weight => weight is < 0 or > 1) == 0 ? "" : " Numbers outside 0 to 1 have the colour of the nearer end.";
        return Draw(data, title ?? "Attention weights", $"How much each query (row) looks at each key (column), from 0 to 1.{Extreme(data, "Most")}{outside}");
    }

    /// <summary>Scores before softmax: orange below 0, white at 0, blue above. An entry of −∞ is hatched: that key is hidden.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless.</param>
    /// <param name="queryTokens">One a row. The same word may come twice.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The scores are empty, or the tokens don't match their shape.</exception>
    public static Figure Scores(Matrix<float> scores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        var data = new LabelledMatrix(
            Guard(scores, nameof(scores)),
            Names(scores, scores.RowCount, "row", queryTokens, nameof(queryTokens)),
            Names(scores, scores.ColumnCount, "column", keyTokens ?? queryTokens, keyTokens is null ? nameof(queryTokens) : nameof(keyTokens)),
            QueryAxis, KeyAxis, "score", "“{0}” looks at “{1}”: score {2}", "−∞: hidden from the query", ColorScale.Diverging(scores));
        return Draw(data, title ?? "Attention scores", $"How well each key (column) matches each query (row), before softmax.{Extreme(data, "Best")}");
    }

    /// <summary>A vector a token (embeddings, queries, keys, values, output): orange below 0, white at 0, blue above.</summary>
    /// <param name="values">[nTokens × nFeatures]</param>
    /// <param name="rowTokens">One a row. The same word may come twice.</param>
    /// <param name="columnNames">One a feature; their numbers from 0 when null.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The values are empty, or the names don't match their shape.</exception>
    public static Figure Values(Matrix<float> values, IReadOnlyList<string> rowTokens, IReadOnlyList<string>? columnNames = null, string? title = null)
    {
        var data = new LabelledMatrix(
            Guard(values, nameof(values)),
            Names(values, values.RowCount, "row", rowTokens, nameof(rowTokens)),
            Names(values, values.ColumnCount, "column", columnNames ?? LabelledMatrix.Indices(values.ColumnCount), nameof(columnNames)),
            "token", "feature", "value", "“{0}”, {1}: {2}", "−∞", ColorScale.Diverging(values));
        return Draw(data, title ?? "A vector for each token", $"Each row is the vector of one token, each column one of its {values.ColumnCount} features.{Extreme(data, "Largest")}");
    }

    private static Figure Draw(LabelledMatrix data, string title, string description)
    {
        var special = SpecialValue.In(data.Matrix, data.MinusInfinity)
            .Select(kind => $" Grey: {data.Count(kind.Is)} of {data.Rows.Count * data.Columns.Count} entries, {kind.Name}.");
        description += string.Concat(special);
        return new Figure(HeatmapChart.Of(data, title), title, description, HtmlTable.Of(data, title), TextTable.Of(data));
    }

    private static string Extreme(LabelledMatrix data, string what)
    {
        var (row, column, value) = data.Matrix.EnumerateIndexed().Where(entry => float.IsFinite(entry.Item3)).DefaultIfEmpty((-1, -1, 0)).MaxBy(entry => entry.Item3);
        return row < 0 ? "" : $" {what}: {string.Format(null, data.Sentence, data.Rows[row], data.Columns[column], Numbers.Text(value))}.";
    }

    private static Matrix<float> Guard(Matrix<float> matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount == 0 || matrix.ColumnCount == 0)
            throw new ArgumentException($"{name} must have rows and columns: it is {matrix.RowCount}×{matrix.ColumnCount}. A picture needs at least one token.", name);
        return matrix;
    }

    private static IReadOnlyList<string> Names(Matrix<float> matrix, int count, string side, IReadOnlyList<string> names, string argument)
    {
        ArgumentNullException.ThrowIfNull(names, argument);
        if (names.Count != count)
            throw new ArgumentException($"{argument} must have one name a {side}: the matrix is {matrix.RowCount}×{matrix.ColumnCount}, {argument} has {names.Count}. {Remedy(side, count, argument)}", argument);
        return [.. names.Select(name => TokenLabel.Visible(name ?? ""))];
    }

    private static string Remedy(string side, int count, string argument) => side == "column" && argument == "queryTokens"
        ? $"Give the {count} keyTokens too: only self-attention has the same tokens on both sides."
        : $"Give {count} of them.";
}
