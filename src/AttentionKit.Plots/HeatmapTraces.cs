using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>The parts of a heatmap as Plotly's traces: its cells, what is hatched over them, and the numbers in them.</summary>
internal static class HeatmapTraces
{
    /// <param name="data">What is drawn.</param>
    /// <param name="hover">A sentence a cell: some 50 bytes each.</param>
    /// <param name="numbers">Whether they stand in the cells.</param>
    /// <param name="colorBar">Beside the chart, or none.</param>
    /// <param name="axes">What follows Plotly's "x" and "y" in the names of the axes.</param>
    internal static Trace[] Of(LabelledMatrix data, bool hover, bool numbers, object? colorBar, string axes = "")
    {
        Trace[] hatched = [.. SpecialValue.In(data).Select(kind => Hatching(kind, [.. kind.Runs(data.Rows.Count, data.Columns.Count)]))];
        Trace[] traces = [Cells(data, hover, colorBar), .. hatched, .. numbers ? [NumbersInCells(data)] : Array.Empty<Trace>()];
        foreach (var trace in traces)
        {
            trace.SetProperty("xaxis", "x" + axes);
            trace.SetProperty("yaxis", "y" + axes);
        }
        return traces;
    }

    private static Trace Cells(LabelledMatrix data, bool hover, object? colorBar) => PlotlyChart.Trace("heatmap",
        ("z", Rows(data, (i, j) => float.IsFinite(data.Matrix[i, j]) ? Numbers.FiveDigits(data.Matrix[i, j]) : (double?)null)),
        ("zmin", data.Scale.Min),
        ("zmax", data.Scale.Max),
        ("colorscale", data.Scale.ToPlotly()),
        ("showscale", colorBar is null ? false : null),
        ("colorbar", colorBar),
        ("hovertext", hover ? Rows(data, (i, j) => Markup.EscapePlotly(data.Say(i, j))) : null),
        ("hoverinfo", hover ? "text" : null),
        ("hovertemplate", hover ? null : string.Format(null, Markup.EscapePlotly(data.Sentence), "%{y}", "%{x}", "%{z:.5~g}") + "<extra></extra>"));

    /// <summary>Bars over the cells: a heatmap has no hatching of its own.</summary>
    internal static Trace Hatching(SpecialValue kind, (int Row, int Start, int Length)[] runs) => PlotlyChart.Trace("bar",
        ("orientation", "h"),
        ("y", runs.Select(run => run.Row).ToArray()),
        ("base", runs.Select(run => run.Start - 0.5).ToArray()),
        ("x", runs.Select(run => run.Length).ToArray()),
        ("width", 1),
        ("marker", new { pattern = SpecialValue.Hatching(kind.Pattern), line = new { width = 0 } }),
        ("name", kind.Name),
        ("showlegend", true),
        ("hoverinfo", "skip"));

    /// <summary>Text in our own colours: Plotly's own choice for heatmaps is too faint on middle shades.</summary>
    private static Trace NumbersInCells(LabelledMatrix data)
    {
        var places = (from i in Enumerable.Range(0, data.Rows.Count) from j in Enumerable.Range(0, data.Columns.Count) select (i, j)).ToArray();
        return PlotlyChart.Trace("scatter",
            ("mode", "text"),
            ("x", places.Select(place => place.j).ToArray()),
            ("y", places.Select(place => place.i).ToArray()),
            ("text", places.Select(place => data.Text(place.i, place.j)).ToArray()),
            ("textfont", new { size = 16, color = places.Select(place => data.IsHatched(place.i, place.j) ? "#000" : data.Scale.TextAt(data.Matrix[place.i, place.j])).ToArray() }),
            ("showlegend", false),
            ("hoverinfo", "skip"));
    }

    private static T[][] Rows<T>(LabelledMatrix data, Func<int, int, T> cell) =>
        [.. Enumerable.Range(0, data.Rows.Count).Select(i => Enumerable.Range(0, data.Columns.Count).Select(j => cell(i, j)).ToArray())];
}
