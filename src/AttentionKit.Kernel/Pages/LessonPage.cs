using System.Text;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Pages;

/// <summary>One notebook as a page.</summary>
/// <param name="page">The notebook.</param>
/// <param name="all">Every page, in their order.</param>
/// <param name="assets">Files that pages share.</param>
/// <param name="isLive">Whether its cells can be changed and run in it.</param>
internal sealed class LessonPage(SitePage page, IReadOnlyList<SitePage> all, PageAssets assets, bool isLive)
{
    private const string Live = """
        <link rel="stylesheet" href="web/lesson.css">
        <script type="module" src="web/lesson.js"></script>

        """;

    public override string ToString()
    {
        var markdown = new MarkdownHtml(Path.GetDirectoryName(page.Notebook.Path)!);
        var cells = new StringBuilder();
        foreach (var cell in page.Notebook.Cells)
            cells.Append(cell.Type switch
            {
                "markdown" => $"<section class=\"{(cell.HasTag("notes") ? "notes" : "text")}\">\n{markdown.Of(cell)}</section>\n",
                "code" when cell.HasCode => CodeCell(cell),
                _ => "",
            });
        var navigation = Steps("Lessons") + Contents(markdown.Headings);
        return PageFrame.Html(page.Title, navigation, cells + Steps("Lessons, after this one"), isLive ? Live : "", page.Name, assets.Hashes);
    }

    private string CodeCell(Cell cell)
    {
        var outputs = string.Concat(cell.Outputs.Select(output => OutputHtml.Of(output!, assets)));
        return $"""
            <section class="code" data-cell="{cell.Id}">
            <pre class="source" data-count="{cell.ExecutionCount}"><code>{CodeHtml.Of(cell.Source.TrimEnd())}</code></pre>
            <div class="outputs">{outputs}</div>
            </section>

            """;
    }

    private static string Contents(List<Heading> headings)
    {
        var items = headings.Where(heading => heading.Level is 2 or 3)
            .Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{PageText.Escape(heading.Id)}\">{PageText.Escape(heading.Text)}</a></li>\n");
        return headings.Any(heading => heading.Level is 2 or 3) ? $"<nav class=\"contents\" aria-label=\"On this page\"><details><summary>On this page</summary><ul>\n{string.Concat(items)}</ul></details></nav>\n" : "";
    }

    private string Steps(string label)
    {
        var position = all.ToList().IndexOf(page);
        var before = position > 0 ? $"<a rel=\"prev\" href=\"{all[position - 1].Url}\">← {PageText.Escape(all[position - 1].Title)}</a>" : "<span></span>";
        var after = position < all.Count - 1 ? $"<a rel=\"next\" href=\"{all[position + 1].Url}\">{PageText.Escape(all[position + 1].Title)} →</a>" : "<span></span>";
        return $"<nav class=\"steps\" aria-label=\"{label}\">{before}<a href=\"index.html\">All lessons</a>{after}</nav>\n";
    }
}
