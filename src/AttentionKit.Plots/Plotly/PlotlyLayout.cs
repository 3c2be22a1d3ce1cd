using System.Globalization;
using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>What stands around the marks, as Plotly's layout.</summary>
internal static class PlotlyLayout
{
    /// <summary>Plotly's name of an axis: "x", "x2" …</summary>
    internal static string Id(char axis, int panel) => panel == 0 ? $"{axis}"
        : string.Create(CultureInfo.InvariantCulture, $"{axis}{panel + 1}");

    /// <summary>The axis' name in a layout: "xaxis", "xaxis2" …</summary>
    internal static string Key(char axis, int panel) => $"{axis}axis{Id(axis, panel)[1..]}";

    internal static void Write(Utf8JsonWriter json, Steps steps, TraceList traces)
    {
        var chart = steps.Shown;
        WriteTitle(json, chart.Title);
        WriteFrame(json, chart.Frame);
        json.WriteString("barmode", "overlay");
        json.WriteString("hovermode", "closest");
        if (!chart.CanZoom) json.WriteBoolean("dragmode", false);
        WriteLegend(json, chart);
        foreach (var (i, panel) in chart.Panels.Index())
        {
            json.Object(Key('x', i), () => PlotlyAxis.Write(json, chart, panel, i, 'x'));
            json.Object(Key('y', i), () => PlotlyAxis.Write(json, chart, panel, i, 'y'));
        }
        json.Array("shapes", chart.Outlines, outline => PlotlyNotes.Write(json, outline, chart.Frame));
        json.WriteStartArray("annotations");
        foreach (var note in chart.Notes) PlotlyNotes.Write(json, note, chart.Frame);
        foreach (var arrow in chart.Arrows) PlotlyNotes.Write(json, arrow);
        json.WriteEndArray();
        PlotlyMeaning.Write(json, steps);
        if (steps.HasSlider) PlotlySlider.Write(json, steps, traces);
    }

    private static void WriteTitle(Utf8JsonWriter json, string title) => json.Object("title", () =>
    {
        json.WriteString("text", JsonWriting.Label(title));
        json.Object("font", () => json.WriteNumber("size", 22));
        json.WriteNumber("x", 0);
        json.WriteString("xref", "container");
        json.WriteString("xanchor", "left");
        json.WriteNumber("y", 1);
        json.WriteString("yref", "container");
        json.WriteString("yanchor", "top");
        json.Object("pad", () =>
        {
            json.WriteNumber("t", 12);
            json.WriteNumber("l", 8);
        });
    });

    private static void WriteFrame(Utf8JsonWriter json, Frame frame)
    {
        json.Object("font", () =>
        {
            json.WriteString("family", "system-ui, 'Segoe UI', sans-serif");
            json.WriteNumber("size", 15);
            json.WriteString("color", "#1f1f1f");
        });
        json.WriteString("paper_bgcolor", "#fff");
        json.WriteString("plot_bgcolor", "#fff");
        json.WriteNumber("width", frame.Width);
        json.WriteNumber("height", frame.Height);
        json.Object("margin", () =>
        {
            json.WriteNumber("l", frame.Left);
            json.WriteNumber("r", frame.Right);
            json.WriteNumber("t", frame.Top);
            json.WriteNumber("b", frame.Bottom);
            json.WriteNumber("pad", 0);
        });
        json.Object("hoverlabel", () =>
        {
            json.Object("font", () => json.WriteNumber("size", 16));
            json.WriteString("align", "left");
        });
    }

    private static void WriteLegend(Utf8JsonWriter json, Chart chart) => json.Object("legend", () =>
    {
        json.WriteNumber("x", chart.Legend.IsBelow ? 0 : Math.Round(1 + chart.Legend.Left / chart.Frame.PlotWidth, 4));
        json.WriteNumber("y", chart.Legend.IsBelow ? 0 : 1);
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "top");
        if (chart.Legend.Switches) return;
        json.WriteBoolean("itemclick", false);
        json.WriteBoolean("itemdoubleclick", false);
    });
}
