using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

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
        return Of(steps.Heads, queryTokens, keyTokens, title);
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
        return Of([steps], queryTokens, keyTokens, title);
    }

    private static Figure Of(
        IReadOnlyList<AttentionSteps> steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens, string? title)
    {
        if (steps.Count == 0)
            throw new ArgumentException("steps must hold at least one head: it holds none. Give what MultiHead.Steps returns.", nameof(steps));
        LabelledMatrix[] heads = [.. steps.Select(head => Labelled.Weights(head, queryTokens, keyTokens))];
        title ??= "Who looks at whom";
        var bands = new HeadViewChart(heads, title);
        var view = new View(bands.Chart, CaptionOf(heads),
            string.Concat(heads.Select((head, h) => HtmlTable.Of(head, $"{title}, head {h}"))),
            string.Join("\n\n", heads.Select((head, h) => $"head {h}\n{TextTable.Of(head)}")));
        return Figure.Of("show", bands.Labels, 0, bands.Charts, view);
    }

    private static Caption CaptionOf(LabelledMatrix[] heads)
    {
        var hidden = heads.Length > HeadViewChart.MostShown ? $" Heads from {HeadViewChart.MostShown} on are switched off at first." : "";
        var most = string.Join("; ", heads.Take(HeadViewChart.MostShown).Select((head, h) => heads.Length == 1 ? head.SayStrongest() : $"in head {h}, {head.SayStrongest()}"));
        var legend = heads.Length == 1 ? "" : " The legend switches heads.";
        var special = string.Concat(heads.Select(head => head.SaySpecial()).Distinct());
        return new(
            "Queries (who looks) are on the left, keys (who is looked at) on the right; the thicker a band, the larger the weight, "
            + $"and below {HeadViewChart.Thinnest} there is none.",
            $" Most: {most}. Point at a token, or use the slider, to see only its bands.{legend}{hidden}{special}");
    }
}
