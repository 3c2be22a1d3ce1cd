using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Plots;

/// <summary>Show it once in a notebook: it puts plotly.js on the page, from inside this library and so without a
/// network, and the script
/// that draws every <see cref="Figure"/> of the page, those before it and those that come later.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class PlotlySetup : IHtml
{
    // In one line, for a notebook's file has a string per line. RequireJS is on the page in classic Notebook and in VS
    // Code: there,
    // plotly.js would make itself an anonymous module instead of window.Plotly, if its function had no module, exports
    // and define of its own.
    // Classic Notebook's style sheet also takes away the triangle by which a reader sees that a solution can be opened.
    private static readonly Lazy<string> s_html = new(() => string.Concat(
        "<style>summary{display:list-item;cursor:pointer}</style><script>",
        Resource.Text("load-scripts.js").ReplaceLineEndings(" ").TrimEnd(),
        $"({{figures:\"{Base64("draw-figures.js.gz")}\",plotly:\"{Base64("plotly.js.gz")}\"}})</script>"));

    private readonly string _html = s_html.Value;

    /// <summary>A line of style, and one script that unpacks two others: plotly.js (1.1 MB, packed 0.5 MB), and the one
    /// that draws.</summary>
    public string ToHtml() => _html;

    /// <summary>What this is, in a line.</summary>
    public override string ToString() =>
        "Figures of this notebook are drawn by plotly.js 3.7.0, which this output carries.";

    private static string Base64(string resource) => Convert.ToBase64String(Resource.Bytes(resource));
}
