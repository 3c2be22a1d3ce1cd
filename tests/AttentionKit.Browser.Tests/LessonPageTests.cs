using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>The pages that the README's first command wrote, opened as a learner does, with the network off.</summary>
public sealed class LessonPageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string s_root = Root(AppContext.BaseDirectory);

    public static TheoryData<string> Pages => ["01-queries-keys-values", "03-softmax-and-output"];

    private static string PageOf(string lesson)
    {
        var path = Path.Combine(s_root, "artifacts", "lessons", lesson + ".html");
        Assert.True(File.Exists(path), $"{path} is not there. Run the README's first command first.");
        return path;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryFigure_IsDrawn_WithoutANetwork(string lesson)
    {
        var page = await browser.OpenFile(PageOf(lesson));
        var figures = page.Locator("figure.attentionkit");
        Assert.NotEqual(0, await figures.CountAsync());
        await Assertions.Expect(page.Locator("figure.attentionkit .js-plotly-plot .main-svg").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot)")).ToHaveCountAsync(await figures.CountAsync(), new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".heatmaplayer image, .heatmaplayer .hm").First).ToBeAttachedAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryFigure_IsATable_WithoutScripts(string lesson)
    {
        var page = await browser.OpenFile(PageOf(lesson), scripts: false);
        var figures = page.Locator("figure.attentionkit");
        Assert.NotEqual(0, await figures.CountAsync());
        foreach (var figure in await figures.AllAsync())
        {
            await Assertions.Expect(figure.Locator("table")).ToBeVisibleAsync();
            await Assertions.Expect(figure.Locator("figcaption")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task TemperatureSlider_MovesWithoutAKernel()
    {
        var page = await browser.OpenFile(PageOf("03-softmax-and-output"));
        var figure = page.Locator("figure.attentionkit", new() { Has = page.Locator(".slider-container") });
        await figure.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "0.55" })).ToHaveCountAsync(1);
        await figure.Locator(".slider-rail-touch-rect").ClickAsync(new() { Position = new() { X = 2, Y = 4 } });
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "1.00" }).First).ToBeVisibleAsync();
        await Assertions.Expect(figure.Locator(".textpoint text", new() { HasText = "0.55" })).ToHaveCountAsync(0);
    }

    /// <summary>Makes the README's picture anew: run it by name, with <c>--explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public async Task ReadmePicture()
    {
        var page = await browser.OpenFile(PageOf("03-softmax-and-output"));
        var figure = page.Locator("figure.attentionkit", new() { HasText = "where each token looks" });
        await figure.ScrollIntoViewIfNeededAsync();
        await figure.Locator(".svg-container").ScreenshotAsync(new() { Path = Path.Combine(s_root, "docs", "heatmap.png") });
    }

    /// <summary>Makes the picture of all figures anew: run it by name, with <c>--explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public async Task GalleryPicture()
    {
        var page = await browser.OpenFile(PageOf("gallery"));
        var figures = await page.Locator("figure.attentionkit").CountAsync();
        await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot .main-svg)")).ToHaveCountAsync(figures, new() { Timeout = 60_000 });
        await page.EvaluateAsync("""
            () => {
              const charts = [...document.querySelectorAll(".attentionkit-chart")];
              document.body.replaceChildren(...charts);
              document.body.style.cssText = "columns: 2; max-width: none; margin: 8px";
              charts.forEach(chart => chart.style.cssText = "zoom: .52; break-inside: avoid; margin-bottom: 24px");
            }
            """);
        await page.ScreenshotAsync(new() { Path = Path.Combine(s_root, "docs", "gallery.png"), FullPage = true });
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "AttentionKit.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
