using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>All heads as small squares, and one position of the slider per head that enlarges it.</summary>
internal sealed class HeadGridChart
{
    private const int LargestHead = 150, SmallestHead = 40, Widest = 900, LeftRoom = 120; // pixels
    private const int TallEnough = 240; // for the long title of the queries' axis

    private readonly HeadGridLayout _grid;
    private readonly int _width, _height, _aboveHeads, _besideLayers;
    private readonly bool _isUpright;
    private readonly IReadOnlyList<Tick> _keys, _queries;

    internal HeadGridChart(HeadGridLayout grid, string title)
    {
        (_grid, _keys, _queries) = (grid, grid.Keys(), grid.Queries());
        var cell = Math.Clamp((double)Widest / grid.NHeads, SmallestHead, LargestHead) / Math.Max(grid.NQueries,
            grid.NKeys);
        (_width, _height) = (Math.Max(420, (int)(cell * grid.Width)), Math.Max(150, (int)(cell * grid.Height)));
        int keys = LabelWidth(_keys), queries = LabelWidth(_queries);
        _isUpright = keys + 8 < _width / grid.NKeys; // the tokens of an enlarged head
        (_aboveHeads, _besideLayers) = (Math.Max(grid.IsGrouped ? 46 : 10, _isUpright ? 0 : keys),
            10 + Math.Max(0, queries - 60));
        Chart = Whole(title);
        Charts = [Chart, .. grid.Places.Select(place => Enlarged(place.Layer, place.Head))];
    }

    /// <summary>All heads.</summary>
    internal Chart Chart { get; }

    /// <summary>All heads, and each one enlarged.</summary>
    internal IReadOnlyList<Chart> Charts { get; }

    internal IReadOnlyList<string> Labels =>
        ["all", .. _grid.Places.Select(place => $"layer {place.Layer}, {_grid.HeadNames[place.Head]}")];

    private Chart Whole(string title)
    {
        int top = 94 + _aboveHeads, left = LeftRoom + _besideLayers - 10;
        var width = Math.Max(left + _width + HeatmapSize.Right, HeatmapSize.TitleWidth(title));
        var frame = new Frame(width, top + _height + 16, left, HeatmapSize.Right, top, 16);
        var cells = new Cells(0, _grid.Percent(), _grid.Width, ColorScale.Percent)
        {
            AreShort = true,
            Hover = new(null) { Template = "{0} looks at\n{1}: {2} %" },
        };
        return new(title, frame, Panels())
        {
            Marks = [cells, .. _grid.Hatched().Select(kind => HeatmapMarks.Hatched(kind.Kind, kind.Runs, 0))],
            Bars = [new(ColorScale.Percent, "weight, %")],
            Outlines = _grid.IsGrouped ? [.. _grid.Groups().Select(GroupLine)] : [],
            Notes = _grid.IsGrouped ? [.. _grid.Groups().Select(GroupName)] : [],
            CanZoom = false,
            Blocks = _grid.Blocks,
        };
    }

    /// <summary>Names for hovering, those of heads and layers, and the tokens beside an enlarged head.</summary>
    private Panel[] Panels()
    {
        Axis x = Axes.OfCells(_grid.Width, Side.Top), y = Axes.OfCells(_grid.Height, Side.Left);
        var queries = _height < TallEnough ? Words.QueryAxis : Words.QueryAxis + " in each layer";
        return [
            new(x with { Ticks = _grid.KeyNames(), Labels = TickLabels.Unseen },
                y with { Ticks = _grid.QueryNames(), Labels = TickLabels.Unseen }),
            new(Centres(x, Words.KeyAxis + " in each head", i => _grid.HeadNames[i], _grid.NHeads, _grid.Left,
                _grid.NKeys, _aboveHeads),
                Centres(y, queries, i => $"layer {i}", _grid.NLayers, _grid.Top, _grid.NQueries,
                    _besideLayers)) { Over = 0 },
            new(x with { Ticks = _keys, Labels = TickLabels.Unseen, Angle = _isUpright ? 0 : -90 },
                y with { Ticks = _queries, Labels = TickLabels.Unseen }) { Over = 0 },
        ];
    }

    private static Axis Centres(Axis axis, string title, Func<int, string> name, int count, Func<int, int> start,
        int length, int standoff) => axis with
        {
            Title = title,
            Standoff = standoff,
            Ticks = [.. Enumerable.Range(0, count).Select(i => new Tick(start(i) + (length - 1) / 2.0, name(i)))],
        };

    private Chart Enlarged(int layer, int head)
    {
        double left = _grid.Left(head) - 0.5, top = _grid.Top(layer) - 0.5;
        Panel[] zoomed = [.. Chart.Panels.Select(panel => panel with
        {
            X = panel.X with { From = left, To = left + _grid.NKeys },
            Y = panel.Y with { From = top + _grid.NQueries, To = top },
        })];
        zoomed[1] = With(zoomed[1], TickLabels.Transparent); // without labels, the axis would move its title
        zoomed[2] = With(zoomed[2], TickLabels.Shown);
        return Chart with
        {
            Panels = zoomed,
            Outlines = [.. Chart.Outlines.Select(line => line with { IsVisible = false })],
            Notes = [.. Chart.Notes.Select(note => note with { Text = "" })],
        };
    }

    private static Panel With(Panel panel, TickLabels labels) =>
        panel with { X = panel.X with { Labels = labels }, Y = panel.Y with { Labels = labels } };

    private Outline GroupLine((double From, double To) group) => new(Pixel(group.From), -30, Pixel(group.To), -30);

    private Note GroupName((double From, double To) group, int number) =>
        new($"keys and values {number}", Pixel((group.From + group.To) / 2), -32) { Down = Anchor.End };

    private double Pixel(double column) => (column + 0.5) / _grid.Width * _width;

    private static int LabelWidth(IReadOnlyList<Tick> names) =>
        HeatmapSize.LabelWidth([.. names.Select(name => name.Label)]);
}
