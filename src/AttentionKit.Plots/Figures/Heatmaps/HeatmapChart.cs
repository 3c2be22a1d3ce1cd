using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>A matrix as a chart: row 0 on top, column names above.</summary>
internal static class HeatmapChart
{
    internal static Chart Of(LabelledMatrix data, string title)
    {
        var size = new HeatmapSize(data, title);
        var labels = new Panel(
            Axes.Names(size.ColumnLabels, data.ColumnAxis, Side.Top, size.ColumnStep, size.ColumnAngle),
            Axes.Names(HeatmapMarks.Marked(size.RowLabels, data.Outlined), data.RowAxis, Side.Left, size.RowStep));
        return new(title, size.Frame, Panels(data, labels))
        {
            Marks = HeatmapMarks.Of(data, 0, size.NumbersFit, HeatmapMarks.HoverOf(data)),
            Bars = [new(data.Scale, data.Unit)],
            Outlines = data.Outlined is { } row ? [Outline.OfRow(row, data.Columns.Count)] : [],
        };
    }

    /// <summary>Only some names of a large matrix are written beside it; hovering knows them all.</summary>
    private static Panel[] Panels(LabelledMatrix data, Panel labels) =>
        data.Entries.Values.Length <= HeatmapMarks.MostSentences
        ? [labels]
        : [new(Axes.Hidden(data.Columns, Side.Top), Axes.Hidden(data.Rows, Side.Left)), labels with { Over = 0 }];
}
