using AttentionKit.Plots;
using AttentionKit.Plots.Tests;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Every kind of figure from a small phone to a projector.</summary>
public sealed class SizeTests(Browser browser) : IClassFixture<Browser>
{
    private const double Readable = 10.99, ForARoom = 26.99; // pixels; 0.01 for rounding

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    [InlineData(1920)]
    public async Task EachFigure_CanBeRead_AndOnlyItsOwnFrameScrolls(int width)
    {
        var page = await browser.Open(Shown.EachKind, width: width);
        await Lessons.Drawn(page);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "The page scrolls sideways.");
        Assert.InRange(await Shown.SmallestText(page.Locator("body")), Readable, 40);
        Assert.Empty(await Shown.Overlaps(page));
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll(".attentionkit-frame")].filter(frame => {
              const chart = frame.firstChild.getBoundingClientRect(), { right } = frame.getBoundingClientRect();
              return chart.right > right + 1 && (frame.scrollWidth <= frame.clientWidth || frame.tabIndex !== 0);
            }).map(frame => frame.parentElement.getAttribute("aria-label"))
            """));
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task TurningArrows_AreInASquare_OrTheirAngleWouldNotStay(int width)
    {
        var page = await browser.Open(Shown.Setup + Turning.Of(Example.Values.Row(1, 0, 2), Example.Values.Row(2, 0, 2))
            .ToHtml(), width: width);
        await Lessons.Drawn(page);
        var sides = await page.EvaluateAsync<double[]>("""
            (({ xaxis, yaxis }) => [xaxis._length, yaxis._length])(document.querySelector(".js-plotly-plot")._fullLayout)
            """);
        Assert.Equal(1, sides[0] / sides[1], .04); // a wide page is still off by 3%
    }

    [Fact]
    public async Task LongTitle_GoesOnInASecondLine()
    {
        var page = await browser.Open(Shown.Setup + Heatmap.Weights(Example.Weights, Example.Tokens,
            title: "How much each token of the sentence looks at each of the others").ToHtml(), width: 390);
        await Lessons.Drawn(page);
        var (title, frame) = (await page.Locator(".gtitle").BoundingBoxAsync(),
            await page.Locator(".attentionkit-frame").BoundingBoxAsync());
        Assert.InRange(title!.Y, frame!.Y, frame.Y + 20);
        Assert.InRange(title.X + title.Width, frame.X, frame.X + frame.Width);
        Assert.True(await page.Locator(".gtitle tspan").CountAsync() > 1);
    }

    [Fact]
    public async Task OneFinger_ScrollsThePage_AndNeverZoomsTheFigure()
    {
        var page = await browser.Open(Shown.Setup + Curves.Of("loss", "step", "loss", Curve.Of("train", [3, 2, 1.5]))
            .ToHtml() + "<div style='height:3000px'></div>", width: 390, touch: true);
        await Lessons.Drawn(page);
        const string ranges = "JSON.stringify([document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range, "
            + "document.querySelector('.js-plotly-plot')._fullLayout.yaxis.range])";
        var before = await page.EvaluateAsync<string>(ranges);
        await Fingers.Move(page, Enumerable.Range(0, 15).Select(i => new[] { (150, 400 - 20 * i) }));
        await page.WaitForFunctionAsync("scrollY > 100");
        Assert.Equal(before, await page.EvaluateAsync<string>(ranges));
    }

    [Fact]
    public async Task TwoFingers_Zoom()
    {
        var page = await browser.Open(Shown.Setup + Heatmap.Weights(Example.Weights, Example.Tokens).ToHtml(),
            width: 390, touch: true);
        await Lessons.Drawn(page);
        await Fingers.Move(page,
            Enumerable.Range(0, 10).Select(i => new[] { (150 - 10 * i, 250), (200 + 10 * i, 250) }));
        await page.WaitForFunctionAsync("visualViewport.scale > 1.5");
    }

    [Fact]
    public async Task WhereAFigureScrolls_ItsSliderIsOnThePage()
    {
        var page = await browser.Open(Shown.Setup + Inputs.Draw("flow", Inputs.Steps, Example.Tokens).ToHtml(),
            width: 390);
        await Lessons.Drawn(page);
        var slider = await page.Locator("input[type=range]").BoundingBoxAsync();
        Assert.InRange(slider!.X + slider.Width, 200, 390);
        await page.Locator("input[type=range]").FillAsync("7");
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext",
            "box: weights");
    }

    [Fact]
    public async Task KeyF_ShowsAFigureToARoom_AndEscapeEndsIt()
    {
        var page = await browser.Open(Shown.EachKind, width: 1280, height: 720);
        await Lessons.Drawn(page);
        foreach (var figure in await page.Locator("figure.attentionkit").AllAsync())
        {
            await figure.Locator(".attentionkit-full").FocusAsync();
            await page.Keyboard.PressAsync("f");
            await Assertions.Expect(figure).ToHaveClassAsync("attentionkit attentionkit-fills");
            await AssertForARoom(figure);
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(figure).ToHaveClassAsync("attentionkit");
        }
    }

    [Fact]
    public async Task LargeFigure_IsForARoom()
    {
        foreach (var name in Inputs.Figures)
        {
            var page = await browser.Open(Shown.Setup + Inputs.Draw(name, Inputs.Steps, Example.Tokens).Large()
                .ToHtml(), width: 1280, height: 720);
            await Lessons.Drawn(page);
            await AssertForARoom(page.Locator("figure.attentionkit"));
        }
    }

    /// <summary>What has one plot is seen whole; what has several scrolls, and its slider stays.</summary>
    private static async Task AssertForARoom(ILocator figure)
    {
        await figure.Page.WaitForFunctionAsync(
            "figure => figure.querySelector('.attentionkit-chart').getBoundingClientRect().width > 700",
            await figure.ElementHandleAsync());
        Assert.InRange(await Shown.SmallestText(figure), ForARoom, 80);
        if (await figure.Locator("input[type=range]").CountAsync() == 0) return;
        var slider = await figure.Locator("input[type=range]").BoundingBoxAsync();
        Assert.NotNull(slider);
        Assert.InRange(await figure.Locator(".attentionkit-steps")
            .EvaluateAsync<double>("label => parseFloat(getComputedStyle(label).fontSize)"), ForARoom, 80);
        if ((await figure.GetAttributeAsync("class"))!.Contains("fills",
            StringComparison.Ordinal)) Assert.InRange(slider.Y + slider.Height, 100, 720);
    }
}
