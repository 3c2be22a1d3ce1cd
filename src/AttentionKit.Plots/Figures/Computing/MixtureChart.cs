using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>One position of a <see cref="Mixture"/>: weights, values and their products side by side, and the sum
/// below.</summary>
internal sealed class MixtureChart
{
    private const int Row = 36, Cell = 58, Sign = 40, Right = 110, Top = 52, Line = 24, Lowest = 150; // pixels
    private const double Character = 8.6;

    private readonly int _rows;
    private readonly double _features;

    internal MixtureChart(MixturePart part, string title)
    {
        (_rows, _features) = (part.Taken.Rows.Count, Cell * part.Taken.Columns.Count);
        var names = new ColumnNames(part.Taken.Columns, Cell);
        var left = HeatmapSize.LabelWidth([.. part.Taken.Rows.Select(TokenLabel.Short), "output"]) + 24;
        var width = (int)Width;
        var top = Top + Line + (int)names.Height;
        var height = Row * (_rows + 1) + 4 * Line;
        Chart = new(title, new(Math.Max(left + width + Right, HeatmapSize.TitleWidth(title)), top + height + 16, left,
            Right, top, 16), Panels(part, names))
        {
            Marks = [.. Marks(part.Weights, 0), .. Marks(part.Values, 1), .. Marks(part.Taken, 2),
                .. Marks(part.Output, 3)],
            Bars = [new(part.Taken.Scale, "value", 0, Math.Max(Lowest, Row * _rows))],
            Notes = Notes(part, -names.Height - 8),
            Outlines = [Outline.OfRow(0, part.Output.Columns.Count, 3)],
            CanZoom = false,
        };
    }

    internal Chart Chart { get; }

    private static double ValuesLeft => Cell + Sign;

    private double TakenLeft => ValuesLeft + _features + Sign;

    private double Width => Math.Max(560, TakenLeft + _features);

    private double OutputTop => Row * _rows + 12;

    private static IReadOnlyList<Mark> Marks(LabelledMatrix data, int panel) =>
        HeatmapMarks.Of(data, panel, true, HeatmapMarks.HoverOf(data), hasLegend: panel == 1);

    private Panel[] Panels(MixturePart part, ColumnNames names)
    {
        var keys = Axes.Names([.. part.Taken.Rows.Select(TokenLabel.Short)], "", Side.Left);
        var features = Axes.Names(names.Labels, "", Side.Top, 1, names.Angle);
        var height = Row * _rows;
        return [
            new(Axes.Bare(-0.5, 0.5, Side.Top), keys) { Area = new(0, 0, Cell, height) },
            new(features, keys with { Labels = TickLabels.Unseen }) { Area = new(ValuesLeft, 0, _features, height) },
            new(features, keys with { Labels = TickLabels.Unseen }) { Area = new(TakenLeft, 0, _features, height) },
            new(Axes.Hidden(part.Output.Columns, Side.Top),
                Axes.Hidden(part.Output.Rows, Side.Left)) { Area = new(TakenLeft, OutputTop, _features, Row) },
        ];
    }

    private Note[] Notes(MixturePart part, double above) =>
    [
        Heading("weight", Cell / 2.0, above), Heading("V", ValuesLeft + _features / 2, above),
        Heading("weight · V", TakenLeft + _features / 2, above),
        Between("·", ValuesLeft), Between("=", TakenLeft),
        new("sum of the rows = output", TakenLeft - 12, OutputTop + Row / 2.0) { Across = Anchor.End, IsBold = true,
            Size = 16 },
        new(TokenLabel.Wrap(part.Sentence, (int)(Width / Character)), 0, OutputTop + Row
            + Line) { Across = Anchor.Start, Down = Anchor.Start, Size = 17 },
    ];

    private static Note Heading(string text, double x, double y) =>
        new(text, x, y) { Down = Anchor.End, Size = 17, IsBold = true };

    private Note Between(string sign, double right) =>
        new(sign, right - Sign / 2.0, Row * _rows / 2.0) { Size = 24, IsBold = true };
}
