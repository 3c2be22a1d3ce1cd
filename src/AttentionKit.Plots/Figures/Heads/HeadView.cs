using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>Tokens on the left look at tokens on the right: a band for each pair, as thick as its weight. Heads are
/// switched in the legend.</summary>
/// <remarks>The field calls it the head view, or attention-head view (BertViz: Vig 2019).</remarks>
public static class HeadView
{
    /// <summary>The bands of all heads of a layer.</summary>
    /// <param name="steps">What <see cref="MultiHead.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="headNames">One per head; "head 0", "head 1" … when null.</param>
    /// <exception cref="ArgumentException">There is no head, or the tokens don't match the weights.</exception>
    public static Figure Of(MultiHeadSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null, IReadOnlyList<string>? headNames = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of(steps.Heads, queryTokens, keyTokens, title, headNames);
    }

    /// <summary>The bands of one head.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the weights.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of([steps], queryTokens, keyTokens, title, null);
    }

    private static Figure Of(
        IReadOnlyList<AttentionSteps> steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens,
            string? title,
        IReadOnlyList<string>? headNames)
    {
        if (steps.Count == 0)
            throw new ArgumentException(
                "steps must hold at least one head: it holds none. Give what MultiHead.Steps returns.", nameof(steps));
        LabelledMatrix[] heads = [.. steps.Select(head => Labelled.Weights(head, queryTokens, keyTokens))];
        title ??= "Who looks at whom";
        var names = HeadNames.Of(headNames, heads.Length);
        var bands = new HeadViewChart(heads, names, title);
        var all = new View(bands.Chart, CaptionOf(heads, names),
            string.Concat(heads.Select((head, h) => HtmlTable.Of(head, $"{title}, {names[h]}"))),
            string.Join("\n\n", heads.Select((head, h) => $"{names[h]}\n{TextTable.Of(head)}")));
        return Figure.Of("show", bands.Labels, 0, [all, .. bands.Charts.Skip(1).Select((chart, token) =>
            new View(chart, CaptionOf(heads, names, token), "", ""))]);
    }

    /// <summary>Of the bands of one token: a query, or a key after all queries.</summary>
    private static Caption CaptionOf(LabelledMatrix[] heads, IReadOnlyList<string> names, int token)
    {
        var (queries, keys) = (heads[0].Rows, heads[0].Columns);
        var isQuery = token < queries.Count;
        var other = isQuery ? 0 : token - queries.Count;
        var most = string.Join("; ",
            heads.Select((head, h) =>
            (Name: heads.Length == 1 ? "" : $"in {names[h]}, ",
            Said: isQuery ? OfRow(head, token) : OfColumn(head, other)))
            .Take(HeadViewChart.MostShown).Where(head => head.Said.Length > 0).Select(head => head.Name + head.Said));
        var sentence = isQuery ? $"The bands of “{queries[token]}” as a query: where it looks."
            : $"The bands of “{keys[other]}” as a key: who looks at it.";
        return new(sentence, most.Length == 0 ? "" : $" Most: {most}.");
    }

    private static string OfRow(LabelledMatrix head, int row) =>
        Enumerable.Range(0, head.Columns.Count).Where(key => float.IsFinite(head[row, key])).Select(key => (int?)key)
            .MaxBy(key => head[row, key!.Value]) is { } best ? head.Say(row, best) : "";

    private static string OfColumn(LabelledMatrix head, int column) =>
        Enumerable.Range(0, head.Rows.Count).Where(query => float.IsFinite(head[query, column]))
            .Select(query => (int?)query).MaxBy(query => head[query!.Value, column]) is { } best
            ? head.Say(best, column) : "";

    private static Caption CaptionOf(LabelledMatrix[] heads, IReadOnlyList<string> names)
    {
        var hidden = heads.Length > HeadViewChart.MostShown
            ? $" Heads from {HeadViewChart.MostShown} on are switched off at first." : "";
        var most = string.Join("; ",
            heads.Take(HeadViewChart.MostShown)
            .Select((head, h) => heads.Length == 1 ? head.SayStrongest() : $"in {names[h]}, {head.SayStrongest()}"));
        var legend = heads.Length == 1 ? "" : " The legend switches heads.";
        var special = string.Concat(heads.Select(head => head.SaySpecial()).Distinct());
        return new(
            "Queries (who looks) are on the left, keys (who is looked at) on the right; the thicker and fuller a "
                + "band, the larger the weight, "
            + $"and below {HeadViewChart.Thinnest} there is none.",
            $" Most: {most}. Point at a token, or use the slider, to see only its bands.{legend}{hidden}{special}");
    }
}
