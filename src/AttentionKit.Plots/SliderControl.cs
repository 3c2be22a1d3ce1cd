using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Plotly's slider below a chart.</summary>
internal static class SliderControl
{
    private const int Room = 100; // pixels
    private const int LegendLine = 24;

    /// <summary>Puts a slider below the chart, which grows by its height.</summary>
    /// <param name="layout">Of the chart.</param>
    /// <param name="name">What the slider sets.</param>
    /// <param name="labels">One a position.</param>
    /// <param name="active">The position at first.</param>
    /// <param name="legends">Lines of the legend between the chart and the slider.</param>
    /// <param name="step">Which function of Plotly a position calls, and its arguments after the chart.</param>
    internal static void Add(Layout layout, string name, IReadOnlyList<string> labels, int active, int legends, Func<int, (string Method, object[] Arguments)> step)
    {
        layout.SetProperty("sliders", new[]
        {
            new
            {
                active,
                currentvalue = new { prefix = $"{name}: ", font = new { size = 18 } },
                pad = new { t = 30 + LegendLine * legends },
                steps = labels.Select((label, i) => new { label = Markup.EscapePlotly(label), method = step(i).Method, args = step(i).Arguments }).ToArray(),
            },
        });
        var margin = (Dictionary<string, int>)layout.TryGetPropertyValue("margin").Value;
        var bottom = Room + LegendLine * legends;
        layout.SetProperty("height", (int)layout.TryGetPropertyValue("height").Value + bottom - margin["b"]);
        margin["b"] = bottom;
    }
}
