using System.Text.Json.Nodes;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>A chart as SVG, drawn by us from the same JSON that Plotly draws: for pages without script, and to save.</summary>
/// <remarks>It draws what the kit's figures are made of, not all that Plotly knows.</remarks>
internal static class SvgPicture
{
    /// <summary>For inside a page: text has the page's colour, and nothing is behind it.</summary>
    internal static string Inline(GenericChart chart, string title) => Of(chart, title, "color:inherit", "");

    /// <summary>A file of its own: dark on white.</summary>
    internal static string Standalone(GenericChart chart, string title, string description) =>
        Of(chart, title, "color:#1f1f1f", $"<desc>{Markup.Escape(description)}</desc><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");

    private static string Of(GenericChart chart, string title, string style, string first)
    {
        var json = JsonNode.Parse(GenericChart.toJson(chart))!;
        var layout = json["layout"]!.AsObject();
        var svg = new SvgBuilder();
        var axes = new SvgAxes(layout);
        var traces = json["data"]!.AsArray().Where(trace => trace!["visible"] is not { } visible || visible.GetValueKind() == System.Text.Json.JsonValueKind.True).Select(trace => trace!.AsObject()).ToArray();
        foreach (var trace in traces) SvgTrace.Draw(svg, trace, axes);
        axes.Draw(svg);
        SvgDecoration.Draw(svg, layout, traces, axes);
        int width = (int)layout["width"]!, height = (int)layout["height"]!;
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Markup.Escape(title)}\" font-family=\"system-ui, sans-serif\" font-size=\"15\" fill=\"currentColor\" style=\"{style};max-width:100%;height:auto\">{first}{svg}</svg>";
    }
}
