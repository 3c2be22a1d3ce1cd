using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Svg;

/// <summary>Draws what stands around the marks: title, notes, outlines, arrows, colour bars, the legend, a slider's
/// position.</summary>
internal static class SvgDecoration
{
    private const int LegendLine = 22;
    private const int Shades = 64;

    internal static void Draw(SvgWriter svg, Steps steps, Places at)
    {
        var chart = steps.Shown;
        foreach (var outline in chart.Outlines.Where(outline => outline.IsVisible)) Draw(svg, outline, at);
        foreach (var note in chart.Notes)
            svg.Text(at.X(note.X, note.Panel), at.Y(note.Y, note.Panel), note.Text, note.Across, note.Down, note.Size,
                isBold: note.IsBold);
        foreach (var arrow in chart.Arrows) Draw(svg, arrow, at);
        foreach (var bar in chart.Bars) Draw(svg, bar, at);
        Legend(svg, chart, at);
        if (steps.HasSlider) svg.Text(at.Frame.Left, at.Frame.Height - 34, steps.Position, size: 18);
        svg.Text(8, 12, chart.Title, down: Anchor.Start, size: 22);
    }

    private static void Draw(SvgWriter svg, Outline outline, Places at)
    {
        double x0 = at.X(outline.X0, outline.Panel), x1 = at.X(outline.X1, outline.Panel);
        double y0 = at.Y(outline.Y0, outline.Panel), y1 = at.Y(outline.Y1, outline.Panel);
        svg.Rect(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0), "none", outline.Color);
    }

    private static void Draw(SvgWriter svg, Arrow arrow, Places at)
    {
        double x0 = at.X(arrow.X0, arrow.Panel), y0 = at.Y(arrow.Y0, arrow.Panel);
        double x1 = at.X(arrow.X1, arrow.Panel), y1 = at.Y(arrow.Y1, arrow.Panel);
        double angle = Math.Atan2(y1 - y0, x1 - x0), back = 9;
        string Barb(double turn) =>
            $"M{SvgWriter.Pixels(x1 - back * Math.Cos(angle + turn))} "
            + $"{SvgWriter.Pixels(y1 - back * Math.Sin(angle + turn))}L{SvgWriter.Pixels(x1)} {SvgWriter.Pixels(y1)}";
        svg.Path($"M{SvgWriter.Pixels(x0)} {SvgWriter.Pixels(y0)}L{SvgWriter.Pixels(x1)} "
            + $"{SvgWriter.Pixels(y1)}{Barb(0.5)}{Barb(-0.5)}", "none", arrow.Color, 2);
    }

    private static void Draw(SvgWriter svg, ColorBar bar, Places at)
    {
        double x = at.Frame.Left + at.Frame.PlotWidth + 14, top = at.Frame.Top + bar.Top, bottom = top
            + (bar.Height ?? at.Frame.PlotHeight);
        svg.Text(x, top, bar.Unit, down: Anchor.Start, size: 18);
        top += 48;
        var (scale, height) = (bar.Scale, (bottom - top) / Shades);
        svg.OnPaper(() =>
        {
            for (var i = 0; i < Shades; i++)
                svg.Rect(x, bottom - (i + 1) * height, 16, height + 0.3,
                    scale.At(scale.Min + (i + 0.5) / Shades * (scale.Max - scale.Min)));
        });
        foreach (var tick in bar.Ticks)
            svg.Text(x + 21, bottom - (tick.At - scale.Min) / (scale.Max - scale.Min) * (bottom - top), tick.Label);
    }

    private static void Legend(SvgWriter svg, Chart chart, Places at)
    {
        var (frame, legend) = (at.Frame, chart.Legend);
        double x = legend.IsBelow ? frame.Left : frame.Left + frame.PlotWidth + legend.Left + 10;
        double y = legend.IsBelow ? frame.Top + frame.PlotHeight + 18 : frame.Top + 12;
        foreach (var (i, mark) in chart.InLegend.Where(mark => !mark.IsOff).Index())
        {
            Sample(svg, mark, x, y + i * LegendLine);
            svg.Text(x + 36, y + i * LegendLine, mark.Legend!);
        }
    }

    private static void Sample(SvgWriter svg, Mark mark, double x, double y)
    {
        switch (mark)
        {
            case Hatching hatching:
                svg.OnPaper(() => svg.Rect(x, y - 7, 28, 14, svg.Hatching(hatching.Pattern)));
                break;
            case Bands bands: svg.Rect(x, y - 7, 28, 14, bands.Color); break;
            case Bars bars: svg.Rect(x, y - 7, 28, 14, bars.Items[0].Fill, bars.Stroke, 1); break;
            case Line line:
                svg.Path($"M{SvgWriter.Pixels(x)} {SvgWriter.Pixels(y)}h28", "none", line.Color, 3, line.Dash);
                if (line.Symbol is { } symbol) svg.Marker(x + 14, y, SvgSymbol.Path(symbol, 4.5), line.Color,
                    line.Color);
                break;
        }
    }
}
