using System.Net;
using System.Text.RegularExpressions;
using AttentionKit.Kernel.Notebooks;
using AttentionKit.Kernel.Pages;

namespace AttentionKit.Kernel.Tests.Pages;

public sealed partial class PageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("var x = $\"a {1 + 2:F1} <b>\"; // end")]
    [InlineData("#r \"x.dll\"\n#nullable enable\n/* two\nlines */ class A<T> where T : new() { }\n")]
    [InlineData("unfinished(\"")]
    [InlineData("@ % not C# at all é")]
    public void ColouredCode_IsTheCode(string code) =>
        Assert.Equal(code, WebUtility.HtmlDecode(Tag().Replace(CodeHtml.Of(code), "")));

    [Fact]
    public void Colours_FollowTheSyntax() =>
        Assert.Equal(
            "<span class=\"keyword\">var</span> x = A.<span class=\"call\">B</span>(<span class=\"string\">&quot;s&quot;</span>, <span class=\"number\">1</span>); <span class=\"comment\">// c</span>",
            CodeHtml.Of("var x = A.B(\"s\", 1); // c"));

    [Fact]
    public void Text_IsEscaped_WithoutTerminalColours() =>
        Assert.Equal("&lt;b&gt; red \uFFFD", PageText.Escape("<b> \u001b[31mred\u001b[0m \0"));

    [Fact]
    public void LinksBetweenNotebooks_BecomeLinksBetweenPages()
    {
        var html = Markdown("[a](02-b.ipynb#part) [c](https://example.org/d.ipynb) [e](#f)");
        Assert.Contains("href=\"02-b.html#part\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/d.ipynb\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#f\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_HaveIdsThatAreUniqueOnThePage()
    {
        var notebook = Read(TestNotebook.Markdown("# A `b` & c"), TestNotebook.Markdown("## Same"), TestNotebook.Markdown("## Same"));
        var markdown = new MarkdownHtml(folder.Path);
        foreach (var cell in notebook.Cells)
            markdown.Of(cell);
        Assert.Equal(["A b & c", "Same", "Same"], markdown.Headings.Select(heading => heading.Text));
        Assert.Equal(3, markdown.Headings.Select(heading => heading.Id).Distinct().Count());
    }

    [Fact]
    public void Pictures_AreInThePage()
    {
        File.WriteAllBytes(folder.File("p.png"), [1, 2, 3]);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", Markdown("![p](p.png)"), StringComparison.Ordinal);
        var attached = TestNotebook.Markdown("![p](attachment:q.png)");
        attached["attachments"] = new System.Text.Json.Nodes.JsonObject { ["q.png"] = new System.Text.Json.Nodes.JsonObject { ["image/png"] = "QUJD" } };
        Assert.Contains("src=\"data:image/png;base64,QUJD\"", new MarkdownHtml(folder.Path).Of(Read(attached).Cells[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void ALargeScript_IsWrittenOnceAndShared()
    {
        var script = $"/*{new string('x', 200_000)}*/";
        var assets = new PageAssets(new(folder.Path));
        var first = assets.Share($"<p>a</p><script>small()</script><SCRIPT defer>{script}</SCRIPT><p>b</p>");
        var second = assets.Share($"<script type=\"text/javascript\">{script}</script>");
        var file = Assert.Single(Directory.GetFiles(folder.File("assets")));
        Assert.Equal(script, File.ReadAllText(file));
        Assert.Equal($"<p>a</p><script>small()</script><SCRIPT defer src=\"assets/{Path.GetFileName(file)}\"></SCRIPT><p>b</p>", first);
        Assert.Equal($"<script type=\"text/javascript\" src=\"assets/{Path.GetFileName(file)}\"></script>", second);
    }

    [Theory]
    [InlineData("<script type=\"application/json\">{0}</script>")]
    [InlineData("<script src=\"x.js\">{0}</script>")]
    [InlineData("<script>{0}")]
    public void WhatIsNotAnInlineScript_Stays(string html)
    {
        html = html.Replace("{0}", new string('1', 200_000), StringComparison.Ordinal);
        Assert.Equal(html, new PageAssets(new(folder.Path)).Share(html));
        Assert.False(Directory.Exists(folder.File("assets")));
    }

    private string Markdown(string source) => new MarkdownHtml(folder.Path).Of(Read(TestNotebook.Markdown(source)).Cells[0]);

    private Notebook Read(params System.Text.Json.Nodes.JsonObject[] cells) => Notebook.Read(folder.Write("n.ipynb", TestNotebook.Of(cells)));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
