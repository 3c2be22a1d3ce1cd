using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots;

/// <summary>An arrow from a box to one on its right: straight, or down and then across where it has to pass below
/// others.</summary>
internal static class FlowArrow
{
    private const double Gap = 8, Barb = 9, Far = 150; // pixels

    /// <summary>Points of a line; NaN lifts the pen.</summary>
    internal static IEnumerable<(double X, double Y)> Between(Area from, Area to, double? lane)
    {
        double toX = to.Left - Gap, toY = to.Top + to.Height / 2;
        double fromY = from.Top + from.Height / 2;
        var isAround = to.Left - from.Left - from.Width > Far && to.Top > from.Top + from.Height + 40;
        (double X, double Y)[] way = isAround
            ? [.. Start(from, lane), (lane ?? from.Left + from.Width / 2, toY), (toX, toY)]
            : [(from.Left + from.Width + Gap, fromY), (toX, toY)];
        var angle = Math.Atan2(toY - way[^2].Y, toX - way[^2].X);
        return [.. way, Back(0.5), (toX, toY), Back(-0.5), (double.NaN, double.NaN)];

        (double, double) Back(double turn) =>
            (toX - Barb * Math.Cos(angle + turn), toY - Barb * Math.Sin(angle + turn));
    }

    private static (double X, double Y)[] Start(Area from, double? lane) => lane is { } x
        ? [(from.Left + from.Width + Gap, from.Top + from.Height / 2), (x, from.Top + from.Height / 2)]
        : [(from.Left + from.Width / 2, from.Top + from.Height + Gap)];
}
