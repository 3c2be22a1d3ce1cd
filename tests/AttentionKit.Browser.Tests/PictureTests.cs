using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Pictures for people: those of the docs, and those that a developer looks at after a change. Run one by name, with <c>--explicit only</c>.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    [Fact(Explicit = true)]
    public async Task OfTheReadme()
    {
        var page = await browser.OpenFile(Lessons.PageOf("03-softmax-and-output"));
        var figure = page.Locator("figure.attentionkit", new() { HasText = "where each token looks" });
        await figure.ScrollIntoViewIfNeededAsync();
        await figure.Locator(".svg-container").ScreenshotAsync(new() { Path = Path.Combine(Lessons.Root, "docs", "heatmap.png") });
    }

    [Fact(Explicit = true)]
    public async Task OfTheGallery()
    {
        var page = await Gallery(dark: false);
        await page.EvaluateAsync("""
            () => {
              const charts = [...document.querySelectorAll(".attentionkit-chart")];
              document.body.replaceChildren(...charts);
              document.body.style.cssText = "columns: 2; max-width: none; margin: 8px";
              charts.forEach(chart => chart.style.cssText = "zoom: .52; break-inside: avoid; margin-bottom: 24px");
            }
            """);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Lessons.Root, "docs", "gallery.png"), FullPage = true });
    }

    /// <summary>Each figure of the gallery in artifacts/pictures: light, dark, and as a reader sees it whose eyes lack the cones for green.</summary>
    [Fact(Explicit = true)]
    public async Task OfEachFigure()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Lessons.Root, "artifacts", "pictures")).FullName;
        foreach (var (name, dark, vision) in new[] { ("light", false, "none"), ("dark", true, "none"), ("deuteranopia", false, "deuteranopia"), ("deuteranopia-dark", true, "deuteranopia") })
        {
            var page = await Gallery(dark);
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("Emulation.setEmulatedVisionDeficiency", new() { ["type"] = vision });
            foreach (var (i, figure) in (await page.Locator("figure.attentionkit").AllAsync()).Index())
                await figure.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{i:00}-{name}.png") });
        }
    }

    private async Task<IPage> Gallery(bool dark)
    {
        var page = await browser.OpenFile(Lessons.PageOf("gallery"), dark: dark);
        await Lessons.Drawn(page);
        return page;
    }
}
