using AttentionKit.Kernel.Notebooks;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AttentionKit.Kernel.Pages;

/// <summary>A heading of a page, for its table of contents.</summary>
internal sealed record Heading(int Level, string Id, string Text);

/// <summary>The Markdown cells of one page.</summary>
/// <param name="folder">Of the notebook: images are looked for from here.</param>
internal sealed class MarkdownHtml(string folder)
{
    // What Jupyter's own Markdown does, and no more: Markdig's extra lists would take "S. Raschka" for the letter of an item.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseEmphasisExtras().UseAutoLinks().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly HashSet<string> ids = [];

    public List<Heading> Headings { get; } = [];

    public string Of(Cell cell)
    {
        var document = Markdown.Parse(cell.Source, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
            Collect(heading);
        foreach (var link in document.Descendants<LinkInline>())
            link.Url = link.IsImage ? ImageUrl(link.Url ?? "", cell) : LinkUrl(link.Url ?? "");
        return SafeHtml.Of(document.ToHtml(Pipeline)).Replace("<th></th>", "<td></td>", StringComparison.Ordinal); // a corner is no heading
    }

    // Each cell is a document of its own to Markdig, so ids that are unique in it may be there in another.
    private void Collect(HeadingBlock heading)
    {
        var attributes = heading.GetAttributes();
        var id = attributes.Id ?? "section";
        for (var n = 2; !ids.Add(id); n++)
            id = $"{attributes.Id ?? "section"}-{n}";
        attributes.Id = id;
        Headings.Add(new(heading.Level, id, PlainText(heading)));
    }

    private static string PlainText(HeadingBlock heading) =>
        string.Concat((heading.Inline?.Descendants() ?? []).Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "",
        }));

    private static string LinkUrl(string url)
    {
        var (path, fragment) = url.Split('#', 2) is [var before, var after] ? (before, "#" + after) : (url, "");
        return path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) && !path.Contains("://", StringComparison.Ordinal)
            ? Path.ChangeExtension(Path.GetFileName(path), ".html") + fragment
            : url;
    }

    // A page is complete in itself: its pictures are in it.
    private string ImageUrl(string url, Cell cell)
    {
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
            return cell.Attachments?[Uri.UnescapeDataString(url["attachment:".Length..])]?.AsObject().FirstOrDefault() is { Value: { } data } image
                ? $"data:{image.Key};base64,{PageText.Join(data)}"
                : url;
        var type = Path.GetExtension(url).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".gif" => "image/gif",
            ".svg" => "image/svg+xml",
            ".webp" => "image/webp",
            _ => null,
        };
        var path = Path.Combine(folder, Uri.UnescapeDataString(url));
        return type is not null && File.Exists(path) && RealPath.IsIn(path, folder) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : url;
    }
}
