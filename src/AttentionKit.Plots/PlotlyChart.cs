using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>What the charts of all figures share: title, font, colours, and no template.</summary>
/// <remarks>Properties are set by Plotly's own names: Plotly.NET's typed options need an F# option around each.</remarks>
internal static class PlotlyChart
{
    internal static GenericChart Of(IEnumerable<Trace> traces, string title, Frame frame, params IEnumerable<(string Name, object Value)> properties)
    {
        var layout = new Layout();
        layout.SetProperty("title", new { text = NameAxis.Label(title), font = new { size = 22 }, x = 0, xref = "container", xanchor = "left", y = 1, yref = "container", yanchor = "top", pad = new { t = 12, l = 8 } });
        layout.SetProperty("font", new { family = "system-ui, 'Segoe UI', sans-serif", size = 15, color = "#1f1f1f" });
        layout.SetProperty("paper_bgcolor", "#fff");
        layout.SetProperty("plot_bgcolor", "#fff");
        layout.SetProperty("width", frame.Width);
        layout.SetProperty("height", frame.Height);
        layout.SetProperty("margin", new Dictionary<string, int> { ["l"] = frame.Left, ["r"] = frame.Right, ["t"] = frame.Top, ["b"] = frame.Bottom, ["pad"] = 0 });
        layout.SetProperty("hoverlabel", new { font = new { size = 16 }, align = "left" });
        foreach (var (name, value) in properties) layout.SetProperty(name, value);
        return GenericChart.setConfig(Config(), GenericChart.setLayout(layout, GenericChart.ofTraceObjects(false, traces)));
    }

    internal static Trace Trace(string type, params IEnumerable<(string Name, object? Value)> properties)
    {
        var trace = new Trace(type);
        foreach (var (name, value) in properties) if (value is not null) trace.SetProperty(name, value);
        return trace;
    }

    private static Config Config()
    {
        var config = new Config();
        config.SetProperty("displayModeBar", false); // it covers the title wherever there is no mouse to hover with
        config.SetProperty("typesetMath", false); // a token may hold dollar signs
        return config;
    }
}
