using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>The heatmap of a head's scores with what they are made of: Q at their left, Kᵀ above them. Pointing at a
/// score outlines its row of Q and its column of Kᵀ, and writes the sum of their products.</summary>
/// <remarks>Scaled dot products: Vaswani et al. 2017, §3.2.1. The layout is known as Falk's scheme.</remarks>
public static class ScoresView
{
    /// <summary>scores[i, j] = queries[i] · keys[j] · scale. Of more than 12 queries, keys or features, the scores
    /// alone.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One per query.</param>
    /// <param name="keyTokens">One per key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the scores.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        title ??= "Attention scores, and what they are made of";
        var scores = Labelled.Scores(steps.Scores, queryTokens, keyTokens);
        if (Math.Max(Math.Max(scores.Rows.Count, scores.Columns.Count), steps.Queries.ColumnCount) > Product.Most)
            return Heatmap.Draw(scores, title);
        var product = Product.Of(steps.Queries, steps.Keys.Transpose(), scores.Rows, null, scores.Columns,
            ("Q", "Kᵀ", "scores"), steps.Scale);
        var caption = Heatmap.CaptionOf(scores);
        var sums = product.Table("How each score came about");
        return Figure.Of(new View(ScoresChart.Of(product, title), caption with
        {
            Notes = " Point at a score, or press the keys up and down, to see which query and which key made it: "
                + $"the sum of their products, times {Numbers.Text(steps.Scale)}.{caption.Notes}",
        }, HtmlTable.Of(scores, title) + sums.ToHtml(), $"{TextTable.Of(scores)}\n\n{sums}"));
    }
}
