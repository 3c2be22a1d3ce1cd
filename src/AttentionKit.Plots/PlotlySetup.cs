using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Show it once in a notebook: it puts plotly.js on the page, from inside Plotly.NET and so without a network, and the script
/// that draws every <see cref="Figure"/> of the page, those before it and those that come later.</summary>
[TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = [MimeType.Html, MimeType.Text])]
public sealed class PlotlySetup
{
    // RequireJS is on the page in classic Notebook and in VS Code: there, plotly.js would make itself an anonymous module instead of window.Plotly.
    // Classic Notebook's style sheet also takes away the triangle by which a reader sees that a solution can be opened.
    private static readonly Lazy<string> s_html = new(() =>
        $$"""
        <style>summary{display:list-item;cursor:pointer}</style>
        <script>if (!window.Plotly) (function (module, exports, define) {
        {{Markup.EscapeScript(Resource.Text(typeof(GenericChart).Assembly, "Plotly.NET.plotly-2.28.0.min.js"))}}
        }).call(window);
        document.dispatchEvent(new Event("attentionkit:plotly"));</script>
        <script>{{Markup.EscapeScript(Resource.Text("draw-figures.js"))}}</script>
        """);

    private readonly string _html = s_html.Value;

    /// <summary>A line of style, and two script elements: plotly.js (3.6 MB), and the script that draws figures. They work in either order.</summary>
    public string ToHtml() => _html;

    /// <summary>What this is, in a line.</summary>
    public override string ToString() => "Figures of this notebook are drawn by plotly.js 2.28.0, which this output carries.";

    internal sealed class Formatters : ITypeFormatterSource
    {
        public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
        [
            new MimeFormatter<PlotlySetup>(MimeType.Html, setup => setup.ToHtml()),
            new MimeFormatter<PlotlySetup>(MimeType.Text, setup => setup.ToString()),
        ];
    }
}
