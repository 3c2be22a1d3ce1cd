using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>A picture for a notebook: a Plotly chart, and the same numbers as a table and as text for where no script runs.</summary>
/// <remarks>A notebook shows it without any registration. The chart is drawn where a <see cref="PlotlySetup"/> was shown on the
/// same page, or where the host draws Plotly's JSON itself; the table is there in any case.</remarks>
[TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = [MimeType.Html, MimeType.Text])]
public sealed class Figure
{
    private readonly Caption _caption;
    private readonly string _table;
    private readonly string _text;

    internal Figure(GenericChart chart, string title, Caption caption, string table, string text)
    {
        Chart = chart;
        Title = title;
        _caption = caption;
        _table = table;
        _text = text;
    }

    /// <summary>The chart, to change or to save with Plotly.NET's own methods.</summary>
    public GenericChart Chart { get; }

    /// <summary>What the picture is of.</summary>
    public string Title { get; }

    /// <summary>What the picture shows, in one sentence.</summary>
    public string Description => _caption.Sentence;

    /// <summary>What stands out in it, how it is used, and what can't be seen; may be empty.</summary>
    public string Notes => _caption.Notes.TrimStart();

    /// <summary>A figure element that holds the table of the numbers, description and notes, and the chart's JSON for the script that draws it.</summary>
    /// <remarks>Stands alone: needs no script and no network. Inherits the page's font and colours.</remarks>
    public string ToHtml() =>
        $"""
        <figure class="attentionkit" aria-label="{Markup.Escape(Title)}"><div class="attentionkit-static">{HtmlTable.Style}{_table}</div><figcaption>{Markup.Escape(Description)}<span>{Markup.Escape(_caption.Notes)}</span></figcaption><script type="application/json">{Markup.EscapeJson(ToPlotlyJson())}</script></figure>
        """;

    /// <summary>The chart as Plotly reads it: one JSON object with data, layout and config.</summary>
    public string ToPlotlyJson() => GenericChart.toJson(Chart);

    /// <summary>Writes the figure as a file that needs nothing else: a page (.html) that moves as in the notebook, or a picture (.svg) for a paper or a slide.</summary>
    /// <param name="path">Ends in .html or .svg. A file of that name is overwritten.</param>
    /// <exception cref="ArgumentException">The path ends otherwise.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllText(path, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".html" => Page(),
            ".svg" => SvgPicture.Standalone(Chart, Title, _caption.ToString()),
            var other => throw new ArgumentException($"path must end in .html or .svg: it ends in \"{other}\". Other formats can be made from these two.", nameof(path)),
        });
    }

    /// <summary>Title, numbers with the names of rows and columns, description and notes, as aligned text.</summary>
    public override string ToString() => $"{Title}\n\n{_text}\n\n{_caption}";

    private string Page() =>
        $$"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>{{Markup.Escape(Title)}}</title>
        <style>:root{color-scheme:light dark}body{font-family:system-ui,sans-serif;color:light-dark(#222,#ddd);background:light-dark(#fff,#1e1e1e)}</style></head>
        <body>{{ToHtml()}}{{new PlotlySetup().ToHtml()}}</body></html>
        """;

    /// <summary>The same table and text under another chart, of which this sentence is true.</summary>
    internal Figure With(GenericChart chart, string sentence) => new(chart, Title, new(sentence, $" {_caption}"), _table, _text);

    internal sealed class Formatters : ITypeFormatterSource
    {
        public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
        [
            new MimeFormatter<Figure>(MimeType.Html, figure => figure.ToHtml()),
            new MimeFormatter<Figure>(MimeType.Text, figure => figure.ToString()),
            new MimeFormatter<Figure>(MimeType.Plotly, figure => figure.ToPlotlyJson()),
        ];
    }
}
