using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>Where the boxes of a diagram, their names and the arrows between them are, in pixels. An arrow leaves to
/// the
/// right, goes up or down between two columns, where there are neither boxes nor names, and arrives from the
/// left.</summary>
internal sealed class FlowLayout
{
    internal const int Across = 132, Around = 5;
    private const int Longest = 64, Least = 16, Down = 114, NameLine = 20, HeadingRoom = 30;
    private const double Beside = 52, Lane = 11, Tip = 8, Port = 14, Barb = 9, Character = 8.2;
    private const int MostPorts = 2;

    private readonly Flow _flow;
    private readonly double _top;

    internal FlowLayout(Flow flow)
    {
        _flow = flow;
        _top = 2 * NameLine + Around + (flow.Headings.Count > 0 ? HeadingRoom : 0);
        var largest = flow.Boxes.Max(box => Math.Max(box.Data.Rows.Count, box.Data.Columns.Count));
        Areas = [.. flow.Boxes.Select(box => AreaOf(box, (double)Longest / largest))];
        Width = Across * (1 + flow.Boxes.Max(box => box.Column));
        Height = _top + Longest + Down * flow.Boxes.Max(box => box.Row) + 2 * Around;
    }

    internal IReadOnlyList<Area> Areas { get; }

    internal double Width { get; }

    internal double Height { get; }

    /// <summary>Name and shape, one above the other, above a box.</summary>
    internal Area NameOf(int box)
    {
        var (area, name) = (Areas[box], _flow.Boxes[box]);
        var width = Character * Math.Max(TokenLabel.Length(name.Name), name.Shape.Length);
        return new(area.Left + (area.Width - width) / 2, area.Top - Around - 2 * NameLine, width, 2 * NameLine);
    }

    /// <summary>From box to box: corners, then a head of two strokes.</summary>
    internal IReadOnlyList<(double X, double Y)> Arrow(int from, int to)
    {
        var (start, end) = (Areas[from], Areas[to]);
        double fromX = start.Left + start.Width + Around, fromY = Middle(from);
        double toX = end.Left - Tip, toY = PortOf(from, to), x = LaneOf(from, to);
        (double, double)[] way = Math.Abs(fromY - toY) < 0.5 ? [(fromX, fromY), (toX, toY)]
            : [(fromX, fromY), (x, fromY), (x, toY), (toX, toY)];
        return [.. way, (toX - Barb, toY - Barb / 2), (toX, toY), (toX - Barb, toY + Barb / 2)];
    }

    private Area AreaOf(FlowBox box, double unit)
    {
        double width = Math.Max(Least, unit * box.Data.Columns.Count);
        double height = Math.Max(Least, unit * box.Data.Rows.Count);
        return new(Across * (box.Column + 0.5) - width / 2, _top + Down * box.Row + (Longest - height) / 2, width,
            height);
    }

    private double Middle(int box) => Areas[box].Top + Areas[box].Height / 2;

    private bool IsLevel(int from, int to) => _flow.Boxes[from].Row == _flow.Boxes[to].Row;

    private bool IsJoin(int to) => _flow.Into(to).Count > MostPorts;

    /// <summary>What comes from the same row arrives in the middle; what comes from above, above it. Many arrive as
    /// one.</summary>
    private double PortOf(int from, int to)
    {
        if (IsJoin(to)) return Middle(to);
        int[] sources = [.. _flow.Into(to).OrderBy(source => _flow.Boxes[source].Row)];
        var straight = Array.FindIndex(sources, source => IsLevel(source, to));
        var middle = straight >= 0 ? straight : (sources.Length - 1) / 2.0;
        var distance = Math.Min(Port, Areas[to].Height / 2);
        return Middle(to) + distance * (Array.IndexOf(sources, from) - middle);
    }

    /// <summary>Each box that has a way up or down has its lane into a column, the lowest on the left; those that join
    /// share one.</summary>
    private double LaneOf(int from, int to)
    {
        var column = _flow.Boxes[to].Column;
        int[] sources = [.. _flow.Links
            .Where(link => _flow.Boxes[link.To].Column == column && !IsJoin(link.To) && !IsLevel(link.From, link.To))
            .Select(link => link.From).Distinct().OrderBy(source => _flow.Boxes[source].Row)];
        var place = IsJoin(to) ? 0 : Array.IndexOf(sources, from);
        return Across * (column + 0.5) - Beside - Lane * place;
    }
}
