using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>Every head of every layer side by side, on one scale: a row per layer, a column per head.
/// Choose one to enlarge it.</summary>
/// <remarks>The field calls it the model view (BertViz: Vig 2019).</remarks>
public static class HeadGrid
{
    private const int Gap = 1, GroupGap = 2; // cells

    /// <summary>Shows the weights of all heads. Heads that share their keys and values (grouped queries) stand
    /// together.</summary>
    /// <param name="layers">What <see cref="MultiHead.Steps"/> gave, layer by layer; all with as many heads.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="headNames">One per head of a layer; "head 0", "head 1" … when null.</param>
    /// <exception cref="ArgumentException">There is no layer or no head, the layers differ in heads, or the tokens
    /// don't match a head's weights.</exception>
    public static Figure Of(IReadOnlyList<MultiHeadSteps> layers, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null, IReadOnlyList<string>? headNames = null)
    {
        Check(layers);
        LabelledMatrix[][] heads =
            [.. layers.Select(layer =>
            layer.Heads.Select(head => Labelled.Weights(head, queryTokens, keyTokens)).ToArray())];
        title ??= "Where each head looks";
        var names = HeadNames.Of(headNames, layers[0].Heads.Count);
        var grid = new HeadGridLayout(heads, names, Groups(layers[0].Heads), Gap, GroupGap);
        var chart = new HeadGridChart(grid, title);
        var strongest = new PlainTable($"{title}: the strongest pair of each head",
            ["layer and head", "query → key", "weight"], [.. Pairs(heads, names)]);
        var view = new View(chart.Chart, CaptionOf(heads, grid), strongest.ToHtml(), strongest.ToString());
        return Figure.Of("head", chart.Labels, 0, [view, .. chart.Charts.Skip(1).Zip(grid.Places, (enlarged, place) =>
            new View(enlarged, Enlarged(heads[place.Layer][place.Head], names[place.Head], place.Layer), "", ""))]);
    }

    private static Caption Enlarged(LabelledMatrix head, string name, int layer)
    {
        var caption = Heatmap.CaptionOf(head);
        return new($"Layer {layer}, {name}. {caption.Sentence}", caption.Notes);
    }

    private static void Check(IReadOnlyList<MultiHeadSteps> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0 || layers[0].Heads.Count == 0) throw new ArgumentException(
            $"layers must hold at least one head: there are {layers.Count} layers. Give what MultiHead.Steps returns.",
            nameof(layers));
        foreach (var (i, layer) in layers.Index())
            if (layer.Heads.Count != layers[0].Heads.Count)
                throw new ArgumentException(
                    $"layers must have the same number of heads: layer 0 has {layers[0].Heads.Count}, layer {i} has "
                    + $"{layer.Heads.Count}. Draw them in figures of their own.", nameof(layers));
    }

    /// <summary>The group of each head: heads with the same keys are in one.</summary>
    private static int[] Groups(IReadOnlyList<AttentionSteps> heads)
    {
        var groups = new int[heads.Count];
        for (var h = 1; h < groups.Length; h++) groups[h] = groups[h - 1]
            + (ReferenceEquals(heads[h].Keys, heads[h - 1].Keys) ? 0 : 1);
        return groups;
    }

    private static Caption CaptionOf(LabelledMatrix[][] heads, HeadGridLayout grid)
    {
        var shared = grid.IsGrouped
            ? $" Heads under one line share their keys and values: {Words.Count(grid.NGroups, "group")} of "
            + $"{heads[0].Length / grid.NGroups}." : "";
        var special = string.Concat(grid.Hatched()
            .Select(kind => $" {Words.Count(kind.Runs.Sum(run => run.Length), "entry", "entries")} of all heads: "
            + $"{kind.Kind.Name}."));
        return new($"{Words.Count(heads.Length, "layer")} of {Words.Count(heads[0].Length, "head")}: in each small "
            + $"square, rows are queries (who looks) and columns are keys (who is looked at), weights from 0 to 100 %.",
            $"{shared} The slider or a click enlarges one head; “all” goes back.{special}");
    }

    private static IEnumerable<string[]> Pairs(LabelledMatrix[][] heads, IReadOnlyList<string> names)
    {
        for (var layer = 0; layer < heads.Length; layer++)
            for (var head = 0; head < heads[layer].Length; head++)
            {
                var data = heads[layer][head];
                yield return data.Entries.Strongest is var (i, j)
                    ? [$"layer {layer}, {names[head]}",
                        $"{TokenLabel.Short(data.Rows[i])} → {TokenLabel.Short(data.Columns[j])}",
                        Numbers.Text(data[i, j], "0.00")]
                    : [$"layer {layer}, {names[head]}", "none is a number", ""];
            }
    }
}
