using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="FlowDiagram"/>, one per box: the same diagram, and the open matrix below
/// it.</summary>
internal sealed class FlowChart
{
    private const int Top = 56, FormulaRoom = 44, Cell = 40, Widest = 640, Right = 110, SumLine = 23; // pixels
    private const double SumCharacter = 8.8;

    private readonly Flow _flow;
    private readonly string _title;
    private readonly FlowLayout _layout;
    private readonly ProductLink[] _links;
    private readonly Mark[] _small;
    private readonly double _open, _openTop;
    private readonly Frame _frame;

    internal FlowChart(Flow flow, string title)
    {
        (_flow, _title, _layout) = (flow, title, new(flow));
        var width = Math.Max(_layout.Width, Widest);
        _links = [.. flow.Products.Select(product => LinkOf(product, (int)(width / SumCharacter)))];
        _open = Cell * Math.Clamp(flow.Boxes.Max(box => box.Data.Rows.Count), 4, 12);
        var left = HeatmapSize.LabelWidth([.. flow.Boxes.SelectMany(box => RowNames(box.Data))]) + 60;
        _openTop = _layout.Height + FormulaRoom + flow.Boxes.Max(box => NamesOf(box.Data).Height) + 30;
        var below = SumLine * _links.Select(link => link.Lines).DefaultIfEmpty(0).Max();
        _frame = new(
            Math.Max(left + (int)width + Right, HeatmapSize.TitleWidth(title)),
            Top + (int)(_openTop + _open) + below + 32, left, Right, Top, 16);
        _small = [.. flow.Boxes.SelectMany(Small)];
        Charts = [.. Enumerable.Range(0, flow.Boxes.Count).Select(Of)];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private int OpenPanel => _flow.Boxes.Count + 1;

    private Chart Of(int i)
    {
        var data = _flow.Boxes[i].Data;
        var made = _flow.Products.FindIndex(product => product.Result == i);
        var link = _links.ElementAtOrDefault(made);
        var met = _links.Select(one => one.Outlines(one == link)).ToArray();
        var number = (link?.Number(OpenPanel) ?? Outline.OfCell(0, 0, OpenPanel)) with { IsVisible = link is not null };
        var sum = Written(link?.Text ?? "", _openTop + _open + 14) with { Size = 16 };
        return new(_title, _frame, [Whole, .. _flow.Boxes.Select((box, one) => Thumb(box.Data, one)), Opened(data)])
        {
            Marks = [Arrows(_flow.Links), .. ArrowsTo(i), .. _small, .. Open(data, link is not null)],
            Bars = [new(data.Scale, data.Unit, _openTop, _open)],
            Notes = [.. _flow.Boxes.Select((_, one) => Name(one)), .. _flow.Headings.Select(Heading),
                Written(_flow.Boxes[i].Formula, _layout.Height + 8) with { Size = 18, IsBold = true }, sum],
            Outlines = [FrameOf(_layout.Areas[i]), .. _flow.Boxes.SelectMany((box, one) => Asking(box.Data, 1 + one)),
                .. met.SelectMany(pair => new[] { pair.Row, pair.Column }), number],
            Link = link?.Of(OpenPanel, sum, met[made], number),
            CanZoom = false,
            CanPlay = true,
        };
    }

    private ProductLink LinkOf(FlowProduct product, int width)
    {
        var (left, right, result) =
            (_flow.Boxes[product.Left], _flow.Boxes[product.Right], _flow.Boxes[product.Result]);
        var all = product.IsTransposed ? right.Data.Transposed : right.Data;
        return new(
            Product.Of(left.Data.Matrix, all.Matrix, left.Data.Rows, all.Rows, all.Columns,
                (left.Name, right.Name + (product.IsTransposed ? "ᵀ" : ""), result.Name)),
            1 + product.Left, 1 + product.Right, product.IsTransposed, width, result.Data.Outlined);
    }

    private IEnumerable<Mark> Open(LabelledMatrix data, bool isLinked)
    {
        var fits = data.Columns.Count <= 12 && data.Rows.Count <= 12;
        return HeatmapMarks.Of(data, OpenPanel, fits, fits && !isLinked ? null : HeatmapMarks.HoverOf(data));
    }

    private Panel Whole => new(Axes.Bare(0, _layout.Width, Side.Bottom), Axes.Bare(_layout.Height, 0, Side.Left))
    {
        Area = new(0, 0, _layout.Width, _layout.Height),
    };

    private Panel Thumb(LabelledMatrix data, int i) => new(
        Axes.OfCells(data.Columns.Count, Side.Bottom) with { Labels = TickLabels.Unseen },
        Axes.OfCells(data.Rows.Count, Side.Left) with { Labels = TickLabels.Unseen })
    { Area = _layout.Areas[i] };

    private Panel Opened(LabelledMatrix data)
    {
        var names = NamesOf(data);
        return new(
            Axes.Names(names.Labels, data.ColumnAxis, Side.Top, 1 + (data.Columns.Count - 1) / 24, names.Angle),
            Axes.Names(RowNames(data), data.RowAxis, Side.Left, 1 + (data.Rows.Count - 1) / 24))
        {
            Area = new(0, _openTop, Math.Min(Widest, 64 * data.Columns.Count), Math.Min(_open, Cell * data.Rows.Count)),
        };
    }

    private static IReadOnlyList<string> RowNames(LabelledMatrix data) =>
        HeatmapMarks.Marked([.. data.Rows.Select(TokenLabel.Short)], data.Outlined);

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

    private Note Name(int i)
    {
        var area = _layout.NameOf(i);
        return new($"{_flow.Boxes[i].Name}\n{_flow.Boxes[i].Shape}", area.Left + area.Width / 2, area.Top + area.Height)
        {
            Down = Anchor.End,
        };
    }

    private static Note Heading((double Column, string Text) heading) =>
        new(heading.Text, FlowLayout.Across * (heading.Column + 0.5), 0) { Down = Anchor.Start, IsBold = true };

    private static Note Written(string text, double top) =>
        new(text, 0, top) { Across = Anchor.Start, Down = Anchor.Start };

    private static Outline FrameOf(Area area) => new(
        area.Left - FlowLayout.Around, area.Top - FlowLayout.Around,
        area.Left + area.Width + FlowLayout.Around, area.Top + area.Height + FlowLayout.Around)
    { Color = Outline.Chosen };

    /// <summary>Around the row of the query that the diagram is about.</summary>
    private static IEnumerable<Outline> Asking(LabelledMatrix data, int panel) =>
        data.Outlined is { } row ? [Outline.OfRow(row, data.Columns.Count, panel)] : [];

    /// <summary>What makes the open box is drawn once more, in the colour of the chosen.</summary>
    private IEnumerable<Mark> ArrowsTo(int i) =>
        _flow.Links.Any(link => link.To == i) ? [Arrows([.. _flow.Links.Where(link => link.To == i)], Outline.Chosen)]
            : [];

    private Line Arrows(IReadOnlyList<(int From, int To)> links, string color = Outline.Grey)
    {
        (double X, double Y)[] points = [.. links.SelectMany(link =>
            _layout.Arrow(link.From, link.To).Append((double.NaN, double.NaN)))];
        return new(0, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], color)
        {
            Thickness = color == Outline.Grey ? 1.5 : 3,
            Hover = new(null),
        };
    }
}
