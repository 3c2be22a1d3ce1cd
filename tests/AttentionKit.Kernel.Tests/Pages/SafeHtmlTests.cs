using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AttentionKit.Kernel.Notebooks;
using AttentionKit.Kernel.Pages;

namespace AttentionKit.Kernel.Tests.Pages;

public sealed class SafeHtmlTests : IDisposable
{
    private static readonly string[] Forbidden =
        ["script", "iframe", "frame", "object", "embed", "applet", "base", "link", "meta", "form", "style", "button", "select", "textarea", "video", "audio", "template", "svg", "math"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Hostile => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "hostile.txt"))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileMarkdown_RunsAndLoadsNothing(string markdown)
    {
        var body = new HtmlParser().ParseDocument($"<body>{Page(markdown)}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.LocalName, Forbidden);
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{attribute.Name} in {element.OuterHtml}");
                Assert.True(attribute.Name is not ("src" or "srcset" or "style" or "background" or "poster" or "ping") || attribute.Value.StartsWith("data:image/", StringComparison.Ordinal), element.OuterHtml);
                Assert.True(attribute.Name != "href" || !HasScheme(attribute.Value, "javascript", "vbscript", "data", "file"), element.OuterHtml);
            }
        }
    }

    [Fact]
    public void WhatLessonsUse_Stays()
    {
        var html = Page("## A\n\n<details><summary>Solution</summary>\n\n```csharp\nvar x = 1 < 2;\n```\n</details>\n\n|a|b|\n|-|-|\n|1|2|\n\n- [x] done\n\n[l](02-b.ipynb#p) ~~s~~ **b** `c`");
        foreach (var part in new[] { "<h2 id=\"a\">", "<details><summary>Solution</summary>", "language-csharp", "1 &lt; 2", "<table>", "type=\"checkbox\"", "href=\"02-b.html#p\"", "<del>s</del>", "<strong>b</strong>", "<code>c</code>" })
            Assert.Contains(part, html, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureOutsideTheNotebooksFolder_IsNotRead()
    {
        Directory.CreateDirectory(folder.File("in"));
        File.WriteAllBytes(folder.File("secret.png"), [1, 2, 3]);
        File.CreateSymbolicLink(folder.File("in/link.png"), folder.File("secret.png"));
        foreach (var path in new[] { "../secret.png", folder.File("secret.png"), "link.png" })
            Assert.DoesNotContain("AQID", new MarkdownHtml(folder.File("in")).Of(Cell($"![p]({path})")), StringComparison.Ordinal);
    }

    private static bool HasScheme(string url, params string[] schemes) =>
        schemes.Any(scheme => string.Concat(url.Where(c => c > ' ')).StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase));

    private string Page(string markdown) => new MarkdownHtml(folder.Path).Of(Cell(markdown));

    private Cell Cell(string markdown) => Notebook.Read(folder.Write("n.ipynb", TestNotebook.Of(TestNotebook.Markdown(markdown)))).Cells[0];
}
