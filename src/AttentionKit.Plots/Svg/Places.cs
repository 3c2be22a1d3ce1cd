using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Svg;

/// <summary>Where the numbers of each panel's axes are in a picture, in pixels.</summary>
internal sealed class Places(Chart chart)
{
    internal Frame Frame => chart.Frame;

    /// <summary>The pixel of a number on a panel's x axis; of a pixel among the plots where there is no
    /// panel.</summary>
    internal double X(double x, int? panel)
    {
        if (panel is not { } i) return Frame.Left + x;
        var (left, right) = Across(i);
        return left + chart.Panels[i].X.Fraction(x) * (right - left);
    }

    /// <summary>The pixel of a number on a panel's y axis, as <see cref="X"/>.</summary>
    internal double Y(double y, int? panel)
    {
        if (panel is not { } i) return Frame.Top + y;
        var (top, bottom) = Down(i);
        return bottom + chart.Panels[i].Y.Fraction(y) * (top - bottom);
    }

    /// <summary>The left and the right side of a panel.</summary>
    internal (double Left, double Right) Across(int panel)
    {
        var area = AreaOf(panel);
        return (Frame.Left + area.Left, Frame.Left + area.Left + area.Width);
    }

    /// <summary>The upper and the lower side of a panel.</summary>
    internal (double Top, double Bottom) Down(int panel)
    {
        var area = AreaOf(panel);
        return (Frame.Top + area.Top, Frame.Top + area.Top + area.Height);
    }

    private Area AreaOf(int panel) => chart.Panels[chart.Panels[panel].Over ?? panel].Area
        ?? new(0, 0, Frame.PlotWidth, Frame.PlotHeight);
}
