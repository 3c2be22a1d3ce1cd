using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The way of the data through attention, step by step: each box is a small picture of its matrix in its
/// shape,
/// and arrows fork and join as the data does. Choosing a box, by pointing at it or with the slider, opens it
/// below.</summary>
/// <remarks>The steps of scaled dot-product attention and its heads: Vaswani et al. 2017, §3.2; the field calls such a
/// picture a computational graph. Drawn from what was really computed. Of a layer with more than four heads the first
/// four are drawn.</remarks>
public static class FlowDiagram
{
    /// <summary>One head: X becomes Q, K and V; Q and K make scores, these weights; weights and V make the
    /// output. Pointing at a number of scores or output outlines the row and the column that met in it, and writes
    /// the sum of their products.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave, or one head of a layer.</param>
    /// <param name="queryTokens">One per query.</param>
    /// <param name="keyTokens">One per key; the query tokens when null (self-attention).</param>
    /// <param name="x">[nQueries × dModel]: what the queries were made from; without it the diagram starts at Q, K and
    /// V. With fewer rows than there are keys, the others came from a cache.</param>
    /// <param name="source">[nKeys × dSource]: what keys and values were made from, in cross-attention; x when
    /// null.</param>
    /// <param name="featureNames">One per column of <paramref name="x"/>; their numbers from 0 when null.</param>
    /// <param name="outlined">The query, from 0, whose row is outlined in every box. None when null.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens, x or source don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(
        AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null,
        Matrix<float>? x = null, Matrix<float>? source = null, IReadOnlyList<string>? featureNames = null,
        int? outlined = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(outlined, steps.Queries.RowCount, nameof(outlined));
        FlowTokens tokens = new(queryTokens, keyTokens) { Features = featureNames, Outlined = outlined };
        return Draw(FlowOfHead.Of(steps, tokens, x, source), title ?? "One head: how the data flows", "");
    }

    /// <summary>A layer: Q, K and V split into heads, each head attends, their outputs are put side by side (concat)
    /// and projected (Wo).</summary>
    /// <param name="layer">What <see cref="MultiHead.Steps"/> or <see cref="MultiHead.Decode"/> gave.</param>
    /// <param name="queryTokens">One per query.</param>
    /// <param name="keyTokens">One per key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The layer has no head, or the tokens don't match the matrices.</exception>
    public static Figure Of(
        MultiHeadSteps layer, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null,
            string? title = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Heads.Count == 0)
            throw new ArgumentException("layer must have at least one head: it has none. "
                + "Take what MultiHead.Steps gave.", nameof(layer));
        var left = layer.Heads.Count <= FlowOfLayer.MostHeads ? ""
            : $" Drawn are the first {FlowOfLayer.MostHeads} of {layer.Heads.Count} heads; all go into concat.";
        return Draw(FlowOfLayer.Of(layer, new(queryTokens, keyTokens)), title ?? "Several heads: how the data flows",
            left);
    }

    private static Figure Draw(Flow flow, string title, string note)
    {
        var charts = new FlowChart(flow, title).Charts;
        var names = flow.Boxes.Select(box => box.Name).ToArray();
        var views = flow.Boxes.Select((box, i) => new View(
            charts[i], CaptionOf(flow, i, note), HtmlTable.Of(box.Data, box.Formula), i == flow.Last ? Text(flow)
                : ""));
        return Figure.Of("box", names, flow.Last, [.. views]);
    }

    private static Caption CaptionOf(Flow flow, int i, string note) => new(
        $"{flow.Boxes.Count} matrices, with arrows from what each is made of; "
            + $"open is “{flow.Boxes[i].Formula}”, {flow.Boxes[i].Shape}{From(flow, i)}.",
        $" Point at a box, or move the slider, to open another.{Use(flow, i)} "
            + $"{Heatmap.CaptionOf(flow.Boxes[i].Data)}{note}");

    private static string Use(Flow flow, int i) => flow.Products.Any(product => product.Result == i)
        ? " Point at a number, or press the keys up and down, to see which row and which column made it." : "";

    private static string Text(Flow flow) => string.Join("\n\n", flow.Boxes.Select((box, i) =>
        $"{box.Formula}, {box.Shape}{From(flow, i)}\n{TextTable.Of(box.Data)}"));

    private static string From(Flow flow, int i) =>
        flow.From(i) is { Length: > 0 } from ? $", from {string.Join(" and ", from)}" : "";
}
