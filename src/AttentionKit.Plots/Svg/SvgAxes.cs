using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Svg;

/// <summary>Writes the names and numbers beside the panels.</summary>
internal static class SvgAxes
{
    private const int Gap = 7; // between cells and labels
    private const int TitleSize = 18;

    internal static void Draw(SvgWriter svg, Chart chart, Places at)
    {
        foreach (var (i, panel) in chart.Panels.Index())
        {
            DrawX(svg, panel.X, i, at);
            DrawY(svg, panel.Y, i, at);
        }
    }

    private static void DrawX(SvgWriter svg, Axis axis, int panel, Places at)
    {
        var ((left, right), (top, bottom), isTop) = (at.Across(panel), at.Down(panel), axis.Side == Side.Top);
        var (y, lines) = (isTop ? top - Gap : bottom + Gap, 0);
        foreach (var tick in Shown(axis))
        {
            var x = at.X(tick.At, panel);
            if (axis.HasGrid) svg.Path(Grid(x, top, 'V', bottom), "none", Outline.Grey, 0.4);
            if (axis.Angle == 0) svg.Text(x, y, tick.Label, Anchor.Middle, isTop ? Anchor.End : Anchor.Start);
            else svg.Text(x, y, tick.Label, angle: axis.Angle);
            lines = Math.Max(lines, axis.Angle == 0 ? tick.Label.Split('\n').Length : 1
                + TokenLabel.Length(tick.Label) / 3);
        }
        var beyond = (isTop ? -1 : 1) * (20 * lines + axis.Standoff);
        svg.Text((left + right) / 2, y + beyond, axis.Title, Anchor.Middle, isTop ? Anchor.End : Anchor.Start,
            TitleSize);
    }

    private static void DrawY(SvgWriter svg, Axis axis, int panel, Places at)
    {
        var ((left, right), (top, bottom), isRight) = (at.Across(panel), at.Down(panel), axis.Side == Side.Right);
        var (x, longest) = (isRight ? right : left, 0);
        foreach (var tick in Shown(axis))
        {
            var y = at.Y(tick.At, panel);
            if (axis.HasGrid) svg.Path(Grid(left, y, 'H', right), "none", Outline.Grey, 0.4);
            svg.Text(isRight ? x + Gap : x - Gap, y, tick.Label, isRight ? Anchor.Start : Anchor.End);
            longest = Math.Max(longest, tick.Label.Split('\n').Max(TokenLabel.Length));
        }
        var beyond = isRight ? x + 30 + 8.6 * longest : Math.Max(14, x - 26 - 8.6 * longest);
        svg.Text(beyond, (top + bottom) / 2, axis.Title, Anchor.Middle, size: TitleSize, angle: -90);
    }

    private static string Grid(double x, double y, char direction, double to) =>
        $"M{SvgWriter.Pixels(x)} {SvgWriter.Pixels(y)}{direction}{SvgWriter.Pixels(to)}";

    private static IReadOnlyList<Tick> Shown(Axis axis) => axis.Labels == TickLabels.Shown ? axis.Ticks : [];
}
