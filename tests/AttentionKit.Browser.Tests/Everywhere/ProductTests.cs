using AttentionKit.Plots;
using AttentionKit.Plots.Tests;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Which row and which column met in a number: by mouse, finger, key and Play button.</summary>
public sealed class ProductTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("flow", 11)]
    [InlineData("scores of steps", 3)]
    public async Task PointingAtAScore_OutlinesItsQueryAndItsKey_AndWritesTheSum(string name, int panel)
    {
        var page = await Open(name);
        await OpenScores(page, name);
        var (x, y) = await CellOf(page, panel, row: 2, column: 1);
        await page.Mouse.MoveAsync(x - 8, y);
        await page.Mouse.MoveAsync(x, y);
        await AssertShown(page, "sat", "cat");
        await page.Mouse.MoveAsync(5, 5);
        await AssertShown(page, "sat", "cat"); // what was found stays
    }

    [Theory]
    [InlineData("flow", 11)]
    [InlineData("scores of steps", 3)]
    public async Task ATap_DoesTheSame(string name, int panel)
    {
        var page = await Open(name, touch: true);
        await OpenScores(page, name);
        var (x, y) = await CellOf(page, panel, row: 3, column: 2);
        await page.Touchscreen.TapAsync(x, y);
        await AssertShown(page, "on", "sat");
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("scores of steps")]
    public async Task KeysUpAndDown_WalkThroughTheNumbers(string name)
    {
        var page = await Open(name);
        await OpenScores(page, name);
        await page.Locator(".attentionkit-chart").FocusAsync();
        var before = await Number(page);
        var (there, back) = before == 0 ? ("ArrowDown", "ArrowUp") : ("ArrowUp", "ArrowDown");
        foreach (var key in new[] { there, there, back }) await page.Keyboard.PressAsync(key);
        Assert.Equal(before == 0 ? 1 : before - 1, await Number(page));
        Assert.Contains(await page.EvaluateAsync<string>($"{TextOfNote}.split('<br>')[0].replaceAll('&lt;', '<')"),
            await page.Locator(".attentionkit-chart").GetAttributeAsync("aria-valuetext"));
    }

    [Fact]
    public async Task AnotherBox_EndsTheLink()
    {
        var page = await Open("flow");
        await OpenScores(page, "flow");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext",
            "box: scaled");
        Assert.Equal("", await page.EvaluateAsync<string>(TextOfNote));
        Assert.False(await page.EvaluateAsync<bool>(
            "document.querySelector('.js-plotly-plot').layout.shapes.at(-1).visible"));
    }

    [Fact]
    public async Task Play_WalksThroughAllNumbersOfAProduct_AndStops()
    {
        var page = await Open("product");
        await page.EvaluateAsync(
            "window.setInterval = (play, time) => { window.tick = play; window.time = time; return 7; }; "
            + "window.clearInterval = id => { if (id === 7) window.tick = undefined; };");
        var (chart, button) = (page.Locator(".attentionkit-chart"), page.Locator(".attentionkit-play"));
        await Assertions.Expect(button).ToHaveTextAsync("▶ Play");
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveTextAsync("❚❚ Stop");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "number of scores: The, cat");
        await page.EvaluateAsync("window.tick()");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "number of scores: The, sat");
        await Assertions.Expect(page.Locator(".annotation-text").Last)
            .ToContainTextAsync("row “The” of Q · column “sat” of Kᵀ");
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveTextAsync("▶ Play");
        Assert.True(await page.EvaluateAsync<bool>("window.tick === undefined"));
        await button.ClickAsync();
        for (var i = 0; i < 36 && await page.EvaluateAsync<bool>("window.tick !== undefined"); i++)
            await page.EvaluateAsync("window.tick()");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "number of scores: mat, mat");
        await Assertions.Expect(button).ToHaveTextAsync("▶ Play");
        await button.ClickAsync(); // from the first one again
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "number of scores: The, The");
    }

    private const string TextOfNote = "document.querySelector('.js-plotly-plot').layout.annotations.at(-1).text";

    private async Task<IPage> Open(string name, bool touch = false)
    {
        var page = await browser.Open(Shown.Setup + Inputs.Draw(name, Inputs.Steps, Example.Tokens).ToHtml(),
            width: 1300, touch: touch);
        await Lessons.Drawn(page);
        return page;
    }

    private static async Task OpenScores(IPage page, string name)
    {
        if (name != "flow") return;
        await page.Locator(".attentionkit-chart").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 4; i++) await page.Keyboard.PressAsync("ArrowRight"); // X, Q, K, V, scores
        await page.WaitForFunctionAsync($"{TextOfNote}.includes('of Q')");
    }

    /// <summary>The middle of a cell, in pixels of the page.</summary>
    private static async Task<(float X, float Y)> CellOf(IPage page, int panel, int row, int column)
    {
        var at = await page.EvaluateAsync<float[]>("""
            ([panel, row, column]) => {
              const plot = document.querySelector(".js-plotly-plot"), box = plot.getBoundingClientRect();
              const { [`xaxis${panel}`]: x, [`yaxis${panel}`]: y } = plot._fullLayout;
              return [box.left + x._offset + x.c2p(column), box.top + y._offset + y.c2p(row)];
            }
            """, new[] { panel, row, column });
        return (at[0], at[1]);
    }

    private static async Task AssertShown(IPage page, string query, string key)
    {
        var said = $"scores [“{query}”, “{key}”] = row “{query}” of Q";
        await page.WaitForFunctionAsync($"said => {TextOfNote}.startsWith(said)", said);
        var (row, column) = (Array.IndexOf(Example.Tokens, query), Array.IndexOf(Example.Tokens, key));
        // Around the query in Q, the key in K or Kᵀ, and the number.
        Assert.True(await page.EvaluateAsync<bool>("""
            ([row, column]) => {
              const { shapes } = document.querySelector(".js-plotly-plot").layout;
              const has = (ref, ends) => shapes.some(shape => shape.visible !== false && shape.yref === ref
                && Object.entries(ends).every(([end, value]) => shape[end] === value));
              const query = { y0: row - 0.5, y1: row + 0.5 }, number = { ...query, x0: column - 0.5, x1: column + 0.5 };
              return has("y11", number) ? has("y3", query) && has("y4", { y0: column - 0.5, y1: column + 0.5 })
                : has("y3", number) && has("y", query) && has("y2", { x0: column - 0.5, x1: column + 0.5 });
            }
            """, new[] { row, column }));
    }

    private static Task<int> Number(IPage page) => page.EvaluateAsync<int>("""
        (({ y0, x0 }) => Math.round(y0 + 0.5) * 6 + Math.round(x0 + 0.5))(
          document.querySelector(".js-plotly-plot").layout.shapes.at(-1))
        """);
}
