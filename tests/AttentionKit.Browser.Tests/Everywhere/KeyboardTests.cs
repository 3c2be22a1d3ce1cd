using System.Text.RegularExpressions;
using AttentionKit.Plots.Tests;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Figures and pages by keyboard.</summary>
public sealed class KeyboardTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task AfterDraggingTheSlider_TheArrowKeysGoOn()
    {
        var page = await browser.Open(Shown.Setup + Inputs.Draw("context", Inputs.Steps, Example.Tokens).ToHtml());
        await Lessons.Drawn(page);
        var rail = await page.Locator(".slider-rail-touch-rect").BoundingBoxAsync();
        await page.Mouse.MoveAsync(rail!.X + rail.Width - 2, rail.Y + rail.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(rail.X + rail.Width * 0.4f, rail.Y + rail.Height / 2, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        var chart = page.Locator(".attentionkit-chart");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuenow", new Regex("^[12]$"));
        // the rail has margins
        var dragged = await chart.GetAttributeAsync("aria-valuenow");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuenow", dragged == "1" ? "2" : "3");
    }

    [Fact]
    public async Task Tab_StopsOnlyAtTextsThatScroll()
    {
        var page = await browser.OpenFile(Lessons.PageOf("01-queries-keys-values"));
        await Lessons.Drawn(page);
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("pre")].filter(pre => (pre.tabIndex === 0) !== (pre.scrollWidth > pre.clientWidth || pre.scrollHeight > pre.clientHeight)).map(pre => pre.textContent)
            """));
        Assert.True(await page.EvaluateAsync<int>("document.querySelectorAll('pre:not([tabindex])').length") > 5);
    }

    [Fact]
    public async Task KeyF_IsALetter_WhereAReaderWrites()
    {
        var page = await browser.Open(Shown.Setup + Inputs.Draw("weights", Inputs.Steps, Example.Tokens).ToHtml()
            + "<textarea></textarea>");
        await Lessons.Drawn(page);
        await page.Locator("textarea").FocusAsync();
        await page.Keyboard.PressAsync("f");
        Assert.Equal("f", await page.Locator("textarea").InputValueAsync());
        await Assertions.Expect(page.Locator(".attentionkit-fills")).ToHaveCountAsync(0);
    }
}
