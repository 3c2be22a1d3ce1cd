using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>What a reader does with a chart.</summary>
internal static class Reader
{
    /// <summary>Moves each slider to its end and back, with the keyboard, and points at each chart.</summary>
    internal static async Task Tries(IPage page)
    {
        foreach (var chart in await page.Locator(".attentionkit-chart").AllAsync())
        {
            await PointsAt(page, chart);
            if (await chart.GetAttributeAsync("role") == "slider") await MovesTheSlider(chart);
        }
    }

    private static async Task MovesTheSlider(ILocator chart)
    {
        await chart.FocusAsync();
        foreach (var (key, position) in new[] { ("End", await chart.GetAttributeAsync("aria-valuemax")), ("Home", "0"), ("ArrowRight", "1") })
        {
            await chart.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuenow", position!);
        }
    }

    // A bar for 0 has no length to point at, and arrows have nothing to say.
    private static async Task<ILocator?> LongestBar(ILocator chart)
    {
        var bars = chart.Locator(".bars .point path");
        var lengths = await bars.EvaluateAllAsync<double[]>("bars => bars.map(bar => bar.getBoundingClientRect().width)");
        return lengths.Length == 0 ? null : bars.Nth(Array.IndexOf(lengths, lengths.Max()));
    }

    /// <summary>Plotly tells what is below the mouse, or the slider goes there.</summary>
    private static async Task PointsAt(IPage page, ILocator chart)
    {
        var before = await chart.GetAttributeAsync("aria-valuetext");
        ILocator cells = chart.Locator(".imagelayer image"), points = chart.Locator("path.point");
        var mark = await cells.CountAsync() > 0 ? cells.First : await points.CountAsync() > 0 ? points.Last : await LongestBar(chart);
        if (mark is null) return;
        await mark.ScrollIntoViewIfNeededAsync();
        var box = await mark.BoundingBoxAsync();
        await page.Mouse.MoveAsync(box!.X + box.Width / 6 + 3, box.Y + box.Height / 6); // in the middle of a grid there may be a gap
        await page.Mouse.MoveAsync(box.X + box.Width / 6, box.Y + box.Height / 6);
        try
        {
            await page.WaitForFunctionAsync("([chart, before]) => chart.querySelector('.hovertext') || chart.getAttribute('aria-valuetext') !== before", new object?[] { await chart.ElementHandleAsync(), before });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Pointing at {box.X:0}, {box.Y:0} does nothing: {await chart.GetAttributeAsync("aria-label")}");
        }
    }
}
