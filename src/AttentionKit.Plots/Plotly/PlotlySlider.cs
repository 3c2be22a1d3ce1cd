using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>Plotly's slider below a chart: for each position, what differs between the charts.</summary>
internal static class PlotlySlider
{
    internal static void Write(Utf8JsonWriter json, Steps steps, TraceList traces)
    {
        json.WriteStartArray("sliders");
        json.WriteStartObject();
        json.WriteNumber("active", steps.Active);
        json.Object("currentvalue", () =>
        {
            json.WriteString("prefix", JsonWriting.Label(steps.Name) + ": ");
            json.Object("font", () => json.WriteNumber("size", 18));
        });
        json.Object("pad", () => json.WriteNumber("t", steps.Pad));
        json.Array("steps", Enumerable.Range(0, steps.Charts.Count), step => WriteStep(json, steps, traces, step));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter json, Steps steps, TraceList traces, int step)
    {
        json.WriteStartObject();
        json.WriteString("label", JsonWriting.Label(steps.Labels[step]));
        json.WriteString("method", "update");
        json.WriteStartArray("args");
        WriteTraces(json, traces, step);
        json.WriteStartObject();
        foreach (var (i, panel) in steps.Charts[step].Panels.Index())
        {
            WriteAxis(json, PlotlyLayout.Key('x', i), panel.X, [.. steps.Charts.Select(chart => chart.Panels[i].X)]);
            WriteAxis(json, PlotlyLayout.Key('y', i), panel.Y, [.. steps.Charts.Select(chart => chart.Panels[i].Y)]);
        }
        WriteNotes(json, steps, step);
        WriteOutlines(json, steps, step);
        if (steps.Charts[step].Link is { } link) PlotlyMeaning.Write(json, "meta.link", link, steps.Charts[step]);
        json.WriteEndObject();
        if (traces.Varying.Count > 0) json.Array(traces.Varying);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTraces(Utf8JsonWriter json, TraceList traces, int step)
    {
        var varying = traces.Varying.Select(i => traces.Items[i]);
        json.WriteStartObject();
        if (traces.SomeAppear) json.Array("visible", varying, trace =>
            json.WriteBooleanValue(traces.IsShown(trace, step)));
        if (traces.SomeFade) json.Array("opacity", varying, trace =>
            json.WriteNumberValue(traces.Opacity(trace, step)));
        json.WriteEndObject();
    }

    private static void Array(this Utf8JsonWriter json, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, Axis axis, Axis[] all)
    {
        if (Differ(all, one => (one.From, one.To))) json.Range(name + ".range", axis.From, axis.To);
        if (Differ(all, one => one.Title)) json.WriteString(name + ".title.text", JsonWriting.Label(axis.Title));
        if (all.Any(one => !one.Ticks.SequenceEqual(all[0].Ticks))) PlotlyAxis.WriteTicks(json, name + ".", axis);
        if (Differ(all, one => one.Labels == TickLabels.Unseen))
            json.WriteBoolean(name + ".showticklabels", axis.Labels != TickLabels.Unseen);
        if (Differ(all, PlotlyAxis.LabelColor)) json.WriteString(name + ".tickfont.color", PlotlyAxis.LabelColor(axis));
    }

    private static void WriteNotes(Utf8JsonWriter json, Steps steps, int step)
    {
        foreach (var (i, note) in steps.Charts[step].Notes.Index())
        {
            if (Differ(steps.Charts, chart => chart.Notes[i].Text)) json.WriteString($"annotations[{i}].text",
                PlotlyNotes.Text(note));
        }
    }

    private static void WriteOutlines(Utf8JsonWriter json, Steps steps, int step)
    {
        foreach (var (i, outline) in steps.Charts[step].Outlines.Index())
        {
            if (Differ(steps.Charts, chart => chart.Outlines[i] with { IsVisible = true }))
                PlotlyNotes.WriteEnds(json, $"shapes[{i}].", outline, steps.Shown.Frame);
            if (Differ(steps.Charts, chart => chart.Outlines[i].IsVisible))
                json.WriteBoolean($"shapes[{i}].visible", outline.IsVisible);
        }
    }

    private static bool Differ<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        for (var i = 1; i < items.Count; i++)
            if (!EqualityComparer<TValue>.Default.Equals(value(items[i]), value(items[0]))) return true;
        return false;
    }
}
