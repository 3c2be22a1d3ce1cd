using AttentionKit.Plots;
using AttentionKit.Plots.PlotlyNet;
using AttentionKit.Plots.Tests;
using Microsoft.Playwright;
using Plotly.NET;

namespace AttentionKit.Browser.Tests;

/// <summary>Charts of Plotly.NET on a page without a network, beside the kit's own figures.</summary>
public sealed class PlotlyNetTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task AReadersChart_AndAFigureThatBecameOne_AreDrawnBesideOurs()
    {
        var figure = Inputs.Draw("weights", Inputs.Steps, Example.Tokens);
        var page = await browser.Open(
            new PlotlySetup().ToHtml() + figure.ToHtml() + PlotlyNet.Start().ToHtml()
            + PlotlyNetSetup.HtmlOf(figure.ToPlotlyNet()) + PlotlyNetSetup.HtmlOf(Violin()));
        await Assertions.Expect(page.Locator(".attentionkit-plotly-net .heatmaplayer image")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".attentionkit-plotly-net .violinlayer path.violin")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".attentionkit-plotly-net pre")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("figure.attentionkit .imagelayer image")).ToHaveCountAsync(1);
        Assert.Equal("3.7.0", await page.EvaluateAsync<string>("Plotly.version"));
    }

    /// <summary>A kind that the small bundle of our own figures doesn't know.</summary>
    private static GenericChart Violin()
    {
        var trace = new Trace("violin");
        trace.SetProperty("y", new[] { 1, 2, 2, 3, 5 });
        return GenericChart.ofTraceObject(true, trace);
    }
}
