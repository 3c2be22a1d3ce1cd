using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>The pages that the README's first command wrote, opened as a learner does, with the network off.</summary>
public sealed class LessonPageTests(Browser browser) : IClassFixture<Browser>
{
    private const string WithoutFigures = "glossary";

    public static TheoryData<string> Pages => [.. Lessons.Names.Where(name => name != WithoutFigures)];

    [Fact]
    public void Glossary_HasNoFigure() => Assert.DoesNotContain("class=\"attentionkit\"", File.ReadAllText(Lessons.PageOf(WithoutFigures)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryFigure_IsDrawn_WithoutANetwork(string lesson)
    {
        var page = await browser.OpenFile(Lessons.PageOf(lesson));
        List<string> messages = [];
        page.Console += (_, message) => { if (message.Type is "warning" or "error") messages.Add(message.Text); };
        Assert.NotEqual(0, await Lessons.Drawn(page));
        Assert.Empty(messages);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryFigure_IsATable_WithoutScripts(string lesson)
    {
        var page = await browser.OpenFile(Lessons.PageOf(lesson), scripts: false);
        var figures = await page.Locator("figure.attentionkit").AllAsync();
        Assert.NotEmpty(figures);
        foreach (var figure in figures)
        {
            Assert.NotEmpty(await figure.Locator("table").AllAsync());
            foreach (var table in await figure.Locator("table").AllAsync())
            {
                await Assertions.Expect(table).ToBeVisibleAsync();
                await Assertions.Expect(table.Locator("caption")).Not.ToBeEmptyAsync();
                Assert.Matches(@"\S", await table.Locator("td").Last.InnerTextAsync());
            }
            await Assertions.Expect(figure.Locator("figcaption")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task SlidersAndHover_ActOnEveryFigureOfTheGallery()
    {
        var page = await browser.OpenFile(Lessons.PageOf("gallery"));
        await Lessons.Drawn(page);
        await Reader.Tries(page);
    }

    [Fact]
    public async Task TemperatureSlider_MovesWithoutAKernel()
    {
        var page = await browser.OpenFile(Lessons.PageOf("03-softmax-and-output"));
        var figure = page.Locator("figure.attentionkit", new() { HasText = "weights: move the slider" });
        await figure.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "0.55" })).ToHaveCountAsync(1);
        await figure.Locator(".slider-rail-touch-rect").ClickAsync(new() { Position = new() { X = 2, Y = 4 } });
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "1.00" }).First).ToBeVisibleAsync();
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "0.55" })).ToHaveCountAsync(0);
    }
}
