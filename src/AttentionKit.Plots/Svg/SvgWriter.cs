using System.Globalization;
using System.Text;
using System.Xml;
using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Svg;

/// <summary>Writes the elements of an SVG picture. Lengths are pixels.</summary>
internal sealed class SvgWriter(StringBuilder text) : IDisposable
{
    internal const double TextSize = 15;

    private const string Namespace = "http://www.w3.org/2000/svg";
    private static readonly XmlWriterSettings s_settings =
        new() { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.None };

    private readonly XmlWriter _xml = XmlWriter.Create(text, s_settings);
    private readonly HashSet<Pattern> _patterns = [];

    internal void Start(string name) => _xml.WriteStartElement(name, Namespace);

    internal void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    internal void Attribute(string name, double value) => Attribute(name, Pixels(value));

    internal void End() => _xml.WriteEndElement();

    /// <summary>What brings its own colours, light as paper: on a dark page they turn over, as those of a table's cells
    /// do.</summary>
    internal void OnPaper(Action draw)
    {
        Start("g");
        Attribute("class", "attentionkit-cells");
        draw();
        End();
    }

    internal void Element(string name, string content) => _xml.WriteElementString(name, Namespace, content);

    public void Dispose() => _xml.Dispose();

    internal static string Pixels(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    internal void Rect(double x, double y, double width, double height, string fill, string? stroke = null,
        double strokeWidth = 3)
    {
        Start("rect");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", width);
        Attribute("height", height);
        Attribute("fill", fill);
        Stroke(stroke, strokeWidth);
        End();
    }

    internal void Path(string data, string fill, string? stroke = null, double strokeWidth = 3, Dash dash = Dash.Solid,
        double opacity = 1)
    {
        Start("path");
        Attribute("d", data);
        Attribute("fill", fill);
        Stroke(stroke, strokeWidth);
        if (dash != Dash.Solid) Attribute("stroke-dasharray",
            dash switch { Dash.Dashes => "9 6", Dash.Dots => "3 4", _ => "9 4 2 4" });
        if (opacity < 1) Attribute("opacity", opacity);
        End();
    }

    /// <summary>A path around (x, y), its lines as thick as a symbol's.</summary>
    internal void Marker(double x, double y, string path, string fill, string stroke)
    {
        Start("path");
        Attribute("transform", $"translate({Pixels(x)} {Pixels(y)})");
        Attribute("d", path);
        Attribute("fill", fill);
        Stroke(stroke, 2);
        End();
    }

    internal void Image(double x, double y, double width, double height, byte[] png)
    {
        Start("image");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", width);
        Attribute("height", height);
        Attribute("preserveAspectRatio", "none");
        Attribute("style", "image-rendering:pixelated");
        Attribute("href", "data:image/png;base64," + Convert.ToBase64String(png));
        End();
    }

    /// <summary>Lines of text. The first, the last or all of them around y, as <paramref name="down"/> says.</summary>
    internal void Text(
        double x, double y, string words, Anchor across = Anchor.Start, Anchor down = Anchor.Middle,
            double size = TextSize,
        string? color = null, double angle = 0, bool isBold = false)
    {
        if (words.Length == 0) return;
        var lines = words.Split('\n');
        var line = 1.3 * size;
        var first = 0.35 * size + down switch
        {
            Anchor.Start => line / 2,
            Anchor.End => -line * (lines.Length - 0.5),
            _ => -line * (lines.Length - 1) / 2,
        };
        Start("g");
        Attribute("transform", $"translate({Pixels(x)} {Pixels(y)}){(angle == 0 ? "" : $" rotate({Pixels(angle)})")}");
        Attribute("text-anchor", across switch { Anchor.Start => "start", Anchor.Middle => "middle", _ => "end" });
        if (size != TextSize) Attribute("font-size", size);
        if (color is not null) Attribute("fill", color);
        if (isBold) Attribute("font-weight", "bold");
        foreach (var (i, one) in lines.Index())
        {
            Start("text");
            Attribute("y", first + i * line);
            _xml.WriteString(one);
            End();
        }
        End();
    }

    /// <summary>The fill of a hatched area.</summary>
    internal string Hatching(Pattern pattern)
    {
        var name = "attentionkit-" + pattern.ToString().ToLowerInvariant();
        if (_patterns.Add(pattern)) Define(name, pattern);
        return $"url(#{name})";
    }

    private void Define(string name, Pattern pattern)
    {
        Start("pattern");
        Attribute("id", name);
        Attribute("width", 9);
        Attribute("height", 9);
        Attribute("patternUnits", "userSpaceOnUse");
        Rect(0, 0, 9, 9, ColorScale.NotANumber);
        var lines = pattern switch
        {
            Pattern.Slashes => "M-2 2 2-2M0 9 9 0M7 11 11 7",
            Pattern.Pluses => "M4.5 0V9M0 4.5H9",
            _ => "M0 0 9 9M9 0 0 9",
        };
        Path(lines, "none", "#a8a8a8", 1);
        End();
    }

    private void Stroke(string? color, double width)
    {
        if (color is null) return;
        Attribute("stroke", color);
        Attribute("stroke-width", width);
    }
}
