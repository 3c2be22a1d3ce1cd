using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="StepsStrip"/>, one per step: all matrices as a strip of small pictures, and the
/// step's own below it.</summary>
internal sealed class StepsStripChart
{
    private const int Thumb = 64, ThumbGap = 24, ThumbTop = 30, MainTop = 240; // pixels, from the top of the plots
    private const int Top = 56, FormulaTop = 130, Cell = 48, WideCell = 60, Around = 7;
    private const int MostSentences = 400; // hovering over more cells than these tells no more than the picture

    private readonly IReadOnlyList<AttentionStep> _walk;
    private readonly int _rows, _plot, _main;
    private readonly Frame _frame;
    private readonly IReadOnlyList<Mark> _thumbs;

    internal StepsStripChart(IReadOnlyList<AttentionStep> walk, string title)
    {
        _walk = walk;
        _rows = walk.Max(step => step.Data.Rows.Count);
        _plot = Math.Max(walk.Count * (Thumb + ThumbGap),
            Math.Min(walk.Max(step => step.Data.Columns.Count) * WideCell, 720));
        _main = Math.Clamp(_rows * Cell, 190, 576);
        var left = HeatmapSize.LabelWidth(
            HeatmapMarks.Marked([.. walk.SelectMany(step => step.Data.Rows.Select(TokenLabel.Short))], 0)) + 54;
        _frame = new(left + _plot + HeatmapSize.Right, Top + MainTop + _main + 16, left, HeatmapSize.Right, Top, 16);
        _thumbs = [.. walk.SelectMany((step, i) => HeatmapMarks.Of(step.Data, 1 + i, false, null, hasLegend: false))];
        Charts = [.. Enumerable.Range(0, walk.Count).Select(i => Of(i, title))];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private Chart Of(int i, string title)
    {
        var data = _walk[i].Data;
        var hover = _walk[i].Cells <= MostSentences ? HeatmapMarks.HoverOf(data) : null;
        return new(title, _frame, [Main(data), .. _walk.Select((step, thumb) => Small(step.Data, thumb))])
        {
            Marks = [.. HeatmapMarks.Of(data, 0, data.Columns.Count <= 12 && _rows <= 20, hover), .. _thumbs],
            Bars = [new(data.Scale, data.Unit, MainTop, _main)],
            Notes = [Formula(_walk[i]), .. _walk.Select(Name), .. Enumerable.Range(1, _walk.Count - 1).Select(Follows)],
            Outlines = [Current(i), RowOf(data), .. _walk.SelectMany((step, thumb) => RowsOf(step.Data, 1 + thumb))],
            CanZoom = false,
        };
    }

    private Panel Main(LabelledMatrix data)
    {
        var width = (double)_plot / data.Columns.Count;
        string[] names = [.. data.Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), (int)(width / 8.6)))];
        var every = (int)Math.Ceiling(HeatmapSize.LabelWidth(names) / width);
        return new(
            Axes.Names(names, data.ColumnAxis, Side.Top, Math.Max(1, every)),
            Axes.Names(HeatmapMarks.Marked([.. data.Rows.Select(TokenLabel.Short)], data.Outlined), data.RowAxis,
                Side.Left, (data.Rows.Count - 1) / 24 + 1))
        {
            Area = new(0, MainTop, _plot, _main),
        };
    }

    private static Panel Small(LabelledMatrix data, int i) => new(
        Axes.OfCells(data.Columns.Count, Side.Bottom) with { Labels = TickLabels.Unseen },
        Axes.OfCells(data.Rows.Count, Side.Left) with { Labels = TickLabels.Unseen })
    {
        Area = new(LeftOf(i), ThumbTop, Thumb, Thumb),
    };

    private static double LeftOf(int thumb) => thumb * (Thumb + ThumbGap);

    private static Note Formula(AttentionStep step) =>
        new(step.Formula, 0, FormulaTop) { Across = Anchor.Start, Down = Anchor.Start, Size = 20, IsBold = true };

    private static Note Name(AttentionStep step, int i) =>
        new(step.Name, LeftOf(i) + Thumb / 2.0, ThumbTop - 9) { Down = Anchor.End };

    /// <summary>From the small picture of the step before to this one.</summary>
    private static Note Follows(int i) => new("→", LeftOf(i) - ThumbGap / 2.0, ThumbTop + Thumb / 2.0);

    /// <summary>The frame around the small picture of a step.</summary>
    private static Outline Current(int i) =>
        new(LeftOf(i) - Around, ThumbTop - Around, LeftOf(i) + Thumb + Around, ThumbTop + Thumb + Around);

    private static Outline RowOf(LabelledMatrix data) =>
        Outline.OfRow(data.Outlined ?? 0, data.Columns.Count) with { IsVisible = data.Outlined is not null };

    private static IEnumerable<Outline> RowsOf(LabelledMatrix data, int panel) =>
        data.Outlined is { } row ? [Outline.OfRow(row, data.Columns.Count, panel)] : [];
}
