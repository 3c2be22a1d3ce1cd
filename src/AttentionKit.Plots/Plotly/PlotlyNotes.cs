using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>Texts, outlines and arrows as Plotly's annotations and shapes.</summary>
internal static class PlotlyNotes
{
    internal static void Write(Utf8JsonWriter json, Note note, Frame frame)
    {
        json.WriteStartObject();
        json.WriteString("text", Text(note));
        json.WriteNumber("x", X(note.X, note.Panel, frame));
        json.WriteNumber("y", Y(note.Y, note.Panel, frame));
        Reference(json, note.Panel);
        json.WriteString("xanchor", note.Across switch
        {
            Anchor.Start => "left",
            Anchor.End => "right",
            _ =>
            "center"
        });
        json.WriteString("yanchor", note.Down switch { Anchor.Start => "top", Anchor.End => "bottom", _ => "middle" });
        json.WriteString("align", note.Across == Anchor.Middle ? "center" : "left");
        json.WriteBoolean("showarrow", false);
        json.Object("font", () => json.WriteNumber("size", note.Size));
        json.WriteEndObject();
    }

    internal static string Text(Note note) => note.IsBold ? $"<b>{JsonWriting.Label(note.Text)}</b>"
        : JsonWriting.Label(note.Text);

    internal static void Write(Utf8JsonWriter json, Outline outline, Frame frame)
    {
        json.WriteStartObject();
        json.WriteString("type", "rect");
        Reference(json, outline.Panel);
        WriteEnds(json, "", outline, frame);
        json.WriteBoolean("visible", outline.IsVisible);
        json.Object("line", () =>
        {
            json.WriteString("color", outline.Color);
            json.WriteNumber("width", 3);
        });
        json.WriteEndObject();
    }

    /// <summary>What of an outline can change with a slider.</summary>
    internal static void WriteEnds(Utf8JsonWriter json, string before, Outline outline, Frame frame)
    {
        json.WriteNumber(before + "x0", X(outline.X0, outline.Panel, frame));
        json.WriteNumber(before + "x1", X(outline.X1, outline.Panel, frame));
        json.WriteNumber(before + "y0", Y(outline.Y0, outline.Panel, frame));
        json.WriteNumber(before + "y1", Y(outline.Y1, outline.Panel, frame));
    }

    /// <summary>An annotation without words: its tail and its head are both on the axes.</summary>
    internal static void Write(Utf8JsonWriter json, Arrow arrow)
    {
        json.WriteStartObject();
        json.WriteString("text", "");
        json.WriteNumber("x", arrow.X1);
        json.WriteNumber("y", arrow.Y1);
        json.WriteNumber("ax", arrow.X0);
        json.WriteNumber("ay", arrow.Y0);
        Reference(json, arrow.Panel);
        json.WriteString("axref", PlotlyLayout.Id('x', arrow.Panel));
        json.WriteString("ayref", PlotlyLayout.Id('y', arrow.Panel));
        json.WriteBoolean("showarrow", true);
        json.WriteNumber("arrowhead", 2);
        json.WriteNumber("arrowwidth", 2);
        json.WriteString("arrowcolor", arrow.Color);
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, int? panel)
    {
        json.WriteString("xref", panel is { } x ? PlotlyLayout.Id('x', x) : "paper");
        json.WriteString("yref", panel is { } y ? PlotlyLayout.Id('y', y) : "paper");
    }

    private static double X(double x, int? panel, Frame frame) => panel is null ? Math.Round(x / frame.PlotWidth, 4)
        : x;

    private static double Y(double y, int? panel, Frame frame) => panel is null
        ? Math.Round(1 - y / frame.PlotHeight, 4) : y;
}
