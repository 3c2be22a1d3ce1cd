using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Tokens on the left look at tokens on the right: a band for each pair, as thick as its weight. Heads are switched in the legend.</summary>
/// <remarks>After BertViz's head view (Vig 2019).</remarks>
public static class HeadView
{
    /// <summary>The bands of all heads of a layer.</summary>
    /// <param name="steps">What <see cref="MultiHead.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There is no head, or the tokens don't match the weights.</exception>
    public static Figure Of(MultiHeadSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of([.. steps.Heads.Select(head => head.Weights)], queryTokens, keyTokens, title);
    }

    /// <summary>The bands of one head.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the weights.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of([steps.Weights], queryTokens, keyTokens, title);
    }

    private static Figure Of(Matrix<float>[] weights, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens, string? title)
    {
        if (weights.Length == 0) throw new ArgumentException("steps must hold at least one head: it holds none. Give what MultiHead.Steps returns.", nameof(weights));
        LabelledMatrix[] heads = [.. weights.Select(head => LabelledMatrix.OfWeights(head, queryTokens, keyTokens, null))];
        title ??= "Who looks at whom";
        var chart = new HeadViewChart(heads).Of(title);
        return new Figure(chart, title, Description(heads),
            SvgPicture.Inline(chart, title) + string.Concat(heads.Select((head, h) => HtmlTable.Of(head, $"{title}, head {h}"))),
            string.Join("\n\n", heads.Select((head, h) => $"head {h}\n{TextTable.Of(head)}")));
    }

    private static string Description(LabelledMatrix[] heads)
    {
        var hidden = heads.Length > HeadViewChart.MostShown ? $" Heads from {HeadViewChart.MostShown} on are switched off at first." : "";
        var most = string.Join("; ", heads.Take(HeadViewChart.MostShown).Select((head, h) => $"head {h}, {Largest(head)}"));
        return $"Queries (who looks) are on the left, keys (who is looked at) on the right; the thicker a band, the larger the weight, and below {HeadViewChart.Thinnest} there is none. Strongest: {most}. Point at a token, or use the slider, to see only its bands; the legend switches heads.{hidden}";
    }

    private static string Largest(LabelledMatrix head)
    {
        var (i, j) = Strongest.PairOf(head);
        return head.Say(i, j);
    }
}
