using System.Text;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Pages;

/// <summary>A notebook's place among the pages.</summary>
/// <param name="Notebook">Its cells and outputs.</param>
/// <param name="Name">Of its files, without an extension; no other page has it.</param>
internal sealed record SitePage(Notebook Notebook, string Name);

/// <summary>A folder of pages: one for each notebook, an index, and what they share. It needs no network.</summary>
internal sealed class Site(ResultFolder results, IReadOnlyList<SitePage> pages)
{
    private const string Index = "index.html";
    private static readonly string Style = ReadStyle();

    private readonly PageAssets assets = new(results);

    public string IndexPath => results.File(Index);

    /// <summary>Looks whether all can be written.</summary>
    /// <exception cref="IOException">There is a file in the way.</exception>
    public void Check()
    {
        foreach (var name in pages.SelectMany(page => new[] { page.Name + ".ipynb", page.Name + ".html" }).Append(Index))
            results.Check(name);
    }

    /// <summary>Writes a notebook and its page.</summary>
    public void Write(SitePage page)
    {
        results.Write(page.Name + ".ipynb", page.Notebook.ToString());
        results.Write(page.Name + ".html", Render(page));
    }

    /// <summary>Writes the list of all pages.</summary>
    /// <param name="outcome">What became of a notebook, in a few words.</param>
    public void WriteIndex(Func<SitePage, string> outcome)
    {
        var items = string.Concat(pages.Select(page =>
            $"<li><a href=\"{Url(page)}\">{PageText.Escape(Title(page))}</a> <small>{PageText.Escape(outcome(page))} · <a href=\"{Uri.EscapeDataString(page.Name)}.ipynb\">notebook</a></small></li>\n"));
        results.Write(Index, Html("Lessons", "", $"<h1>Lessons</h1>\n<ol class=\"lessons\">\n{items}</ol>\n"));
    }

    private string Render(SitePage page)
    {
        var markdown = new MarkdownHtml(Path.GetDirectoryName(page.Notebook.Path)!);
        var cells = new StringBuilder();
        foreach (var cell in page.Notebook.Cells)
            cells.Append(cell.Type switch
            {
                "markdown" => $"<section class=\"text\">\n{markdown.Of(cell)}</section>\n",
                "code" when cell.HasCode => CodeCell(cell),
                _ => "",
            });
        return Html(Title(page), Steps(page, "Lessons") + Contents(markdown.Headings), cells + Steps(page, "Lessons, after this one"));
    }

    private string CodeCell(Cell cell)
    {
        var outputs = string.Concat(cell.Outputs.Select(output => OutputHtml.Of(output!, assets)));
        return $"""
            <section class="code">
            <pre class="source" data-count="{cell.ExecutionCount}"><code>{CodeHtml.Of(cell.Source.TrimEnd())}</code></pre>
            <div class="outputs">{outputs}</div>
            </section>

            """;
    }

    private static string Contents(List<Heading> headings)
    {
        var items = headings.Where(heading => heading.Level is 2 or 3)
            .Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{PageText.Escape(heading.Id)}\">{PageText.Escape(heading.Text)}</a></li>\n");
        return headings.Any(heading => heading.Level is 2 or 3) ? $"<nav class=\"contents\" aria-label=\"On this page\"><ul>\n{string.Concat(items)}</ul></nav>\n" : "";
    }

    private string Steps(SitePage page, string label)
    {
        var position = pages.ToList().IndexOf(page);
        var before = position > 0 ? $"<a rel=\"prev\" href=\"{Url(pages[position - 1])}\">← {PageText.Escape(Title(pages[position - 1]))}</a>" : "<span></span>";
        var after = position < pages.Count - 1 ? $"<a rel=\"next\" href=\"{Url(pages[position + 1])}\">{PageText.Escape(Title(pages[position + 1]))} →</a>" : "<span></span>";
        return $"<nav class=\"steps\" aria-label=\"{label}\">{before}<a href=\"index.html\">All lessons</a>{after}</nav>\n";
    }

    private static string Html(string title, string navigation, string content) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{PageText.Escape(title)}</title>
        <style>
        {Style}</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {navigation}<main id="content">
        {content}</main>
        <script>{Focus}</script>
        </body>
        </html>

        """;

    // What scrolls must take the keyboard's focus, and only that: Tab would stop at every text of a page.
    private const string Focus = """
        const scrolling = new ResizeObserver(all => all.forEach(({ target: { scrollWidth, clientWidth, scrollHeight, clientHeight }, target }) =>
          scrollWidth > clientWidth || scrollHeight > clientHeight ? target.setAttribute("tabindex", 0) : target.removeAttribute("tabindex")));
        document.querySelectorAll("pre, .rich, .text table").forEach(element => scrolling.observe(element));
        """;

    private static string Title(SitePage page)
    {
        var markdown = new MarkdownHtml("");
        foreach (var cell in page.Notebook.Cells.Where(cell => cell.Type == "markdown"))
        {
            markdown.Of(cell);
            if (markdown.Headings is [var first, ..])
                return first.Text;
        }
        return page.Name;
    }

    private static string Url(SitePage page) => Uri.EscapeDataString(page.Name) + ".html";

    private static string ReadStyle()
    {
        using var style = new StreamReader(typeof(Site).Assembly.GetManifestResourceStream("page.css")!);
        return style.ReadToEnd();
    }
}
