using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Matrices of attention as heatmaps: row 0 on top, names on both sides, the number in the cell where there is
/// room.</summary>
/// <remarks>The field calls a heatmap of weights an attention map, or attention pattern.</remarks>
public static class Heatmap
{
    /// <summary>Attention weights: light to dark over 0 … 1, the same in every figure.</summary>
    /// <param name="weights">[nQueries × nKeys], dimensionless.</param>
    /// <param name="queryTokens">One a row. The same word may come twice.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="mask">[nQueries × nKeys]: what it hides is hatched. Nothing is when null.</param>
    /// <param name="outlined">The row, from 0, of the query that the picture is about. None when null.</param>
    /// <exception cref="ArgumentException">The weights are empty, or the tokens or the mask don't match their
    /// shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no row of that number.</exception>
    public static Figure Weights(Matrix<float> weights, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null, Mask? mask = null, int? outlined = null) =>
        Draw(Labelled.Weights(weights, queryTokens, keyTokens, mask)
            with
        { Outlined = Guard.Row(outlined, weights.RowCount, nameof(outlined)) }, title ?? "Attention weights");

    /// <summary>Scores before softmax: orange below 0, white at 0, blue above. An entry of −∞ is hatched: that key is
    /// hidden.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless.</param>
    /// <param name="queryTokens">One a row. The same word may come twice.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="sharedWith">Matrices whose pictures stand beside this one: the colours span them all.</param>
    /// <param name="outlined">The row, from 0, of the query that the picture is about. None when null.</param>
    /// <exception cref="ArgumentException">The scores are empty, or the tokens don't match their shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no row of that number.</exception>
    public static Figure Scores(Matrix<float> scores, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null, IReadOnlyList<Matrix<float>>? sharedWith = null,
        int? outlined = null) =>
        Draw(Labelled.Scores(scores, queryTokens, keyTokens, sharedWith)
            with
        { Outlined = Guard.Row(outlined, scores.RowCount, nameof(outlined)) }, title ?? "Attention scores");

    /// <summary>A vector a token (embeddings, queries, keys, values, output): orange below 0, white at 0, blue
    /// above.</summary>
    /// <param name="values">[nTokens × nFeatures]</param>
    /// <param name="rowTokens">One a row. The same word may come twice.</param>
    /// <param name="columnNames">One a feature; their numbers from 0 when null.</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="sharedWith">Matrices whose pictures stand beside this one: the colours span them all.</param>
    /// <param name="outlined">The row, from 0, of the token that the picture is about. None when null.</param>
    /// <exception cref="ArgumentException">The values are empty, or the names don't match their shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no row of that number.</exception>
    public static Figure Values(Matrix<float> values, IReadOnlyList<string> rowTokens,
        IReadOnlyList<string>? columnNames = null, string? title = null,
        IReadOnlyList<Matrix<float>>? sharedWith = null, int? outlined = null) =>
        Draw(Labelled.Values(values, rowTokens, columnNames, sharedWith)
            with
        { Outlined = Guard.Row(outlined, values.RowCount, nameof(outlined)) }, title
            ?? "A vector for each token");

    /// <summary>A matrix of parameters (Wq, Wk, Wv, Wo): each row a feature that comes in, each column a dimension that
    /// comes out.</summary>
    /// <param name="parameters">[dIn × dOut]</param>
    /// <param name="inputNames">One per row; their numbers from 0 when null.</param>
    /// <param name="outputNames">One per column; their numbers from 0 when null.</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="sharedWith">Matrices whose pictures stand beside this one: the colours span them all.</param>
    /// <exception cref="ArgumentException">The matrix is empty, or the names don't match its shape.</exception>
    public static Figure Parameters(
        Matrix<float> parameters, IReadOnlyList<string>? inputNames = null, IReadOnlyList<string>? outputNames = null,
        string? title = null, IReadOnlyList<Matrix<float>>? sharedWith = null) =>
        Draw(Labelled.Parameters(parameters, inputNames, outputNames, sharedWith), title ?? "A matrix of parameters");

    /// <summary>Any measured numbers, one for each row and column: scores of heads, effects of layers.</summary>
    /// <param name="measures">[nRows × nColumns]</param>
    /// <param name="rowNames">One per row.</param>
    /// <param name="columnNames">One per column.</param>
    /// <param name="unit">What a number is, with its unit.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There are no numbers, or the names don't match their shape.</exception>
    public static Figure Measures(Matrix<float> measures, IReadOnlyList<string> rowNames,
        IReadOnlyList<string> columnNames, string unit, string? title = null) =>
        Draw(Labelled.Measures(measures, rowNames, columnNames, unit), title ?? unit);

    internal static Figure Draw(LabelledMatrix data, string title)
    {
        var isElided = Elision.Note(data.Rows.Count, data.Columns.Count).Length > 0;
        return Figure.Of(ViewOf(data, title), isElided);
    }

    /// <summary>A heatmap in all its forms.</summary>
    internal static View ViewOf(LabelledMatrix data, string title) =>
        new(HeatmapChart.Of(data, title), CaptionOf(data), HtmlTable.Of(data, title), TextTable.Of(data));

    /// <summary>What the matrix is, the entry that says most, and what is special in it.</summary>
    internal static Caption CaptionOf(LabelledMatrix data)
    {
        var outlined = data.Outlined is { } row ? $" The row of “{data.Rows[row]}” is outlined." : "";
        var strongest = data.SayStrongest() is { Length: > 0 } entry ? $" {data.SaySuperlative()}: {entry}." : "";
        return new(data.About, data.SayOutliers() + strongest + outlined + data.SaySpecial());
    }
}
