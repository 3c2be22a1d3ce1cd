using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>An axis as Plotly reads it. All ticks are given: every version shows the same ones.</summary>
internal static class PlotlyAxis
{
    private const string Nothing = "rgba(0,0,0,0)";

    internal static void Write(Utf8JsonWriter json, Chart chart, Panel panel, int i, char name)
    {
        var axis = name == 'x' ? panel.X : panel.Y;
        if (axis.Title.Length > 0)
            json.Object("title", () =>
            {
                json.WriteString("text", JsonWriting.Label(axis.Title));
                json.WriteNumber("standoff", axis.Standoff);
            });
        json.WriteString("side", axis.Side.ToString().ToLowerInvariant());
        if (axis.IsLog) json.WriteString("type", "log");
        json.Range("range", axis.From, axis.To);
        WriteTicks(json, "", axis);
        json.WriteBoolean("showticklabels", axis.Labels != TickLabels.Unseen);
        json.WriteString("anchor", PlotlyLayout.Id(name == 'x' ? 'y' : 'x', i));
        if (panel.Over is { } over) WriteOver(json, axis, chart.Panels[over], PlotlyLayout.Id(name, over), name);
        if (panel.Area is { } area) WriteDomain(json, area, chart.Frame, name);
        if (!chart.CanZoom) json.WriteBoolean("fixedrange", true);
        WriteLook(json, axis);
    }

    /// <summary>What of the ticks can change with a slider.</summary>
    internal static void WriteTicks(Utf8JsonWriter json, string before, Axis axis)
    {
        json.Array(before + "tickvals", axis.Ticks, tick => json.WriteNumberValue(tick.At));
        json.Labels(before + "ticktext", axis.Ticks.Select(tick => tick.Label));
    }

    /// <summary>The colour of the labels: null is the layout's own.</summary>
    internal static string? LabelColor(Axis axis) => axis.Labels == TickLabels.Transparent ? Nothing : null;

    private static void WriteOver(Utf8JsonWriter json, Axis axis, Panel below, string other, char name)
    {
        json.WriteString("overlaying", other);
        var otherAxis = name == 'x' ? below.X : below.Y;
        if ((axis.From, axis.To) == (otherAxis.From, otherAxis.To)) json.WriteString("matches", other);
    }

    private static void WriteDomain(Utf8JsonWriter json, Area area, Frame frame, char name)
    {
        var (from, length, whole) = name == 'x' ? (area.Left, area.Width, frame.PlotWidth)
            : (area.Top, area.Height, frame.PlotHeight);
        double start = Fraction(from / whole), end = Fraction((from + length) / whole);
        if (name == 'x') json.Range("domain", start, end);
        else json.Range("domain", Fraction(1 - end), Fraction(1 - start));
    }

    private static double Fraction(double value) => Math.Round(Math.Clamp(value, 0, 1), 4);

    private static void WriteLook(Utf8JsonWriter json, Axis axis)
    {
        if (axis.Angle != 0 || !axis.HasGrid) json.WriteNumber("tickangle", axis.Angle);
        json.WriteBoolean("showgrid", axis.HasGrid);
        json.WriteBoolean("zeroline", axis.HasGrid);
        if (axis.HasGrid)
        {
            json.WriteString("gridcolor", "rgba(128,128,128,0.4)");
            json.WriteString("zerolinecolor", "#808080");
        }
        if (axis.Labels == TickLabels.Unseen) json.WriteString("ticks", "");
        else WriteTickRoom(json);
    }

    /// <summary>Ticks that can't be seen leave some room between labels and cells.</summary>
    private static void WriteTickRoom(Utf8JsonWriter json)
    {
        json.WriteString("ticks", "outside");
        json.WriteString("tickcolor", Nothing);
        json.WriteBoolean("automargin", true);
    }
}
