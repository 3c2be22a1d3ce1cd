using System.IO.Compression;
using System.Net;
using System.Text;
using AttentionKit.Plots.Notebook;
using Plotly.NET;

namespace AttentionKit.Plots.PlotlyNet;

/// <summary>The whole of plotly.js on a page, for charts of any kind, beside the smaller one that draws the kit's own
/// figures.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class PlotlyNetSetup : IHtml
{
    private const string Script = "Plotly.NET.plotly-2.28.0.min.js";

    private static readonly Lazy<string> s_html = new(() =>
        $"<script>{Line("draw-plotly-net.js")}(\"{Convert.ToBase64String(Packed())}\")</script>");

    private PlotlyNetSetup() { }

    /// <summary>One script, in one line: plotly.js, packed, and what draws the charts of the page.</summary>
    public string ToHtml() => s_html.Value;

    /// <summary>What this is, in a line.</summary>
    public override string ToString() =>
        "Charts of Plotly.NET are drawn by plotly.js 2.28.0, which this output carries.";

    internal static PlotlyNetSetup Registered()
    {
        HostFormatter.Register(typeof(GenericChart), chart => HtmlOf((GenericChart)chart), chart =>
            TextOf((GenericChart)chart));
        return new();
    }

    internal static string HtmlOf(GenericChart chart) =>
        $"<div class=\"attentionkit-plotly-net\"><pre>{WebUtility.HtmlEncode(TextOf(chart))}</pre>"
        + $"<script type=\"application/json\">{GenericChart.toJson(chart).Replace("<", "\\u003c")}</script></div>";

    internal static string TextOf(GenericChart chart) =>
        $"A chart of Plotly.NET: {string.Join(", ", GenericChart.getTraces(chart).Select(Kind))}.";

    private static string Kind(Trace trace) => trace.TryGetPropertyValue("type").Value as string ?? "scatter";

    private static byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) Resource(typeof(GenericChart), Script)
            .CopyTo(gzip);
        return packed.ToArray();
    }

    private static string Line(string name)
    {
        using var reader = new StreamReader(Resource(typeof(PlotlyNetSetup), name), Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings(" ").TrimEnd();
    }

    private static Stream Resource(Type type, string name) => type.Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException(
            $"{type.Assembly.GetName().Name} must hold the resource {name}: it doesn't. Use the package version that "
                + $"this project names.");
}
