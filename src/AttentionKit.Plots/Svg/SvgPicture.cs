using System.Globalization;
using System.Text;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Svg;

/// <summary>A chart as SVG: for pages without script, for print, and to save.</summary>
internal static class SvgPicture
{
    /// <summary>For inside a page: text has the page's colour, and nothing is behind it.</summary>
    internal static string Inline(Steps steps) => Of(steps, "color:inherit", null);

    /// <summary>A file of its own: dark on white.</summary>
    internal static string Standalone(Steps steps, string description) => Of(steps, "color:#1f1f1f", description);

    private static string Of(Steps steps, string style, string? description)
    {
        var chart = steps.Shown;
        var text = new StringBuilder();
        using (var svg = new SvgWriter(text))
        {
            svg.Start("svg");
            Attributes(svg, chart, style);
            if (description is not null) Background(svg, description);
            var places = new Places(chart);
            foreach (var mark in chart.Marks.Where(mark => !mark.IsOff)) SvgMarks.Draw(svg, mark, places);
            SvgAxes.Draw(svg, chart, places);
            SvgDecoration.Draw(svg, steps, places);
            svg.End();
        }
        return text.ToString();
    }

    private static void Attributes(SvgWriter svg, Chart chart, string style)
    {
        svg.Attribute("width", chart.Frame.Width);
        svg.Attribute("height", chart.Frame.Height);
        svg.Attribute("viewBox", string.Create(CultureInfo.InvariantCulture,
            $"0 0 {chart.Frame.Width} {chart.Frame.Height}"));
        svg.Attribute("role", "img");
        svg.Attribute("aria-label", chart.Title);
        svg.Attribute("font-family", "system-ui, sans-serif");
        svg.Attribute("font-size", SvgWriter.TextSize);
        svg.Attribute("fill", "currentColor");
        svg.Attribute("style", style + ";max-width:100%;height:auto");
    }

    private static void Background(SvgWriter svg, string description)
    {
        svg.Element("desc", description);
        svg.Start("rect");
        svg.Attribute("width", "100%");
        svg.Attribute("height", "100%");
        svg.Attribute("fill", "#fff");
        svg.End();
    }
}
