using AttentionKit.Plots;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Figures on paper.</summary>
public sealed class PrintTests(Browser browser) : IClassFixture<Browser>
{
    private const int Paper = 700; // pixels between the margins of A4

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachFigure_IsWholeOnPaper_InItsColours(bool dark)
    {
        var page = await browser.Open(Shown.EachKind, dark: dark, width: Paper);
        await Lessons.Drawn(page);
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        var cut = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("figure.attentionkit")].filter(figure => {
              const svg = figure.querySelector(".main-svg").getBoundingClientRect(), frame = figure.querySelector(".attentionkit-frame").getBoundingClientRect();
              const slider = figure.querySelector(".slider-container, .attentionkit-steps:not([hidden])");
              return svg.right > frame.right + 1 || svg.bottom > frame.bottom + 1 || frame.right > innerWidth
                || (figure.querySelector("[role=slider]") && !(slider?.getBoundingClientRect().width > 50))
                || getComputedStyle(figure).printColorAdjust !== "exact" || getComputedStyle(figure).breakInside !== "avoid";
            }).map(figure => figure.getAttribute("aria-label"))
            """);
        // ScoresView, three matrices side by side, is still wider than the paper.
        Assert.Empty(cut.Except(["Attention scores, and what they are made of"]));
        await Assertions.Expect(page.Locator(".gtitle").First).ToHaveCSSAsync("fill", "rgb(0, 0, 0)");
    }

    [Fact]
    public async Task AfterPrinting_ADarkPageIsDarkAgain()
    {
        var page = await browser.Open(Shown.Setup + Catalogue.All[0].Figure.ToHtml(), dark: true);
        await Lessons.Drawn(page);
        Assert.NotEmpty(await page.PdfAsync(new() { Format = "A4" }));
        await Assertions.Expect(page.Locator(".gtitle").First).ToHaveCSSAsync("fill", "rgb(221, 221, 221)");
    }
}
