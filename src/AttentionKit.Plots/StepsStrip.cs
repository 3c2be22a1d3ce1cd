using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Attention step by step in one figure: all matrices in a strip, and below it the one that the slider chooses, with its formula.</summary>
public static class StepsStrip
{
    private const int Thumb = 64, ThumbGap = 24, ThumbTop = 30, MainTop = 240; // pixels, from the top of the plots
    private const int Top = 56, FormulaTop = 130;
    private const int Cell = 48, WideCell = 60;
    private const int MostSentences = 400; // hovering over more cells than these tells no more than the picture

    /// <summary>Walks from queries, keys and values to the output: keys Left and Right step too.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="x">[nQueries × dModel]: the embeddings, as a first step. They are left out when null.</param>
    /// <param name="featureNames">One a column of <paramref name="x"/>; their numbers from 0 when null.</param>
    /// <param name="outlined">The query, from 0, that is outlined in every step.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, Matrix<float>? x = null, IReadOnlyList<string>? featureNames = null, int outlined = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(outlined, steps.Queries.RowCount, nameof(outlined));
        title ??= "Attention, step by step";
        var walk = AttentionStep.Walk(steps, queryTokens, keyTokens, x, featureNames, outlined);
        return new Figure(Chart(walk, title), title, CaptionOf(walk, outlined),
            string.Concat(walk.Select(step => HtmlTable.Of(step.Data, step.Formula))),
            string.Join("\n\n", walk.Select(step => $"{step.Formula}\n{TextTable.Of(step.Data)}")));
    }

    private static Caption CaptionOf(IReadOnlyList<AttentionStep> walk, int outlined) =>
        new($"The slider walks through {walk.Count} steps: {string.Join(", ", walk.Select(step => step.Name))}.",
            $" The row of “{walk[0].Data.Rows[outlined]}” is outlined wherever a row is a query. In the weights: {Heatmap.CaptionOf(walk[^2].Data with { Outlined = null })}");

    private static GenericChart Chart(IReadOnlyList<AttentionStep> walk, string title)
    {
        int rows = walk.Max(step => step.Data.Rows.Count), columns = walk.Max(step => step.Data.Columns.Count);
        var labels = HeatmapSize.LabelWidth(RowOutline.Marked([.. walk.SelectMany(step => step.Data.Rows.Select(TokenLabel.Short))], 0)) + 54;
        int plot = Math.Max(walk.Count * (Thumb + ThumbGap), Math.Min(columns * WideCell, 720)), main = Math.Clamp(rows * Cell, 190, 576);
        var frame = new Frame(labels + plot + HeatmapSize.Right, Top + MainTop + main + 16, labels, HeatmapSize.Right, Top, 16);
        var mainY = frame.Y(MainTop, MainTop + main);
        var bar = (1.0, mainY[1], mainY[1] - mainY[0]);
        Trace[][] big = [.. walk.Select(step => HeatmapTraces.Of(step.Data, step.Cells <= MostSentences, step.Data.Columns.Count <= 12 && rows <= 20, ColorBar.Of(step.Data.Scale, step.Data.Unit, bar)))];
        for (var i = 0; i < big.Length; i++) foreach (var trace in big[i]) trace.SetProperty("visible", i == 0);
        Trace[] thumbs = [.. walk.SelectMany((step, i) => HeatmapTraces.Of(step.Data, false, false, null, Axes(i)).Select(Silent))];

        var chart = PlotlyChart.Of([.. big.SelectMany(traces => traces), .. thumbs], title, frame, [
            ("barmode", "overlay"),
            ("legend", HeatmapChart.Legend),
            ("xaxis", MainX(walk[0], frame.X(0, plot), plot)),
            ("yaxis", MainY(walk[0], mainY)),
            .. walk.SelectMany((step, i) => ThumbAxes(step, i, frame)),
            ("annotations", (object[])[Formula(walk[0], frame), .. walk.Select((step, i) => Name(step, i, frame)), .. walk.Skip(1).Select((_, i) => Arrow(i, frame))]),
            ("shapes", Shapes(walk, frame)),
        ]);
        var legends = walk.Max(step => SpecialValue.In(step.Data).Count);
        SliderControl.Add(GenericChart.getLayout(chart), "step", [.. walk.Select(step => step.Name)], 0, legends, i => ("update",
            [new { visible = big.SelectMany((traces, t) => traces.Select(_ => t == i)).Concat(thumbs.Select(_ => true)).ToArray() }, Changes(walk[i], i, frame, plot)]));
        return chart;
    }

    private static string Axes(int step) => (step + 2).ToString(CultureInfo.InvariantCulture);

    private static Trace Silent(Trace trace)
    {
        trace.SetProperty("hoverinfo", "skip");
        trace.SetProperty("showlegend", false);
        return trace;
    }

    private static object Formula(AttentionStep step, Frame frame) =>
        new { text = Bold(step), x = 0, y = frame.Y(FormulaTop, FormulaTop + 1)[1], xref = "paper", yref = "paper", xanchor = "left", yanchor = "top", showarrow = false, font = new { size = 20 } };

    private static string Bold(AttentionStep step) => $"<b>{Markup.EscapePlotly(step.Formula)}</b>";

    private static Dictionary<string, object> MainX(AttentionStep step, double[] domain, int plot)
    {
        var characters = (int)((double)plot / step.Data.Columns.Count / 8.6);
        IReadOnlyList<string> names = [.. step.Data.Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), characters))];
        var step1 = (int)Math.Ceiling(names.Max(name => name.Split('\n').Max(TokenLabel.Length)) * 8.6 / ((double)plot / names.Count));
        var axis = NameAxis.Of(names, step.Data.ColumnAxis, step1, "top", 0, [-0.5, names.Count - 0.5]);
        axis["domain"] = domain;
        return axis;
    }

    private static Dictionary<string, object> MainY(AttentionStep step, double[] domain)
    {
        var axis = NameAxis.Of(RowOutline.Marked([.. step.Data.Rows.Select(TokenLabel.Short)], step.Data.Outlined), step.Data.RowAxis, (step.Data.Rows.Count - 1) / 24 + 1, "left", 0, [step.Data.Rows.Count - 0.5, -0.5]);
        axis["domain"] = domain;
        return axis;
    }

    private static (string, object)[] ThumbAxes(AttentionStep step, int i, Frame frame)
    {
        var x = NameAxis.Unseen([], [-0.5, step.Data.Columns.Count - 0.5]);
        var y = NameAxis.Unseen([], [step.Data.Rows.Count - 0.5, -0.5]);
        (x["domain"], x["anchor"]) = (frame.X(i * (Thumb + ThumbGap), i * (Thumb + ThumbGap) + Thumb), "y" + Axes(i));
        (y["domain"], y["anchor"]) = (frame.Y(ThumbTop, ThumbTop + Thumb), "x" + Axes(i));
        (x["fixedrange"], y["fixedrange"]) = (true, true);
        return [("xaxis" + Axes(i), x), ("yaxis" + Axes(i), y)];
    }

    private static object Name(AttentionStep step, int i, Frame frame)
    {
        var x = frame.X(i * (Thumb + ThumbGap), i * (Thumb + ThumbGap) + Thumb);
        return new { text = step.Name, x = (x[0] + x[1]) / 2, y = frame.Y(0, ThumbTop - 9)[0], xref = "paper", yref = "paper", xanchor = "center", yanchor = "bottom", showarrow = false };
    }

    /// <summary>From the small picture of a step to the next one.</summary>
    private static object Arrow(int i, Frame frame)
    {
        var x = frame.X((i + 1) * (Thumb + ThumbGap) - ThumbGap, (i + 1) * (Thumb + ThumbGap));
        return new { text = "→", x = (x[0] + x[1]) / 2, y = frame.Y(0, ThumbTop + Thumb / 2)[0], xref = "paper", yref = "paper", xanchor = "center", yanchor = "middle", showarrow = false };
    }

    private static object[] Shapes(IReadOnlyList<AttentionStep> walk, Frame frame)
    {
        var current = Current(0, frame);
        return [
            new { type = "rect", xref = "paper", yref = "paper", x0 = current[0], x1 = current[1], y0 = current[2], y1 = current[3], line = new { color = "#808080", width = 3 } },
            Outline(walk[0]),
            .. walk.Select((step, i) => step.Data.Outlined is { } row ? RowOutline.Of(row, Axes(i)) : null).OfType<object>(),
        ];
    }

    /// <summary>Left, right, bottom and top of the frame around the small picture of a step.</summary>
    private static double[] Current(int i, Frame frame) =>
        [.. frame.X(i * (Thumb + ThumbGap) - 7, i * (Thumb + ThumbGap) + Thumb + 7), .. frame.Y(ThumbTop - 7, ThumbTop + Thumb + 7)];

    private static Dictionary<string, object> Outline(AttentionStep step)
    {
        var outline = RowOutline.Of(step.Data.Outlined ?? 0);
        outline["visible"] = step.Data.Outlined is not null;
        return outline;
    }

    private static Dictionary<string, object> Changes(AttentionStep step, int i, Frame frame, int plot)
    {
        var current = Current(i, frame);
        var (x, y) = (MainX(step, [0, 1], plot), MainY(step, [0, 1]));
        Dictionary<string, object> changes = new() { ["annotations[0].text"] = Bold(step), ["shapes[0].x0"] = current[0], ["shapes[0].x1"] = current[1] };
        foreach (var (name, axis) in new[] { ("xaxis", x), ("yaxis", y) })
        {
            foreach (var property in new[] { "range", "tickvals", "ticktext" }) changes[$"{name}.{property}"] = axis[property];
            changes[name + ".title.text"] = name == "xaxis" ? step.Data.ColumnAxis : step.Data.RowAxis;
        }
        changes["shapes[1].visible"] = step.Data.Outlined is not null;
        return changes;
    }
}
