using System.Globalization;
using System.Text;
using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Svg;

/// <summary>Draws what stands in the panels.</summary>
internal static class SvgMarks
{
    private const int MostRects = 1600;

    internal static void Draw(SvgWriter svg, Mark mark, Places at)
    {
        if (mark is Cells or Hatching or Texts or Bars { TextOutside: false })
            svg.OnPaper(() => DrawMark(svg, mark, at));
        else DrawMark(svg, mark, at);
    }

    private static void DrawMark(SvgWriter svg, Mark mark, Places at)
    {
        switch (mark)
        {
            case Cells cells: Draw(svg, cells, at); break;
            case Hatching hatching: Draw(svg, hatching, at); break;
            case Bars bars: Draw(svg, bars, at); break;
            case Texts texts: foreach (var word in texts.Words) Draw(svg, word, texts, at); break;
            case Bands bands: Draw(svg, bands, at); break;
            case Line line: Draw(svg, line, at); break;
            case Dots dots: Draw(svg, dots, at); break;
        }
    }

    private static void Draw(SvgWriter svg, Cells cells, Places at)
    {
        double left = at.X(-0.5, cells.Panel), right = at.X(cells.NColumns - 0.5, cells.Panel);
        double top = at.Y(-0.5, cells.Panel), bottom = at.Y(cells.NRows - 0.5, cells.Panel);
        if (cells.Values.Length > MostRects)
        {
            svg.Image(left, top, right - left, bottom - top, SvgPixels.Of(cells));
            return;
        }
        double width = (right - left) / cells.NColumns, height = (bottom - top) / cells.NRows;
        foreach (var (i, value) in cells.Values.Index())
            if (float.IsFinite(value))
                // 0.3: no gaps
                svg.Rect(left + i % cells.NColumns * width, top + i / cells.NColumns * height, width + 0.3, height
                    + 0.3, cells.Scale.At(value));
    }

    /// <summary>One path for all, of half the bytes: a mask hides thousands of runs in a grid of heads.</summary>
    private static void Draw(SvgWriter svg, Hatching hatching, Places at)
    {
        var path = new StringBuilder();
        foreach (var box in hatching.Boxes)
        {
            double x0 = at.X(box.X0, hatching.Panel), x1 = at.X(box.X1, hatching.Panel);
            double y0 = at.Y(box.Y - hatching.Thickness / 2, hatching.Panel),
                y1 = at.Y(box.Y + hatching.Thickness / 2, hatching.Panel);
            path.Append(CultureInfo.InvariantCulture, $"M{x0:0.#} {y0:0.#}H{x1:0.#}V{y1:0.#}H{x0:0.#}");
        }
        svg.Path(path.ToString(), svg.Hatching(hatching.Pattern));
    }

    private static void Draw(SvgWriter svg, Bars bars, Places at)
    {
        foreach (var bar in bars.Items)
        {
            double x0 = at.X(bar.Box.X0, bars.Panel), x1 = at.X(bar.Box.X1, bars.Panel);
            double y0 = at.Y(bar.Box.Y - bars.Thickness / 2, bars.Panel),
                y1 = at.Y(bar.Box.Y + bars.Thickness / 2, bars.Panel);
            if (!double.IsFinite(x0 + x1)) continue;
            if (bar.Fill != "none") svg.Rect(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0),
                bar.Fill, bars.Stroke, 1);
            if (bars.TextOutside) svg.Text(x1 + (x1 < x0 ? -5 : 5), (y0 + y1) / 2, bar.Text, x1 < x0 ? Anchor.End
                : Anchor.Start, size: bars.TextSize, color: bar.TextColor);
            else svg.Text((x0 + x1) / 2, (y0 + y1) / 2, bar.Text, Anchor.Middle, size: bars.TextSize,
                color: bar.TextColor);
        }
    }

    private static void Draw(SvgWriter svg, Word word, Texts texts, Places at) =>
        svg.Text(at.X(word.X, texts.Panel), at.Y(word.Y, texts.Panel), word.Text, Anchor.Middle, size: texts.Size,
            color: word.Color);

    private static void Draw(SvgWriter svg, Bands bands, Places at)
    {
        if (bands.Opacity == 0) return;
        var path = new StringBuilder();
        foreach (var band in bands.Items)
        {
            double x0 = at.X(band.X0, bands.Panel), x1 = at.X(band.X1, bands.Panel), half = band.Thickness / 2;
            double a = at.Y(band.Y0 - half, bands.Panel), b = at.Y(band.Y1 - half, bands.Panel);
            double c = at.Y(band.Y1 + half, bands.Panel), d = at.Y(band.Y0 + half, bands.Panel);
            path.Append(CultureInfo.InvariantCulture, $"M{x0:0.#} {a:0.#}L{x1:0.#} {b:0.#}V{c:0.#}L{x0:0.#} {d:0.#}Z");
        }
        svg.Path(path.ToString(), bands.Color, opacity: bands.Opacity);
    }

    private static void Draw(SvgWriter svg, Line line, Places at)
    {
        var path = new StringBuilder();
        var isStarted = false;
        for (var i = 0; i < line.X.Count; i++)
        {
            double x = at.X(line.X[i], line.Panel), y = at.Y(line.Y[i], line.Panel);
            var isThere = double.IsFinite(x + y);
            if (isThere) path.Append(CultureInfo.InvariantCulture, $"{(isStarted ? 'L' : 'M')}{x:0.#} {y:0.#}");
            isStarted = isThere;
        }
        svg.Path(path.ToString(), "none", line.Color, line.Thickness, line.Dash);
        if (line.Symbol is not { } symbol) return;
        for (var i = 0; i < line.X.Count; i++)
            if (double.IsFinite(line.X[i] + line.Y[i]))
                svg.Marker(at.X(line.X[i], line.Panel), at.Y(line.Y[i], line.Panel), SvgSymbol.Path(symbol, 4.5),
                    line.Color, line.Color);
    }

    private static void Draw(SvgWriter svg, Dots dots, Places at)
    {
        if (dots.Opacity == 0) return;
        foreach (var word in dots.Words)
        {
            double x = at.X(word.X, dots.Panel), y = at.Y(word.Y, dots.Panel);
            svg.Marker(x, y, SvgSymbol.Path(Symbol.Circle, dots.Size / 2), dots.Fill, dots.Stroke ?? dots.Fill);
            svg.Text(x, y, word.Text, Anchor.Middle, size: 14, color: "#000");
        }
    }
}
