using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="FlowDiagram"/>, one per box: the same diagram, and the open matrix below
/// it.</summary>
internal sealed class FlowChart
{
    private const int Longest = 64, Least = 10, Across = 132, Down = 108, NameRoom = 26, Around = 5; // pixels
    private const int Top = 56, FormulaRoom = 44, Cell = 40, Widest = 640, Right = 110;

    private readonly Flow _flow;
    private readonly string _title;
    private readonly Area[] _areas;
    private readonly Mark[] _small;
    private readonly double _diagram, _width, _open;
    private readonly Frame _frame;

    internal FlowChart(Flow flow, string title)
    {
        (_flow, _title) = (flow, title);
        var largest = flow.Boxes.Max(box => Math.Max(box.Data.Rows.Count, box.Data.Columns.Count));
        _areas = [.. flow.Boxes.Select(box => AreaOf(box, (double)Longest / largest))];
        _diagram = Down * (1 + flow.Boxes.Max(box => box.Row));
        _width = Math.Max(Across * (1 + flow.Boxes.Max(box => box.Column)), Widest);
        _open = Cell * Math.Clamp(flow.Boxes.Max(box => box.Data.Rows.Count), 4, 12);
        var names = flow.Boxes.Max(box => NamesOf(box.Data).Height);
        var left = HeatmapSize.LabelWidth([.. flow.Boxes.SelectMany(box => box.Data.Rows).Select(TokenLabel.Short)])
            + 60;
        OpenTop = _diagram + FormulaRoom + names + 30;
        _frame = new(
            Math.Max(left + (int)_width + Right, HeatmapSize.TitleWidth(title)), Top + (int)(OpenTop + _open) + 16,
                left, Right, Top, 16);
        _small = [.. flow.Boxes.SelectMany((box, i) => Small(box, i))];
        Charts = [.. Enumerable.Range(0, flow.Boxes.Count).Select(Of)];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private double OpenTop { get; }

    private int OpenPanel => _flow.Boxes.Count + 1;

    private Chart Of(int i)
    {
        var data = _flow.Boxes[i].Data;
        var fits = data.Columns.Count <= 12 && data.Rows.Count <= 12;
        return new(_title, _frame, [Whole, .. _flow.Boxes.Select((box, one) => Thumb(box.Data, one)), Opened(data)])
        {
            Marks = [Arrows(_flow.Links), .. ArrowsTo(i), .. _small,
                .. HeatmapMarks.Of(data, OpenPanel, fits, fits ? null : HeatmapMarks.HoverOf(data))],
            Bars = [new(data.Scale, data.Unit, OpenTop, _open)],
            Notes =
            [
                .. _flow.Boxes.Select(Name),
                new($"{_flow.Boxes[i].Formula}", 0, _diagram + 8) { Across = Anchor.Start, Down = Anchor.Start,
                    Size = 18, IsBold = true },
            ],
            Outlines = [FrameOf(_areas[i])],
            CanZoom = false,
            CanPlay = true,
        };
    }

    private Panel Whole => new(Axes.Bare(0, _width, Side.Bottom),
        Axes.Bare(_diagram, 0, Side.Left))
    { Area = new(0, 0, _width, _diagram) };

    private static Area AreaOf(FlowBox box, double unit)
    {
        double width = Math.Max(Least, unit * box.Data.Columns.Count),
            height = Math.Max(Least, unit * box.Data.Rows.Count);
        return new(Across * (box.Column + 0.5) - width / 2, NameRoom + Down * box.Row + (Longest - height) / 2, width,
            height);
    }

    private Panel Thumb(LabelledMatrix data, int i) => new(
        Axes.OfCells(data.Columns.Count, Side.Bottom) with { Labels = TickLabels.Unseen },
        Axes.OfCells(data.Rows.Count, Side.Left) with { Labels = TickLabels.Unseen })
    { Area = _areas[i] };

    private Panel Opened(LabelledMatrix data)
    {
        var names = NamesOf(data);
        return new(
            Axes.Names(names.Labels, data.ColumnAxis, Side.Top, 1 + (data.Columns.Count - 1) / 24, names.Angle),
            Axes.Names([.. data.Rows.Select(TokenLabel.Short)], data.RowAxis, Side.Left, 1
                + (data.Rows.Count - 1) / 24))
        {
            Area = new(0, OpenTop, Math.Min(Widest, 64 * data.Columns.Count), Math.Min(_open, Cell * data.Rows.Count)),
        };
    }

    private static ColumnNames NamesOf(LabelledMatrix data) =>
        new(data.Columns, Math.Min(64, Widest / data.Columns.Count));

    /// <summary>The picture of a box, and over it what pointing at it chooses.</summary>
    private static IEnumerable<Mark> Small(FlowBox box, int i)
    {
        var (rows, columns) = (box.Data.Rows.Count, box.Data.Columns.Count);
        return [
            .. HeatmapMarks.Of(box.Data, 1 + i, false, null, hasLegend: false),
            new Bars(1 + i, [new(new(-0.5, columns - 0.5, (rows - 1) / 2.0), "rgba(0,0,0,0)")], rows)
            {
                Stroke = Outline.Grey,
                Hover = new([$"{box.Formula}\n{box.Shape}"]) { Chooses = [i] },
            },
        ];
    }

    private Note Name(FlowBox box, int i) =>
        new($"{box.Name} {box.Shape}", _areas[i].Left + _areas[i].Width / 2, _areas[i].Top - 5) { Down = Anchor.End };

    private static Outline FrameOf(Area area) =>
        new(area.Left - Around, area.Top - Around, area.Left + area.Width + Around, area.Top + area.Height
            + Around)
        { Color = Outline.Chosen };

    /// <summary>What makes the open box is drawn once more, in the colour of the chosen.</summary>
    private IEnumerable<Mark> ArrowsTo(int i) =>
        _flow.Links.Any(link => link.To == i) ? [Arrows([.. _flow.Links.Where(link => link.To == i)], Outline.Chosen)]
            : [];

    private Line Arrows(IReadOnlyList<(int From, int To)> links, string color = Outline.Grey)
    {
        (double X, double Y)[] points = [.. links.SelectMany(link =>
            FlowArrow.Between(_areas[link.From], _areas[link.To], LaneOf(link.From)))];
        return new(0, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], color)
        {
            Thickness = color == Outline.Grey ? 1.5 : 3,
            Hover = new(null),
        };
    }

    /// <summary>Where an arrow leads down from a box that has others below it: on their right. Null where the way is
    /// free.</summary>
    private double? LaneOf(int from)
    {
        Area[] below = [.. _flow.Boxes.Index()
            .Where(box => box.Item.Column == _flow.Boxes[from].Column
                && box.Item.Row > _flow.Boxes[from].Row).Select(box => _areas[box.Index])];
        return below.Length == 0 ? null : below.Append(_areas[from]).Max(area => area.Left + area.Width) + 2 * Around;
    }
}
