using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Deque's rules for accessible pages, on every page we write.</summary>
public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string? s_axe = Environment.GetEnvironmentVariable("ATTENTIONKIT_AXE");

    public static TheoryData<string> Pages => [.. Lessons.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Lesson_HasNoViolation(string lesson)
    {
        if (s_axe is null) Assert.Skip("ATTENTIONKIT_AXE names no folder with npm's axe-core: .ci/run fetches it.");
        foreach (var dark in new[] { false, true })
        {
            var page = await browser.OpenFile(Lessons.PageOf(lesson), dark: dark);
            await Lessons.Drawn(page);
            Assert.Empty(await Violations(page));
        }
    }

    [Fact]
    public async Task EachFigureOnAPhone_HasNoViolation()
    {
        if (s_axe is null) Assert.Skip("ATTENTIONKIT_AXE names no folder with npm's axe-core: .ci/run fetches it.");
        var page = await browser.Open($"<main><h1>Figures</h1>{Shown.EachKind}</main>", width: 390);
        await page.EvaluateAsync("document.title = 'Figures'; document.documentElement.lang = 'en'");
        await Lessons.Drawn(page);
        Assert.Empty(await Violations(page));
    }

    private static async Task<string[]> Violations(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(s_axe!, "package", "axe.min.js")));
        return await page.EvaluateAsync<string[]>(
            "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(node => "
            + "`${id}: ${node.html.slice(0, 150)} ${node.failureSummary}`)))");
    }
}
