using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace AttentionKit.Plots.PlotlyNet;

/// <summary>From a figure of the kit to Plotly.NET, for those who want to go on composing, and charts of Plotly.NET in
/// a notebook, offline.</summary>
/// <remarks>A notebook loads this library when it wants it. Plotly.NET 6 needs FSharp.Core 10.1: .NET Interactive
/// 1.0.712001 has 10.0 and
/// can't load it; the kit's own kernel can.</remarks>
public static class PlotlyNet
{
    /// <summary>The figure as a chart of Plotly.NET: the same data, layout and slider.</summary>
    /// <param name="figure">Any figure of the kit.</param>
    public static GenericChart ToPlotlyNet(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var json = JObject.Parse(figure.ToPlotlyJson());
        var chart = GenericChart.ofTraceObjects(false, json["data"]!.Cast<JObject>().Select(TraceOf));
        var layout = Filled(new Layout(), (JObject)json["layout"]!);
        return GenericChart.setConfig(Filled(new Config(), (JObject)json["config"]!),
            GenericChart.setLayout(layout, chart));
    }

    /// <summary>From now on, this notebook shows every chart of Plotly.NET, without a network. Calling it again changes
    /// nothing.</summary>
    /// <returns>Show it as the cell's result: it carries the whole of plotly.js, which Plotly.NET brings with
    /// it.</returns>
    public static PlotlyNetSetup Start() => PlotlyNetSetup.Registered();

    private static Trace TraceOf(JObject json)
    {
        var type = json["type"]!;
        type.Parent!.Remove();
        return Filled(new Trace((string)type!), json);
    }

    private static T Filled<T>(T target, JObject json) where T : DynamicObj.DynamicObj
    {
        foreach (var property in json.Properties()) target.SetProperty(property.Name, Typed(property));
        return target;
    }

    /// <summary>Axes as Plotly.NET's own type: its functions look for that when they change one.</summary>
    private static object? Typed(JProperty property) => property.Value switch
    {
        JObject axis when property.Name is ['x' or 'y', 'a', 'x', 'i', 's', ..] => Filled(new LinearAxis(), axis),
        JValue value => value.Value,
        var other => other,
    };
}
