using System.Text.RegularExpressions;
using AttentionKit.Plots;
using AttentionKit.Plots.Tests;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>What a reader sees and does with each kind of figure.</summary>
public sealed class EveryFigureTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string s_setup = new PlotlySetup().ToHtml();

    public static TheoryData<string> Figures => [.. Inputs.Figures];

    [Fact]
    public async Task EachFigure_IsDrawn_WithoutAWarning()
    {
        var page = await browser.Open("");
        List<string> messages = [];
        page.Console += (_, message) => { if (message.Type is "warning" or "error") messages.Add(message.Text); };
        await page.EvaluateAsync("html => { const range = document.createRange(); document.body.append(range.createContextualFragment(html)); }", s_setup + string.Concat(Catalogue.All.Select(figure => figure.Figure.ToHtml())));
        await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot .main-svg)")).ToHaveCountAsync(Catalogue.All.Length, new() { Timeout = 60_000 });
        await page.WaitForFunctionAsync("[...document.querySelectorAll('.attentionkit-static')].every(element => element.style.position === 'absolute')");
        Assert.Empty(messages);
    }

    [Fact]
    public async Task WithoutScripts_EachFigureHasItsTable()
    {
        var page = await browser.Open(string.Concat(Catalogue.All.Select(figure => figure.Figure.ToHtml())), scripts: false);
        foreach (var figure in await page.Locator("figure.attentionkit").AllAsync())
        {
            await Assertions.Expect(figure.Locator("table").First).ToBeVisibleAsync();
            await Assertions.Expect(figure.Locator("table caption").First).Not.ToBeEmptyAsync();
            await Assertions.Expect(figure.Locator("figcaption")).ToBeVisibleAsync();
        }
        await Assertions.Expect(page.Locator("figure.attentionkit")).ToHaveCountAsync(Catalogue.All.Length);
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Chart_HasARoleAndALabel(string name)
    {
        var figure = Inputs.Draw(name, Inputs.Steps, Example.Tokens);
        var chart = (await Drawn(figure)).Locator(".attentionkit-chart");
        var hasSlider = name == "scores of steps" || await chart.Locator(".slider-container").CountAsync() > 0; // its numbers are the positions
        Assert.Equal(hasSlider ? "slider" : "img", await chart.GetAttributeAsync("role"));
        Assert.Equal($"{figure.Title}. {figure.Description}", await chart.GetAttributeAsync("aria-label"));
        if (!hasSlider) return;
        Assert.Equal("0", await chart.GetAttributeAsync("tabindex"));
        Assert.NotEmpty(await chart.GetAttributeAsync("aria-valuetext") ?? "");
    }

    [Fact]
    public async Task EachText_HasAContrastOfFourAndAHalf_OnLightAndDark()
    {
        foreach (var dark in new[] { false, true })
        {
            var page = await browser.Open(s_setup + string.Concat(Catalogue.All.Select(figure => figure.Figure.ToHtml())), dark: dark);
            await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot .main-svg)")).ToHaveCountAsync(Catalogue.All.Length, new() { Timeout = 60_000 });
            // Text in cells is judged by ColorScaleTests, which knows the colour behind each number.
            var faint = await page.EvaluateAsync<string[]>(Contrast, dark ? new[] { 30, 30, 30 } : [255, 255, 255]);
            Assert.Empty(faint);
        }
    }

    [Fact]
    public async Task MarkupInTokens_IsNeverExecuted()
    {
        const string evil = "<img src=x onerror=\"window.hacked=1\"></script><script>window.hacked=1</script>";
        var figures = Inputs.Figures.Select(name => Inputs.Draw(name, Inputs.Of(3), [evil, "<a href=\"javascript:hacked=1\">x</a>", "$x$"], title: evil));
        var curve = Curves.Of(evil, evil, evil, Curve.Of(evil, [1, 2]));
        var page = await browser.Open(s_setup + string.Concat(figures.Append(curve).Select(figure => figure.ToHtml())));
        Assert.Equal(Inputs.Figures.Length + 1, await Lessons.Drawn(page));
        await Reader.Tries(page);
        Assert.True(await page.EvaluateAsync<bool>("window.hacked === undefined"));
        await Assertions.Expect(page.Locator("figure img, figure a[href]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task ArrowKeys_MoveTheSlider()
    {
        var page = await Drawn(Inputs.Draw("flow", Inputs.Steps, Example.Tokens));
        var chart = page.Locator(".attentionkit-chart");
        ILocator formula = chart.Locator(".annotation-text").Filter(new() { HasText = " = " }).First;
        await chart.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "box: Q");
        await Assertions.Expect(formula).ToHaveTextAsync("Q = X · Wq: what each token asks");
        await Assertions.Expect(page.Locator("figcaption")).ToContainTextAsync("open is “Q = X · Wq: what each token asks”, 6×4, from X.");
        await Assertions.Expect(page.Locator("figure table caption")).ToHaveTextAsync(["Q = X · Wq: what each token asks"]);
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(formula).ToHaveTextAsync("weights = softmax of each row: they sum to 1");
        await Assertions.Expect(chart.Locator(".cbtitle").First).ToContainTextAsync("weight");
    }

    [Fact]
    public async Task PlotlysOwnSlider_ChoosesAMask()
    {
        var page = await Drawn(Inputs.Draw("masks", Inputs.Steps, Example.Tokens));
        await Assertions.Expect(page.Locator(".bars .point")).ToHaveCountAsync(0);
        var rail = await page.Locator(".slider-rail-touch-rect").BoundingBoxAsync();
        await page.Mouse.ClickAsync(rail!.X + rail.Width / 2, rail.Y + rail.Height / 2);
        await Assertions.Expect(page.Locator(".bars .point")).ToHaveCountAsync(5); // the rows of a causal mask that hide something
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext", "mask: causal");
    }

    [Fact]
    public async Task PointingAtAToken_ShowsOnlyItsBands()
    {
        var page = await Drawn(Inputs.Draw("head", Inputs.Steps, Example.Tokens));
        var point = await page.Locator(".scatterlayer .points path.point").Nth(2).BoundingBoxAsync();
        await page.Mouse.MoveAsync(point!.X - 5, point.Y + 5);
        await page.Mouse.MoveAsync(point.X + 5, point.Y + 5);
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext", "show: sat →");
        var shown = await page.EvaluateAsync<int>("document.querySelector('.js-plotly-plot').data.filter(trace => trace.fill && trace.opacity === 1).reduce((sum, { x }) => sum + Math.ceil(x.length / 6), 0)");
        Assert.Equal(6, shown); // a band and a box for each of three keys
        await page.Mouse.MoveAsync(5, 850);
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext", "show: all");
    }

    [Fact]
    public async Task CrossAttention_HasItsOwnTokensOnEachSide()
    {
        string[] queries = ["le", "chat"], keys = ["the", "black", "cat"];
        var values = Matrix<float>.Build.Random(3, 4, 1);
        var page = await Drawn(HeadView.Of(Attention.Steps(Matrix<float>.Build.Random(2, 4, 2), values, values), queries, keys));
        var (left, right) = (page.Locator(".ytick text"), page.Locator(".y2tick text"));
        await Assertions.Expect(left).ToHaveTextAsync(queries);
        await Assertions.Expect(right).ToHaveTextAsync(keys);
        Assert.True((await left.First.BoundingBoxAsync())!.X < (await right.First.BoundingBoxAsync())!.X);
        var point = await page.Locator(".scatterlayer .points path.point").Nth(1).BoundingBoxAsync();
        await page.Mouse.MoveAsync(point!.X - 5, point.Y + 5);
        await page.Mouse.MoveAsync(point.X + 5, point.Y + 5);
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext", "show: chat →");
    }

    [Fact]
    public async Task LegendOfTheHeadView_SwitchesAHead()
    {
        var page = await Drawn(Inputs.Draw("heads", Inputs.Steps, Example.Tokens));
        await page.Locator(".legendtoggle").Nth(1).ClickAsync();
        await page.WaitForFunctionAsync("document.querySelector('.js-plotly-plot').data.filter(trace => trace.legendgroup === 'head 1').every(trace => trace.visible === 'legendonly')");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('.js-plotly-plot').data.filter(trace => trace.legendgroup === 'head 0').every(trace => trace.visible !== 'legendonly')"));
    }

    [Fact]
    public async Task ClickOnAHead_EnlargesIt_AndBack()
    {
        var page = await Drawn(Inputs.Draw("grid", Inputs.Steps, Example.Tokens));
        var chart = page.Locator(".attentionkit-chart");
        var plot = await page.Locator(".nsewdrag").First.BoundingBoxAsync();
        await page.Mouse.MoveAsync(plot!.X + plot.Width - 20, plot.Y + plot.Height - 20);
        await page.Mouse.ClickAsync(plot.X + plot.Width - 22, plot.Y + plot.Height - 22);
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "head: layer 1, head 3");
        await Assertions.Expect(chart.Locator(".x3tick text").Filter(new() { HasText = "cat" })).ToHaveCountAsync(1);
        await page.Mouse.MoveAsync(plot.X + 50, plot.Y + 50);
        await page.Mouse.ClickAsync(plot.X + 52, plot.Y + 52);
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuetext", "head: all");
    }

    [Fact]
    public async Task PointingAtAWord_ChoosesWhoLooks()
    {
        var page = await Drawn(Inputs.Draw("tokens", Inputs.Steps, Example.Tokens));
        var word = await page.Locator(".bars .point", new() { HasText = "on" }).First.BoundingBoxAsync();
        await page.Mouse.MoveAsync(word!.X + 8, word.Y + 8);
        await page.Mouse.MoveAsync(word.X + 12, word.Y + 12);
        await Assertions.Expect(page.Locator(".attentionkit-chart")).ToHaveAttributeAsync("aria-valuetext", "query (who looks): on");
        await Assertions.Expect(page.Locator(".bars .point text").Filter(new() { HasText = "cat" }).First).ToHaveTextAsync($"cat{Inputs.Steps.Weights[3, 1]:0.00}");
    }

    [Fact]
    public async Task LargeHeatmap_FollowsTheMouse_WithTheExactNumberAndBothNames()
    {
        var weights = Softmax.Rows(Matrix<float>.Build.Random(512, 512, 1));
        var page = await Drawn(Heatmap.Weights(weights, [.. Enumerable.Range(0, 512).Select(i => $"token{i}")]));
        var plot = await page.Locator(".nsewdrag").First.BoundingBoxAsync();
        var (row, column) = (300, 123);
        var (x, y) = (plot!.X + plot.Width * (column + 0.5f) / 512, plot.Y + plot.Height * (row + 0.5f) / 512);
        await page.Mouse.MoveAsync(x - 30, y);
        await page.Mouse.MoveAsync(x, y);
        await AssertTold(row, column);
        for (var i = 0; i < 512; i += 64) // faster than anybody moves it
            await page.Mouse.MoveAsync(plot.X + plot.Width * (i + 0.5f) / 512, plot.Y + plot.Height * (i + 0.5f) / 512);
        await AssertTold(448, 448);

        string Sentence(int query, int key) => $"“token{query}” looks at “token{key}”: {weights[query, key].ToString("G5", System.Globalization.CultureInfo.InvariantCulture)}";

        async Task AssertTold(int query, int key)
        {
            // A cell is less than a pixel wide: the next one is as good.
            string[] said = [.. Enumerable.Range(-1, 3).SelectMany(i => Enumerable.Range(-1, 3).Select(j => Sentence(query + i, key + j)))];
            await Assertions.Expect(page.Locator(".hovertext")).ToHaveTextAsync(new Regex($"^({string.Join('|', said.Select(Regex.Escape))})$"));
        }
    }

    [Fact]
    public async Task SavedPicture_IsDrawnByABrowser()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Inputs.Draw("weights", Inputs.Steps, Example.Tokens).Save(Path.Combine(folder, "figure.svg"));
        Inputs.Draw("weights", Inputs.Steps, Example.Tokens).Save(Path.Combine(folder, "figure.html"));
        var svg = await browser.OpenFile(Path.Combine(folder, "figure.svg"));
        await Assertions.Expect(svg.Locator("text").Filter(new() { HasText = "query (who looks)" })).ToBeVisibleAsync();
        var page = await browser.OpenFile(Path.Combine(folder, "figure.html"));
        await Assertions.Expect(page.Locator(".js-plotly-plot .main-svg").First).ToBeVisibleAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<IPage> Drawn(Figure figure)
    {
        var page = await browser.Open(s_setup + figure.ToHtml());
        await page.WaitForFunctionAsync("document.querySelector('.attentionkit-static').style.position === 'absolute'", null, new() { Timeout = 60_000 });
        return page;
    }

    /// <summary>Texts whose colour is nearer to the page's than 4.5:1, those that stand on cells, bars and buttons aside.</summary>
    private const string Contrast = """
        page => {
          const linear = value => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          return [...document.querySelectorAll(".attentionkit-chart text, figcaption")]
            .filter(text => text.textContent.trim() && !text.closest(".textpoint, .bars .point, .hoverlayer"))
            .map(text => [text.textContent, getComputedStyle(text)[text.tagName === "text" ? "fill" : "color"].match(/[\d.]+/g).map(Number)])
            .filter(([, color]) => ratio(luminance(color), luminance(page)) < 4.5)
            .map(([text, color]) => `${text}: ${color}`);
        }
        """;
}
