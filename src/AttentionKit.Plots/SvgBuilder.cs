using System.Globalization;
using System.Text;

namespace AttentionKit.Plots;

/// <summary>Writes the elements of an SVG picture. Lengths are pixels.</summary>
internal sealed class SvgBuilder
{
    private readonly StringBuilder _svg = new();
    private readonly HashSet<string> _patterns = [];

    internal void Rect(double x, double y, double width, double height, string fill, string stroke = "none", double strokeWidth = 0) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"").Append(Stroke(stroke, strokeWidth)).Append("/>");

    internal void Path(string data, string fill, string stroke, double strokeWidth, string dash, double opacity)
    {
        _svg.Append("<path d=\"").Append(data).Append("\" fill=\"").Append(fill).Append('"').Append(Stroke(stroke, strokeWidth));
        if (dash == "dash") _svg.Append(" stroke-dasharray=\"9 6\"");
        else if (dash == "dot") _svg.Append(" stroke-dasharray=\"3 4\"");
        else if (dash == "dashdot") _svg.Append(" stroke-dasharray=\"9 4 2 4\"");
        if (opacity < 1) _svg.Append(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"");
        _svg.Append("/>");
    }

    /// <summary>A path around (x, y), its lines as thick as a symbol's.</summary>
    internal void Marker(double x, double y, FormattableString path, string fill, string stroke) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<path transform=\"translate({x:0.##} {y:0.##})\" d=\"").Append(FormattableString.Invariant(path)).Append(CultureInfo.InvariantCulture, $"\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"2\"/>");

    internal void Image(double x, double y, double width, double height, byte[] png) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<image x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>");

    /// <summary>Text in Plotly's markup: entities, and the elements br and b. Its middle line, or its first or last, is at y.</summary>
    /// <param name="x">Where it starts, has its middle, or ends: as <paramref name="anchor"/> says.</param>
    /// <param name="y">Height of the line that <paramref name="vertical"/> names.</param>
    /// <param name="text">Escaped already.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="vertical">top: the first line is below y. bottom: the last line is above y. middle: around y.</param>
    /// <param name="size">Of the font.</param>
    /// <param name="color">Of the text; the picture's when null.</param>
    /// <param name="angle">Degrees, clockwise.</param>
    internal void Text(double x, double y, string text, string anchor = "start", string vertical = "middle", double size = 15, string? color = null, double angle = 0)
    {
        var lines = text.Replace("&nbsp;", "&#160;").Split("<br>");
        var line = 1.3 * size;
        var first = 0.35 * size + vertical switch { "top" => line / 2, "bottom" => -line * (lines.Length - 0.5), _ => -line * (lines.Length - 1) / 2 };
        _svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({x:0.##} {y:0.##})");
        if (angle != 0) _svg.Append(CultureInfo.InvariantCulture, $" rotate({angle})");
        _svg.Append("\" text-anchor=\"").Append(anchor).Append('"');
        if (size != 15) _svg.Append(CultureInfo.InvariantCulture, $" font-size=\"{size}\"");
        if (color is not null) _svg.Append(" fill=\"").Append(color).Append('"');
        _svg.Append('>');
        for (var i = 0; i < lines.Length; i++)
        {
            var bold = lines[i].Contains("<b>", StringComparison.Ordinal) ? " font-weight=\"bold\"" : "";
            _svg.Append(CultureInfo.InvariantCulture, $"<text y=\"{first + i * line:0.##}\"{bold}>{lines[i].Replace("<b>", "").Replace("</b>", "")}</text>");
        }
        _svg.Append("</g>");
    }

    /// <summary>The fill of a hatched area.</summary>
    internal string Hatching(string shape, string background, string lines)
    {
        var name = "attentionkit-" + shape switch { "/" => "slash", "+" => "plus", _ => "cross" };
        var path = shape switch { "/" => "M-2 2 2-2M0 9 9 0M7 11 11 7", "+" => "M4.5 0V9M0 4.5H9", _ => "M0 0 9 9M9 0 0 9" };
        if (_patterns.Add(name))
            _svg.Append(CultureInfo.InvariantCulture, $"<pattern id=\"{name}\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\"><rect width=\"9\" height=\"9\" fill=\"{background}\"/><path d=\"{path}\" stroke=\"{lines}\" fill=\"none\"/></pattern>");
        return $"url(#{name})";
    }

    public override string ToString() => _svg.ToString();

    private static string Stroke(string color, double width) =>
        width == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" stroke=\"{color}\" stroke-width=\"{width:0.##}\"");
}
