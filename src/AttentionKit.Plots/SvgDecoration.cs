using System.Text.Json.Nodes;

namespace AttentionKit.Plots;

/// <summary>Draws what stands around the traces: title, notes, outlines, colour bars, the legend, and the position of a slider.</summary>
internal static class SvgDecoration
{
    private const int LegendLine = 22;

    internal static void Draw(SvgBuilder svg, JsonObject layout, JsonObject[] traces, SvgAxes axes)
    {
        foreach (var shape in Array(layout["shapes"])) Shape(svg, shape, axes);
        foreach (var note in Array(layout["annotations"])) Annotation(svg, note, axes);
        foreach (var trace in traces) Bar(svg, trace, axes);
        Legend(svg, layout, traces, axes);
        if (layout["sliders"]?[0] is { } slider) Slider(svg, slider, (double)layout["height"]!, axes);
        svg.Text(8, 12, (string)layout["title"]!["text"]!, vertical: "top", size: 22);
    }

    private static IEnumerable<JsonNode> Array(JsonNode? array) => array is null ? [] : array.AsArray().OfType<JsonNode>().Where(item => (bool?)item["visible"] != false);

    private static void Shape(SvgBuilder svg, JsonNode shape, SvgAxes axes)
    {
        double x0 = axes.At(Reference(shape, "x"), (double)shape["x0"]!), x1 = axes.At(Reference(shape, "x"), (double)shape["x1"]!);
        double y0 = axes.At(Reference(shape, "y"), (double)shape["y0"]!), y1 = axes.At(Reference(shape, "y"), (double)shape["y1"]!);
        var (color, width) = ((string)shape["line"]!["color"]!, (double)shape["line"]!["width"]!);
        if ((string)shape["type"]! == "line") svg.Path(FormattableString.Invariant($"M{x0:0.##} {y0:0.##}L{x1:0.##} {y1:0.##}"), "none", color, width, "solid", 1);
        else svg.Rect(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0), "none", color, width);
    }

    private static void Annotation(SvgBuilder svg, JsonNode note, SvgAxes axes)
    {
        var anchor = (string?)note["xanchor"] switch { "left" => "start", "right" => "end", _ => "middle" };
        svg.Text(axes.At(Reference(note, "x"), (double)note["x"]!), axes.At(Reference(note, "y"), (double)note["y"]!), (string)note["text"]!, anchor, (string?)note["yanchor"] ?? "middle", (double?)note["font"]?["size"] ?? 15);
    }

    private static string Reference(JsonNode item, string axis) => (string?)item[axis + "ref"] is { } name && name != "paper" ? name : $"paper {axis}";

    private static void Bar(SvgBuilder svg, JsonObject trace, SvgAxes axes)
    {
        var isHeatmap = (string?)trace["type"] == "heatmap";
        var colors = isHeatmap ? trace : trace["marker"] as JsonObject;
        if (colors?["colorbar"] is not { } bar || (bool?)colors["showscale"] == false) return;
        double min = (double)colors[isHeatmap ? "zmin" : "cmin"]!, max = (double)colors[isHeatmap ? "zmax" : "cmax"]!;
        var stops = SvgTrace.Stops(colors["colorscale"]!);
        var x = bar["x"] is { } given ? axes.PaperX((double)given) : axes.PaperX(1);
        var top = axes.PaperY((double?)bar["y"] ?? 1);
        var bottom = axes.PaperY(((double?)bar["y"] ?? 1) - ((double?)bar["len"] ?? 1));
        x += 14;
        svg.Text(x, top, (string)bar["title"]!["text"]!, vertical: "top", size: 18);
        top += 48;
        const int bands = 64;
        var height = (bottom - top) / bands;
        for (var i = 0; i < bands; i++) svg.Rect(x, bottom - (i + 1) * height, 16, height + 0.3, SvgTrace.Color(stops, (i + 0.5) / bands));
        foreach (var (value, text) in bar["tickvals"]!.AsArray().Zip(bar["ticktext"]!.AsArray()))
            svg.Text(x + 21, bottom - ((double)value! - min) / (max - min) * (bottom - top), (string)text!);
    }

    private static void Legend(SvgBuilder svg, JsonObject layout, JsonObject[] traces, SvgAxes axes)
    {
        var named = traces.Where(trace => trace["name"] is not null && (bool?)trace["showlegend"] != false).ToArray();
        if (named.Length == 0) return;
        var below = ((double?)layout["legend"]?["y"] ?? 1) == 0;
        double x = below ? axes.PaperX(0) : axes.PaperX((double?)layout["legend"]?["x"] ?? 1) + 10, y = below ? axes.PaperY(0) + 18 : axes.PaperY(1) + 12;
        foreach (var (trace, at) in named.Select((trace, i) => (trace, y + i * LegendLine)))
        {
            if ((string?)trace["type"] == "bar") svg.Rect(x, at - 7, 28, 14, SvgTrace.Fill(svg, trace, 0));
            else if (trace["fillcolor"] is { } fill) svg.Rect(x, at - 7, 28, 14, (string)fill!);
            else LineSample(svg, trace, x, at);
            svg.Text(x + 36, at, (string)trace["name"]!);
        }
    }

    private static void LineSample(SvgBuilder svg, JsonObject trace, double x, double y)
    {
        svg.Path(FormattableString.Invariant($"M{x:0.##} {y:0.##}h28"), "none", (string)trace["line"]!["color"]!, (double)trace["line"]!["width"]!, (string?)trace["line"]!["dash"] ?? "solid", 1);
        if (((string?)trace["mode"])?.Contains("markers", StringComparison.Ordinal) == true) SvgTrace.Marker(svg, x + 14, y, trace["marker"]!);
    }

    private static void Slider(SvgBuilder svg, JsonNode slider, double height, SvgAxes axes) =>
        svg.Text(axes.PaperX(0), height - 34, (string)slider["currentvalue"]!["prefix"]! + (string)slider["steps"]![(int)slider["active"]!]!["label"]!, size: 18);
}
