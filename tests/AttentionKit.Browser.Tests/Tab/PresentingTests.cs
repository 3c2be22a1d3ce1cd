using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests.Tab;

/// <summary>A lesson before a class: keys only.</summary>
public sealed class PresentingTests(Browser browser, LiveSite site) : IClassFixture<Browser>, IClassFixture<LiveSite>
{
    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public async Task AWholeLesson_IsPresentedByKeys_InLargeType(int width, int height)
    {
        var page = await site.Open(browser, "01-queries-keys-values");
        await page.SetViewportSizeAsync(width, height);
        await page.Keyboard.PressAsync("p");
        var seen = new HashSet<string>();
        for (var press = 0; press < 200; press++)
        {
            var place = await page.Locator(".place").InnerTextAsync();
            seen.Add(place.Split(' ')[0]);
            var small = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll("main > section.text *, main .source code")].filter(one => one.checkVisibility() && one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 27).map(one => one.outerHTML.slice(0, 80))
                """);
            Assert.Empty(small);
            if (place.Split(' ') is [var at, "of", var all, ..] && at == all && await page.EvaluateAsync<bool>("scrollY + innerHeight >= document.documentElement.scrollHeight - 4")) break;
            await page.Keyboard.PressAsync(press % 2 == 0 ? "PageDown" : "ArrowRight");
        }
        var last = int.Parse((await page.Locator(".place").InnerTextAsync()).Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(last, seen.Count);
        Assert.True(last >= 10);
        await page.Keyboard.PressAsync("PageUp");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("html.presenting")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task APrediction_HidesWhatFollows_AndThePlaceSurvivesAReload()
    {
        var page = await site.Open(browser, "01-queries-keys-values");
        await page.SetViewportSizeAsync(1280, 720);
        await page.Keyboard.PressAsync("p");
        for (var press = 0; press < 40 && !(await page.Locator(".place").InnerTextAsync()).Contains("expect", StringComparison.Ordinal); press++)
            await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(0, await page.Locator("section.code:visible").CountAsync());
        var place = await page.Locator(".place").InnerTextAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".place")).ToHaveTextAsync(place);
        for (var press = 0; press < 5 && await page.Locator("section.code:visible").CountAsync() == 0; press++)
            await page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(0, await page.Locator("section.code:visible").CountAsync());
        Assert.Equal(place.Split(' ')[0], (await page.Locator(".place").InnerTextAsync()).Split(' ')[0]);
    }
}
