using AttentionKit.Plots;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Each kind of figure as a picture in artifacts/pictures, for a developer to look at. Run with <c>--explicit only</c>.</summary>
public sealed class CataloguePictureTests(Browser browser) : IClassFixture<Browser>
{
    [Fact(Explicit = true)]
    public async Task OfEachKind()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Lessons.Root, "artifacts", "pictures")).FullName;
        foreach (var dark in new[] { false, true })
        {
            var html = new PlotlySetup().ToHtml() + string.Concat(Catalogue.All.Select(figure => figure.Figure.ToHtml()));
            var page = await browser.Open(html, dark: dark);
            await Lessons.Drawn(page);
            foreach (var (i, figure) in (await page.Locator("figure.attentionkit").AllAsync()).Index())
                await figure.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{Catalogue.All[i].Name}-{(dark ? "dark" : "light")}.png") });
        }
        var still = await browser.Open(string.Concat(Catalogue.All.Select(figure => $"<div>{Still(figure.Figure)}</div>")), scripts: false);
        await still.ScreenshotAsync(new() { Path = Path.Combine(folder, "still.png"), FullPage = true });
    }

    private static string Still(Figure figure)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "figure.svg");
        figure.Save(path);
        return File.ReadAllText(path);
    }
}
