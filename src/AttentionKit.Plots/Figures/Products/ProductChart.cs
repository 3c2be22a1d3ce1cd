using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="ProductView"/>, one per number of the result: same marks, other outlines,
/// another sum.</summary>
internal sealed class ProductChart
{
    // pixels
    private const int CellHeight = 36, Sign = 40, Right = 110, Top = 52, Line = 24, Narrowest = 460, Lowest = 150;
    private const double Character = 8.6, Digit = 9.6;

    private readonly Product _product;
    private readonly string _title;
    private readonly string[] _sums;
    private readonly Panel[] _panels;
    private readonly IReadOnlyList<Mark> _marks;
    private readonly Frame _frame;
    private readonly double _cells, _labels;

    internal ProductChart(Product product, string title)
    {
        (_product, _title) = (product, title);
        LabelledMatrix[] all = [product.Left, product.Right, product.Result];
        _cells = CellHeight * all.Max(matrix => matrix.Rows.Count);
        var cell = Math.Max(54, 12 + Digit * product.LongestNumber);
        var names = all.Select(matrix => new ColumnNames(matrix.Columns, cell)).ToArray();
        _labels = names.Max(name => name.Height);
        var left = RowRoom(product.Left);
        _panels = [.. Areas(all, cell).Select((area, i) => PanelOf(all[i], names[i], area))];
        var width = (int)Math.Max(Narrowest, _panels[2].Area!.Left + _panels[2].Area!.Width);
        _sums = [.. Enumerable.Range(0, product.Count).Select(i => product.Written(i, (int)(width / Character)))];
        var height = (int)(_cells + 2 * Line + Line * _sums.Max(sum => sum.Split('\n').Length));
        var top = Top + Line + (int)_labels;
        _frame = new(Math.Max(left + width + Right, HeatmapSize.TitleWidth(title)), top + height + 16, left, Right, top,
            16);
        _marks = Marks(all);
        Charts = [.. Enumerable.Range(0, product.Count).Select(Of)];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private Chart Of(int i)
    {
        var (row, column) = _product.Place(i);
        var inner = _product.Left.Columns.Count;
        return new(_title, _frame, _panels)
        {
            Marks = _marks,
            Bars = [new(_product.Result.Scale, "number", 0, Math.Max(Lowest, _cells))],
            Notes = [.. Names(), .. Signs(),
                new(_sums[i], 0, _cells + Line) { Across = Anchor.Start, Down = Anchor.Start, Size = 17 }],
            Outlines =
            [
                Outline.OfRow(row, inner, 0), Outline.OfColumn(column, inner, 1),
                Outline.OfCell(row, column, 2),
            ],
            CanZoom = false,
            CanPlay = true,
        };
    }

    /// <summary>Pointing at a number of the result chooses it.</summary>
    private static IReadOnlyList<Mark> Marks(LabelledMatrix[] all) =>
    [
        .. HeatmapMarks.Of(all[0], 0, true, HeatmapMarks.HoverOf(all[0])),
        .. HeatmapMarks.Of(all[1], 1, true, HeatmapMarks.HoverOf(all[1]), hasLegend: false),
        .. HeatmapMarks.Of(all[2], 2, true, HeatmapMarks.HoverOf(all[2]) with
        {
            Chooses = [.. Enumerable.Range(0, all[2].Entries.Values.Length)],
        }, hasLegend: false),
    ];

    /// <summary>One after the other, with room for row names and a sign between.</summary>
    private static IEnumerable<Area> Areas(LabelledMatrix[] all, double cell)
    {
        var left = 0.0;
        foreach (var (i, matrix) in all.Index())
        {
            if (i > 0) left += Sign + RowRoom(matrix);
            yield return new(left, 0, cell * matrix.Columns.Count, CellHeight * matrix.Rows.Count);
            left += cell * matrix.Columns.Count;
        }
    }

    private static Panel PanelOf(LabelledMatrix matrix, ColumnNames names, Area area) => new(
        Axes.Names(names.Labels, "", Side.Top, 1, names.Angle),
        Axes.Names([.. matrix.Rows.Select(TokenLabel.Short)], "", Side.Left))
    { Area = area };

    private IEnumerable<Note> Names()
    {
        var (rows, inner, columns) = _product.Shape;
        yield return Name(0, _product.Names.Left, rows, inner);
        yield return Name(1, _product.Names.Right, inner, columns);
        yield return Name(2, _product.Names.Result, rows, columns);
    }

    private Note Name(int panel, string name, int rows, int columns) =>
        new($"{name}  {rows}×{columns}", Middle(panel), -_labels - 8) { Down = Anchor.End, Size = 17, IsBold = true };

    private double Middle(int panel) => _panels[panel].Area!.Left + _panels[panel].Area!.Width / 2;

    private IEnumerable<Note> Signs() => [SignAfter(0, "·"), SignAfter(1, "=")];

    private Note SignAfter(int panel, string sign) =>
        new(sign, _panels[panel].Area!.Left + _panels[panel].Area!.Width + Sign / 2, _cells / 2)
        {
            Size = 24,
            IsBold = true
        };

    private static string Short(string name) => TokenLabel.Short(name);

    private static int RowRoom(LabelledMatrix matrix) => HeatmapSize.LabelWidth([.. matrix.Rows.Select(Short)]) + 20;
}
