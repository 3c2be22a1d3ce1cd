using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>A matrix as a Plotly heatmap: row 0 on top, column names above.</summary>
internal static class HeatmapChart
{
    // A sentence a cell costs some 50 bytes: beyond this, hovering puts one together from the names of the axes.
    private const int MostSentences = 1024;

    internal static GenericChart Of(LabelledMatrix data, string title)
    {
        var size = new HeatmapSize(data, title);
        var hover = data.Rows.Count * data.Columns.Count <= MostSentences;
        var traces = HeatmapTraces.Of(data, hover, size.NumbersFit, ColorBar.Of(data.Scale, data.Unit));
        return PlotlyChart.Of(hover ? traces : [.. traces, OnLabelAxes()], title, size.Frame, [
            ("barmode", "overlay"),
            ("legend", Legend),
            .. hover ? Labels(data, size, "") : [.. Names(data), .. Labels(data, size, "2")],
            ("shapes", data.Outlined is { } row ? new[] { RowOutline.Of(row) } : []),
        ]);
    }

    internal static object Legend { get; } = new { x = 0, y = 0, yanchor = "top", itemclick = false, itemdoubleclick = false };

    private static (string, object)[] Labels(LabelledMatrix data, HeatmapSize size, string axes)
    {
        var x = NameAxis.Of(size.ColumnLabels, data.ColumnAxis, size.ColumnStep, "top", size.ColumnAngle, XRange(data));
        var y = NameAxis.Of(RowOutline.Marked(size.RowLabels, data.Outlined), data.RowAxis, size.RowStep, "left", 0, YRange(data));
        if (axes.Length > 0)
        {
            (x["overlaying"], x["matches"]) = ("x", "x");
            (y["overlaying"], y["matches"]) = ("y", "y");
        }
        return [($"xaxis{axes}", x), ($"yaxis{axes}", y)];
    }

    /// <summary>Only some names of a large matrix are written beside it; hovering knows them all.</summary>
    private static (string, object)[] Names(LabelledMatrix data) =>
        [("xaxis", NameAxis.Unseen(data.Columns, XRange(data))), ("yaxis", NameAxis.Unseen(data.Rows, YRange(data)))];

    /// <summary>Plotly draws an axis when something stands on it.</summary>
    internal static Trace OnLabelAxes(string axes = "2") => PlotlyChart.Trace("scatter",
        ("x", new double?[] { null }), ("y", new double?[] { null }), ("xaxis", "x" + axes), ("yaxis", "y" + axes), ("showlegend", false), ("hoverinfo", "skip"));

    private static double[] XRange(LabelledMatrix data) => [-0.5, data.Columns.Count - 0.5];

    private static double[] YRange(LabelledMatrix data) => [data.Rows.Count - 0.5, -0.5];
}
