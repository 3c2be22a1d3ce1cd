using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Charts;

/// <summary>The kinds of axes that figures have.</summary>
internal static class Axes
{
    private const int MostTicks = 6;
    private static readonly int[] s_steps = [1, 2, 5, 10];

    /// <summary>Names at 0, 1, 2 …: a token that comes twice keeps both of its places. One label every so many
    /// names.</summary>
    internal static Axis Names(IReadOnlyList<string> names, string title, Side side, int step = 1, int angle = 0) =>
        OfCells(names.Count, side) with
        {
            Title = title,
            Angle = angle,
            Ticks = [.. names.Select((name, i) => new Tick(i, name)).Where(tick => tick.At % step == 0)],
        };

    /// <summary>Names that only hovering shows.</summary>
    internal static Axis Hidden(IReadOnlyList<string> names, Side side) => Names(names, "", side)
        with
    { Labels = TickLabels.Unseen };

    /// <summary>Nothing is written beside it.</summary>
    internal static Axis Bare(double from, double to, Side side) => new(from, to, side) { Labels = TickLabels.Unseen };

    /// <summary>As long as so many cells; cell 0 is at the left, or on top.</summary>
    internal static Axis OfCells(int count, Side side) =>
        side is Side.Left or Side.Right ? new(count - 0.5, -0.5, side) : new(-0.5, count - 0.5, side);

    /// <summary>Ticks at 1, 2 or 5 times a power of ten: every version of Plotly, and our SVG, shows the same
    /// ones.</summary>
    internal static Axis Linear(double min, double max, string title, Side side)
    {
        if (!(max > min)) (min, max) = (min - 1, max + 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10((max - min) / MostTicks)));
        var step = s_steps.Select(times => times * power).First(step => (max - min) / step <= MostTicks);
        double first = Math.Ceiling(min / step), last = Math.Floor(max / step);
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 12));
        return new(Math.Round(min, 6), Math.Round(max, 6), side)
        {
            Title = title,
            HasGrid = true,
            Ticks = [.. ticks.Select(tick => new Tick(tick, Numbers.Text((float)tick)))],
        };
    }

    /// <summary>Ticks at powers of ten, and at 2 and 5 times them where the axis is short.</summary>
    internal static Axis Log(double min, double max, string title, Side side)
    {
        double low = Math.Log10(min), high = Math.Log10(max);
        var margin = Math.Max(0.05, 0.04 * (high - low));
        return new(Math.Round(low - margin, 6), Math.Round(high + margin, 6), side)
        {
            Title = title,
            HasGrid = true,
            IsLog = true,
            Ticks = [.. Powers(low, high)
                .Where(tick => Math.Log10(tick) >= low - margin && Math.Log10(tick) <= high + margin)
                .Select(tick => new Tick(tick, Numbers.Power(tick)))],
        };
    }

    private static IEnumerable<double> Powers(double low, double high)
    {
        var factors = high - low > 2.5 ? [1.0] : new[] { 1.0, 2, 5 };
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / 8));
        for (var power = (int)Math.Floor(low); power <= (int)Math.Ceiling(high); power++)
            if (power % every == 0)
                foreach (var factor in factors) yield return factor * Math.Pow(10, power);
    }
}
