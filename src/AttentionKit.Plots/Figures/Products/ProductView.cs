using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A matrix product before your eyes: left matrix, right matrix and result side by side. Pointing at a number
/// of the result,
/// or moving the slider, outlines the row and the column that met, and writes their dot product with its
/// numbers.</summary>
/// <remarks>All three have the same colours. Of a matrix with more than 12 rows or columns the first 12 are shown; the
/// result
/// and the written sums are those of the whole.</remarks>
public static class ProductView
{
    /// <summary>result[i, j] = Σₖ left[i, k] · right[k, j], as in X · Wq = Q.</summary>
    /// <param name="left">[nRows × nInner]</param>
    /// <param name="right">[nInner × nColumns]</param>
    /// <param name="rows">One per row of the left matrix and the result; their numbers from 0 when null.</param>
    /// <param name="inner">One per column of the left matrix, which is a row of the right one; their numbers from 0
    /// when null.</param>
    /// <param name="columns">One per column of the right matrix and the result; their numbers from 0 when null.</param>
    /// <param name="names">What the three matrices are called; "left", "right" and "result" when null.</param>
    /// <param name="title">What the picture is of; the formula when null.</param>
    /// <exception cref="ArgumentException">A matrix is empty, the two don't meet, or the names don't match their
    /// shapes.</exception>
    public static Figure Of(
        Matrix<float> left, Matrix<float> right, IReadOnlyList<string>? rows = null,
            IReadOnlyList<string>? inner = null,
        IReadOnlyList<string>? columns = null, (string Left, string Right, string Result)? names = null,
            string? title = null) =>
        Draw(Product.Of(left, right, rows, inner, columns, names ?? ("left", "right", "result")), title);

    /// <summary>Scores of one head before their scale: Q · Kᵀ.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One per query.</param>
    /// <param name="keyTokens">One per key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of; the formula when null.</param>
    /// <exception cref="ArgumentException">The tokens don't match the matrices.</exception>
    public static Figure Scores(
        AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null,
            string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of(steps.Queries, steps.Keys.Transpose(), queryTokens, null, keyTokens ?? queryTokens,
            ("Q", "Kᵀ", "scores"), title);
    }

    /// <summary>Output of one head: weights · V.</summary>
    /// <inheritdoc cref="Scores" path="/param|/exception"/>
    public static Figure Output(
        AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null,
            string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of(steps.Weights, steps.Values, queryTokens, keyTokens ?? queryTokens, null, ("weights", "V", "output"),
            title);
    }

    private static Figure Draw(Product product, string? title)
    {
        title ??= product.Formula;
        var charts = new ProductChart(product, title).Charts;
        var table = product.Table(title);
        View[] views = [.. charts.Select((chart, i) => i == 0
            ? new View(chart, product.CaptionOf(i), table.ToHtml(), table.ToString())
            : new View(chart, product.CaptionOf(i), "", ""))];
        var labels = Enumerable.Range(0, product.Count).Select(product.LabelOf);
        return Figure.Of($"number of {product.Names.Result}", [.. labels], 0, views);
    }
}
