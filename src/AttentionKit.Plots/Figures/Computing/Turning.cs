using System.Globalization;
using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Rotary positions (RoPE): a query and a key, one pair of numbers each, as arrows that turn with their
/// position. The slider moves
/// both together along the sequence: the angle between them, and so their dot product, stays.</summary>
/// <remarks>Su et al. 2021, §3.2.1. The arrows are what <see cref="Rope.Apply"/> gives for these positions.</remarks>
public static class Turning
{
    // The plot is an area of the picture, not all of it: it stays a square, or the angle would not stay.
    private const int Side = 380, Left = 30, Beside = 300, Top = 56; // pixels
    private const string QueryColor = "#d9730d", KeyColor = "#2a7ab9";

    /// <summary>Position m of the query goes from 0 to <paramref name="positions"/> − 1; the key is at m +
    /// <paramref name="distance"/>.</summary>
    /// <param name="query">[2]: a pair of a query's numbers before turning.</param>
    /// <param name="key">[2]: the same pair of a key.</param>
    /// <param name="distance">How many tokens the key is ahead; negative for behind.</param>
    /// <param name="positions">How many positions the slider has, 2 to 64.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">A vector has not two finite numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 or more than 64 positions.</exception>
    public static Figure Of(Vector<float> query, Vector<float> key, int distance = 1, int positions = 13,
        string? title = null)
    {
        Check(query, nameof(query));
        Check(key, nameof(key));
        if (positions is < 2 or > 64)
            throw new ArgumentOutOfRangeException(
                nameof(positions), positions,
                    $"positions must be from 2 to 64: it is {positions}. One turn of the first pair takes 6.3.");
        title ??= "Turning with position: the angle between them stays";
        var first = Math.Max(0, -distance);
        Turn[] turns = [.. Enumerable.Range(first, positions).Select(m =>
            new Turn(m, m + distance, Turned(query, m), Turned(key, m + distance)))];
        var reach = 1.15 * Math.Max(Math.Max(query.L2Norm(), key.L2Norm()), float.Epsilon);
        var table = new PlainTable(
            title, ["position of query", "position of key", "query", "key", "dot product"],
            [.. turns.Select(turn => (string[])[$"{turn.M}", $"{turn.N}", Pair(turn.Query), Pair(turn.Key),
                turn.Dot])]);
        var views = turns.Select((turn, i) => new View(
            ChartOf(turn, title, reach), CaptionOf(turn, distance), i == 0 ? table.ToHtml() : "", i == 0
                ? table.ToString() : ""));
        return Figure.Of("position of the query",
            [.. turns.Select(turn => turn.M.ToString(CultureInfo.InvariantCulture))], 0, [.. views]);
    }

    private static void Check(Vector<float> vector, string name)
    {
        ArgumentNullException.ThrowIfNull(vector, name);
        if (vector.Count != 2 || !vector.All(float.IsFinite))
            throw new ArgumentException($"{name} must be two finite numbers, a pair that turns together: "
                + $"it has {vector.Count}"
                + $"{(vector.Count == 2 ? ", not all finite" : "")}. Take one pair, such as columns 0 and 1.", name);
    }

    private static Vector<float> Turned(Vector<float> pair, int position) =>
        Rope.Apply(pair.ToRowMatrix(), position).Row(0);

    private static string Pair(Vector<float> pair) =>
        $"({Numbers.Text(pair[0], "0.00")}, {Numbers.Text(pair[1], "0.00")})";

    private static Chart ChartOf(Turn turn, string title, double reach)
    {
        var frame = new Frame(Math.Max(Left + Side + Beside, HeatmapSize.TitleWidth(title)), Top + Side + 16, Left,
            0, Top, 16);
        return new(title, frame, [new(Axes.Bare(-reach, reach, Charts.Side.Bottom),
            Axes.Bare(-reach, reach, Charts.Side.Left)) { Area = new(0, 0, Side, Side) }])
        {
            Marks = [.. Arrow(turn.Query, "query", QueryColor, Dash.Solid, reach),
                .. Arrow(turn.Key, "key", KeyColor, Dash.Dashes, reach)],
            Notes = [new(turn.Words, Side + 20, 110)
            {
                Across = Anchor.Start, Down = Anchor.Start, Size = 18,
            }],
            Outlines = [new(-reach, 0, reach, 0, 0), new(0, -reach, 0, reach, 0)],
            Legend = Legend.RightOf(14 + Side - frame.PlotWidth) with { Switches = false },
            CanZoom = false,
            CanPlay = true,
        };
    }

    /// <summary>A shaft and two barbs, in one stroke.</summary>
    private static IEnumerable<Mark> Arrow(Vector<float> to, string name, string color, Dash dash, double reach)
    {
        double length = 0.09 * reach, angle = Math.Atan2(to[1], to[0]);
        (double X, double Y) Barb(double turn) =>
            (to[0] - length * Math.Cos(angle + turn), to[1] - length * Math.Sin(angle + turn));
        var (a, b) = (Barb(0.45), Barb(-0.45));
        yield return new Line(0, [0, to[0]], [0, to[1]], color) { Legend = name, Dash = dash, Hover = new(null) };
        yield return new Line(0, [a.X, to[0], b.X], [a.Y, to[1], b.Y], color) { Hover = new(null) };
    }

    private static Caption CaptionOf(Turn turn, int distance) => new(
        $"A query at position {turn.M} and a key at position {turn.N}, each turned by one radian per position: "
        + $"their dot product is {turn.Dot}.",
        $" It is the same wherever the two stand, for the distance stays {Numbers.Text(distance)}. "
            + "The slider moves both along the sequence.");

    private sealed record Turn(int M, int N, Vector<float> Query, Vector<float> Key)
    {
        internal string Words =>
            $"query at {M}\n{Pair(Query)}\n\nkey at {N}\n{Pair(Key)}\n\ndot product {Dot}";

        internal string Dot => Numbers.Text(Query.DotProduct(Key), "0.00");
    }
}
