using System.Text.Json.Nodes;

namespace AttentionKit.Plots;

/// <summary>Where the numbers of each axis are in a picture, and the names beside them.</summary>
internal sealed class SvgAxes
{
    private const int Gap = 7; // between cells and labels

    private readonly JsonObject _layout;
    private readonly double _left, _top, _width, _height;

    internal SvgAxes(JsonObject layout)
    {
        _layout = layout;
        var margin = layout["margin"]!;
        (_left, _top) = ((double)margin["l"]!, (double)margin["t"]!);
        (_width, _height) = ((double)layout["width"]! - _left - (double)margin["r"]!, (double)layout["height"]! - _top - (double)margin["b"]!);
    }

    /// <summary>The pixel of a fraction of all plots, from the left.</summary>
    internal double PaperX(double fraction) => _left + fraction * _width;

    /// <summary>The pixel of a fraction of all plots, counted from the bottom.</summary>
    internal double PaperY(double fraction) => _top + (1 - fraction) * _height;

    /// <summary>The pixel of a number on an axis, "x", "y2" …; the axis itself is named "x domain" and counts from 0 to 1; all plots are "paper".</summary>
    internal double At(string axis, double value)
    {
        if (axis is "paper x") return PaperX(value);
        if (axis is "paper y") return PaperY(value);
        var parts = axis.Split(' ');
        var (start, end) = Ends(parts[0]);
        if (parts.Length == 2) return start + value * (end - start);
        var settings = Settings(parts[0]);
        double from = (double)settings["range"]![0]!, to = (double)settings["range"]![1]!;
        return start + ((string?)settings["type"] == "log" ? Math.Log10(value) - from : value - from) / (to - from) * (end - start);
    }

    /// <summary>Pixels between which an axis lies.</summary>
    private (double Start, double End) Ends(string axis)
    {
        var domain = Settings(axis)["domain"];
        double from = domain is null ? 0 : (double)domain[0]!, to = domain is null ? 1 : (double)domain[1]!;
        return axis[0] == 'x' ? (PaperX(from), PaperX(to)) : (PaperY(from), PaperY(to));
    }

    private JsonNode Settings(string axis) => _layout[$"{axis[0]}axis{axis[1..]}"]!;

    internal void Draw(SvgBuilder svg)
    {
        foreach (var (name, settings) in _layout.Where(property => property.Key.StartsWith("xaxis", StringComparison.Ordinal) || property.Key.StartsWith("yaxis", StringComparison.Ordinal)))
        {
            var axis = name[0] + name[5..];
            var anchor = (string?)settings!["anchor"] ?? (axis[0] == 'x' ? "y" : "x") + (settings["overlaying"] is null ? axis[1..] : "");
            if (axis[0] == 'x') DrawX(svg, axis, settings, anchor);
            else DrawY(svg, axis, settings, anchor);
        }
    }

    private void DrawX(SvgBuilder svg, string axis, JsonNode settings, string anchor)
    {
        var top = (string?)settings["side"] == "top";
        var (bottomEdge, topEdge) = Ends(anchor);
        var y = top ? topEdge - Gap : bottomEdge + Gap;
        var angle = (double?)settings["tickangle"] ?? 0;
        var lines = 0;
        foreach (var (value, label) in Ticks(settings))
        {
            var x = At(axis, value);
            if (Grid(settings)) svg.Path(FormattableString.Invariant($"M{x:0.##} {topEdge:0.##}V{bottomEdge:0.##}"), "none", "#808080", 0.4, "solid", 1);
            svg.Text(x, y, label, angle == 0 ? "middle" : "start", angle == 0 ? (top ? "bottom" : "top") : "middle", angle: angle);
            lines = Math.Max(lines, angle == 0 ? label.Split("<br>").Length : 1 + TokenLabel.Length(label) / 3);
        }
        var (start, end) = Ends(axis);
        if ((string?)settings["title"]?["text"] is { } title)
            svg.Text((start + end) / 2, y + (top ? -1 : 1) * (20 * lines + (double?)settings["title"]!["standoff"] ?? 0), title, "middle", top ? "bottom" : "top", 18);
    }

    private void DrawY(SvgBuilder svg, string axis, JsonNode settings, string anchor)
    {
        var (left, right) = Ends(anchor);
        var isRight = (string?)settings["side"] == "right";
        var x = isRight ? right : left;
        var longest = 0;
        foreach (var (value, label) in Ticks(settings))
        {
            var y = At(axis, value);
            if (Grid(settings)) svg.Path(FormattableString.Invariant($"M{left:0.##} {y:0.##}H{right:0.##}"), "none", "#808080", 0.4, "solid", 1);
            svg.Text(isRight ? x + Gap : x - Gap, y, label, isRight ? "start" : "end");
            longest = Math.Max(longest, label.Split("<br>").Max(TokenLabel.Length));
        }
        var (start, end) = Ends(axis);
        if ((string?)settings["title"]?["text"] is { } title)
            svg.Text(isRight ? x + 30 + 8.6 * longest : Math.Max(14, x - 26 - 8.6 * longest), (start + end) / 2, title, "middle", size: 18, angle: -90);
    }

    private static bool Grid(JsonNode settings) => (bool?)settings["showgrid"] ?? true;

    private static IEnumerable<(double Value, string Label)> Ticks(JsonNode settings)
    {
        if ((bool?)settings["showticklabels"] == false) yield break;
        var (values, labels) = (settings["tickvals"]!.AsArray(), settings["ticktext"]!.AsArray());
        for (var i = 0; i < values.Count; i++) yield return ((double)values[i]!, (string)labels[i]!);
    }
}
