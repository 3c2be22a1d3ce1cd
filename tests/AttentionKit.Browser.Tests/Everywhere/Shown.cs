using AttentionKit.Plots;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Figures as they are on a page, measured.</summary>
internal static class Shown
{
    internal static readonly string Setup = new PlotlySetup().ToHtml();

    /// <summary>A figure of each kind on one page.</summary>
    internal static string EachKind => Setup + string.Concat(Catalogue.All.Select(figure => figure.Figure.ToHtml()));

    /// <summary>The smallest text in the charts below an element, in pixels of the page.</summary>
    internal static Task<double> SmallestText(ILocator element) => element.EvaluateAsync<double>("""
        element => Math.min(...[...element.querySelectorAll(".attentionkit-chart .main-svg text")].filter(text => text.textContent.trim() && text.getClientRects().length)
          .map(text => parseFloat(getComputedStyle(text.querySelector("tspan") ?? text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b)))
        """);

    /// <summary>Numbers of a chart that lie on one another.</summary>
    internal static Task<string[]> Overlaps(IPage page) => page.EvaluateAsync<string[]>("""
        [...document.querySelectorAll(".attentionkit-chart")].flatMap(chart => {
          const numbers = [...chart.querySelectorAll(".textpoint text, .xtick text, .ytick text")].map(text => ({ text: text.textContent, box: text.getBoundingClientRect() })).filter(({ box }) => box.width);
          return numbers.flatMap((one, i) => numbers.slice(i + 1).filter(({ box }) =>
            Math.min(box.right, one.box.right) - Math.max(box.left, one.box.left) > 1 && Math.min(box.bottom, one.box.bottom) - Math.max(box.top, one.box.top) > 4)
            .map(other => `${chart.getAttribute("aria-label").slice(0, 30)}: ${one.text} on ${other.text}`));
        })
        """);
}
