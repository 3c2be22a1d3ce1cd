using AttentionKit.Plots;
using AttentionKit.Plots.Tests;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

public sealed class FigureTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string s_setup = new PlotlySetup().ToHtml();
    private static readonly string s_figure = Heatmap.Weights(Example.Weights, Example.Tokens).ToHtml();

    [Fact]
    public async Task FigureAfterTheSetup_IsDrawn() => await AssertDrawn(await browser.Open(s_setup + s_figure));

    [Fact]
    public async Task FigureBeforeTheSetup_IsDrawn() => await AssertDrawn(await browser.Open(s_figure + s_setup));

    [Fact]
    public async Task FigureAddedLater_IsDrawn()
    {
        var page = await browser.Open(s_setup + "<div id=\"cell\"></div>");
        await page.EvaluateAsync("html => document.getElementById('cell').innerHTML = html", s_figure);
        await AssertDrawn(page);
    }

    [Fact]
    public async Task FigureInPlaceOfAnother_IsDrawn_WithoutAGlimpseOfItsTable()
    {
        var page = await browser.Open(s_setup + "<div id=\"cell\"></div>");
        string[] growing = [.. Enumerable.Range(1, 12).Select(steps => Curves.Of("loss", "step", "loss", Curve.Of("train", Enumerable.Range(1, steps).Select(i => 1.0 / i))).ToHtml())];
        // A timer that an animation frame sets goes off when that frame has been painted.
        var glimpses = await page.EvaluateAsync<int>("""
            async growing => {
              let glimpses = 0;
              for (const html of growing) {
                document.getElementById("cell").innerHTML = html;
                await new Promise(painted => requestAnimationFrame(() => setTimeout(painted)));
                glimpses += document.querySelector(".attentionkit-static").getBoundingClientRect().width > 1;
              }
              return glimpses;
            }
            """, growing);
        Assert.Equal(0, glimpses);
        await Assertions.Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".js-plotly-plot path.point")).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task PlotlyThatLoadsLater_DrawsTheWaitingFigures()
    {
        const string start = "<script>", end = "</script>";
        var page = await browser.Open(s_figure);
        await TwoFrames(page);
        await Assertions.Expect(page.Locator("figure.attentionkit table")).ToBeInViewportAsync();
        await page.AddScriptTagAsync(new() { Content = s_setup.Split(start)[1].Split(end)[0] });
        await AssertDrawn(page);
    }

    [Fact]
    public async Task SetupTwice_DrawsOnce() => await AssertDrawn(await browser.Open(s_setup + s_figure + s_setup));

    [Fact]
    public async Task WithRequireJsOnThePage_PlotlyIsAGlobalAndNoAnonymousModule()
    {
        const string amd = "<script>window.modules = []; window.define = (...module) => modules.push(module); define.amd = {};</script>";
        var page = await browser.Open(amd + s_setup + s_figure);
        await AssertDrawn(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("modules.length"));
        Assert.Equal("3.7.0", await page.EvaluateAsync<string>("Plotly.version"));
    }

    [Fact]
    public async Task WithoutDecompressionStream_TheScriptsUnpackThemselves()
    {
        var page = await browser.Open("<script>delete window.DecompressionStream</script>" + s_setup + s_figure);
        Assert.True(await page.EvaluateAsync<bool>("window.DecompressionStream === undefined"));
        await AssertDrawn(page);
    }

    [Fact]
    public async Task WithRequireJsOnThePage_AndNoDecompressionStream_PlotlyIsAGlobal()
    {
        var page = await browser.Open("<script>delete window.DecompressionStream; window.modules = []; window.define = (...module) => modules.push(module); define.amd = {};</script>" + s_setup + s_figure);
        await AssertDrawn(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("modules.length"));
    }

    [Fact]
    public async Task WithoutScripts_TheTableIsVisible()
    {
        var page = await browser.Open(s_setup + s_figure, scripts: false);
        await Assertions.Expect(page.Locator("figure.attentionkit table")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("td").Filter(new() { HasText = "0.64" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("figcaption")).ToContainTextAsync("“sat” looks at “cat”");
        await Assertions.Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WhenDrawingFails_TheTableStays()
    {
        var page = await browser.Open(s_setup + s_figure.Replace("{\"data\"", "{\"dat", StringComparison.Ordinal));
        await page.WaitForFunctionAsync("window.attentionKitDrawsFigures");
        await TwoFrames(page);
        await Assertions.Expect(page.Locator("figure.attentionkit table")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Chart_SaysWhatItShowsAndKeepsTheTableForScreenReaders()
    {
        var page = await browser.Open(s_setup + s_figure);
        await AssertDrawn(page);
        var chart = page.GetByRole(AriaRole.Img, new() { NameString = "Attention weights. How much each query (row) looks at each key (column)" });
        await Assertions.Expect(chart).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { NameString = "sat" })).ToHaveCountAsync(1);
        Assert.True(await page.Locator(".attentionkit-static").EvaluateAsync<bool>("element => element.getBoundingClientRect().width <= 1"));
    }

    [Fact]
    public async Task Hover_SaysWhoLooksAtWhom()
    {
        var page = await browser.Open(s_setup + s_figure);
        await AssertDrawn(page);
        var number = page.Locator(".textpoint text").Filter(new() { HasText = "0.64" });
        var box = await number.BoundingBoxAsync();
        await page.Mouse.MoveAsync(box!.X + 5, box.Y + 5);
        await page.Mouse.MoveAsync(box.X + 8, box.Y + 8);
        await Assertions.Expect(page.Locator(".hovertext")).ToHaveTextAsync("“sat” looks at “cat”: 0.6375");
    }

    [Fact]
    public async Task DarkPage_GetsLightTextAtOnce()
    {
        var page = await browser.Open(s_setup + s_figure);
        await AssertDrawn(page);
        var title = page.Locator(".gtitle");
        await Assertions.Expect(title).ToHaveCSSAsync("fill", "rgb(34, 34, 34)");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(title).ToHaveCSSAsync("fill", "rgb(221, 221, 221)");
    }

    [Fact]
    public async Task NarrowPage_GetsANarrowChart()
    {
        var page = await browser.Open(s_setup + s_figure);
        await AssertDrawn(page);
        await page.SetViewportSizeAsync(400, 900);
        await page.WaitForFunctionAsync("document.querySelector('.attentionkit-frame').getBoundingClientRect().right <= 400");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 400"));
    }

    [Fact]
    public async Task HiddenFigure_IsDrawnWhenItAppears()
    {
        var page = await browser.Open($"{s_setup}<div id=\"cell\" style=\"display:none\">{s_figure}</div>");
        await Assertions.Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(0);
        await page.EvaluateAsync("document.getElementById('cell').style.display = 'block'");
        await AssertDrawn(page);
    }

    [Fact]
    public async Task MarkupInTokens_IsNeverExecuted()
    {
        const string evil = "<img src=x onerror=\"window.hacked=1\"></script><script>window.hacked=1</script>";
        string[] tokens = [evil, "<a href=\"javascript:hacked=1\">x</a>", "$x$", "</td>", "<b>", "&lt;"];
        var page = await browser.Open(s_setup + Heatmap.Weights(Example.Weights, tokens, title: evil).ToHtml());
        await AssertDrawn(page);
        await page.Mouse.MoveAsync(300, 200);
        Assert.True(await page.EvaluateAsync<bool>("window.hacked === undefined"));
        await Assertions.Expect(page.Locator("figure img, figure a[href]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".ytick text").Nth(4)).ToHaveTextAsync("<b>");
        await Assertions.Expect(page.Locator(".ytick text").Nth(5)).ToHaveTextAsync("&lt;");
    }

    [Fact]
    public async Task HiddenScores_AreHatchedWithALegend()
    {
        var page = await browser.Open(s_setup + Heatmap.Scores(Example.MaskedScores, Example.Tokens).ToHtml());
        await AssertDrawn(page);
        await Assertions.Expect(page.Locator(".bars .point")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator(".legendtext")).ToHaveTextAsync("−∞: hidden from the query");
    }

    /// <summary>By then, the page has measured its elements and told their observers.</summary>
    private static async Task TwoFrames(IPage page) => await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

    private static async Task AssertDrawn(IPage page)
    {
        await Assertions.Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".imagelayer image")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".textpoint")).ToHaveCountAsync(36);
        await page.WaitForFunctionAsync("document.querySelector('.attentionkit-static').style.position === 'absolute'");
    }
}
