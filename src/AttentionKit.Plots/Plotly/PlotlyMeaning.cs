using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>What our own script reads of a layout: Plotly passes it by.</summary>
internal static class PlotlyMeaning
{
    internal static void Write(Utf8JsonWriter json, Steps steps)
    {
        var chart = steps.Shown;
        var link = steps.HasSlider ? null : chart.Link; // each position of a slider has its own
        if (chart.Blocks is null && !chart.CanPlay && link is null) return;
        json.Object("meta", () =>
        {
            if (chart.CanPlay) json.WriteBoolean("plays", true);
            if (chart.Blocks is { } blocks) Write(json, blocks);
            if (link is not null) Write(json, "link", link, chart);
        });
    }

    /// <summary>Notes and outlines by their places in the layout.</summary>
    internal static void Write(Utf8JsonWriter json, string name, Link link, Chart chart) => json.Object(name, () =>
    {
        json.WriteString("panel", PlotlyLayout.Id('x', link.Panel));
        json.WriteNumber("columns", link.NColumns);
        json.Labels("texts", link.Texts);
        json.WriteNumber("start", link.Start);
        json.WriteNumber("note", IndexOf(chart.Notes, link.Note));
        json.WriteNumber("row", IndexOf(chart.Outlines, link.Row));
        json.WriteNumber("column", IndexOf(chart.Outlines, link.Column));
        json.WriteBoolean("transposed", link.IsTransposed);
        json.WriteNumber("number", IndexOf(chart.Outlines, link.Number));
    });

    private static void Write(Utf8JsonWriter json, Blocks blocks) => json.Object("heads", () =>
    {
        json.Array("lefts", blocks.Lefts, json.WriteNumberValue);
        json.Array("tops", blocks.Tops, json.WriteNumberValue);
    });

    private static int IndexOf<T>(IReadOnlyList<T> items, T item) where T : class =>
        items.Index().First(one => ReferenceEquals(one.Item, item)).Index;
}
