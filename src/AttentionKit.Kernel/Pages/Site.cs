using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Pages;

/// <summary>A notebook's place among the pages.</summary>
/// <param name="Notebook">Its cells and outputs.</param>
/// <param name="Name">Of its files, without an extension; no other page has it.</param>
internal sealed record SitePage(Notebook Notebook, string Name)
{
    /// <summary>Its first heading, or else its name.</summary>
    public string Title { get; } = TitleOf(Notebook) ?? Name;

    public string Url => Uri.EscapeDataString(Name) + ".html";

    private static string? TitleOf(Notebook notebook)
    {
        var markdown = new MarkdownHtml("");
        foreach (var cell in notebook.Cells.Where(cell => cell.Type == "markdown"))
        {
            markdown.Of(cell);
            if (markdown.Headings is [var first, ..])
                return first.Text;
        }
        return null;
    }
}

/// <summary>A folder of pages: one for each notebook, a front page, and what they share. It needs no network.</summary>
/// <param name="results">The folder.</param>
/// <param name="pages">In their order.</param>
/// <param name="web">What lets cells run in the pages; null where they are reading matter only.</param>
internal sealed class Site(ResultFolder results, IReadOnlyList<SitePage> pages, WebFiles? web = null)
{
    private const string Index = "index.html";

    private readonly PageAssets assets = new(results);

    public string IndexPath => results.File(Index);

    /// <summary>Looks whether all can be written.</summary>
    /// <exception cref="IOException">There is a file in the way.</exception>
    public void Check()
    {
        foreach (var name in pages.SelectMany(page => new[] { NotebookOf(page), page.Name + ".html" }).Append(Index))
            results.Check(name);
    }

    /// <summary>Writes a notebook and its page: to run it elsewhere, as it was; to look at, with its outputs.</summary>
    public void Write(SitePage page)
    {
        results.Write(NotebookOf(page), web is null ? page.Notebook.ToString() : File.ReadAllText(page.Notebook.Path));
        results.Write(page.Name + ".html", new LessonPage(page, pages, assets, web is not null).ToString());
    }

    /// <summary>Writes the front page, and what lets cells run.</summary>
    /// <param name="outcome">What became of a notebook, in a few words.</param>
    public void WriteIndex(Func<SitePage, string> outcome)
    {
        var items = string.Concat(pages.Select(page =>
            $"<li><a href=\"{page.Url}\">{PageText.Escape(page.Title)}</a> <small>{PageText.Escape(outcome(page))} · <a href=\"{Uri.EscapeDataString(NotebookOf(page)).Replace("%2F", "/", StringComparison.Ordinal)}\">notebook</a></small></li>\n"));
        results.Write(Index, PageFrame.Html("Lessons", "", $"<h1>Lessons</h1>\n<ol class=\"lessons\">\n{items}</ol>\n"));
        web?.CopyTo(results, [Index, .. pages.SelectMany(page => new[] { page.Url, NotebookOf(page) }), .. assets.Names]);
    }

    private string NotebookOf(SitePage page) => (web is null ? "" : "notebooks/") + page.Name + ".ipynb";
}
