using AttentionKit.Plots;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Front ends bring a plotly.js of their own. The folder that ATTENTIONKIT_PLOTLY names holds others, as npm packs plotly.js-dist-min.</summary>
public sealed class PlotlyVersionTests(Browser browser) : IClassFixture<Browser>
{
    private const string Variable = "ATTENTIONKIT_PLOTLY";

    private static string[] Scripts => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Directory.GetFiles(folder, "plotly.min.js", SearchOption.AllDirectories) : [];

    public static TheoryData<string> Others => Scripts.Length == 0 ? [""] : [.. Scripts.Order()];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task EachFigure_IsDrawnTheSame(string script)
    {
        if (script.Length == 0) Assert.Skip($"{Variable} names no folder with a plotly.min.js: no other version to compare with.");
        var ours = await Marks("");
        var others = await Marks($"<script>{(await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken)).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}</script>");
        for (var i = 0; i < Catalogue.All.Length; i++) Assert.Equal($"{Catalogue.All[i].Name}: {ours[i]}", $"{Catalogue.All[i].Name}: {others[i]}");
    }

    /// <summary>What each figure becomes on a page with this plotly.js: how many of each mark, and what its texts say.</summary>
    private async Task<string[]> Marks(string plotly)
    {
        var page = await browser.Open(plotly + Shown.EachKind);
        List<string> messages = [];
        page.Console += (_, message) => { if (message.Type is "warning" or "error") messages.Add(message.Text); };
        await Lessons.Drawn(page);
        var marks = await page.EvaluateAsync<string[]>(Drawn);
        Assert.Equal(Catalogue.All.Length, marks.Length);
        Assert.Empty(messages);
        return marks;
    }

    /// <summary>Plotly.validate names every attribute that this version doesn't know.</summary>
    private const string Drawn = """
        () => [...document.querySelectorAll(".attentionkit-chart")].map(div => {
          const { legend, ...checked } = div.layout; // validate itself fails on any legend, in every version so far
          const unknown = (Plotly.validate(div.data, checked) ?? []).filter(problem => !["dynamic", "unused"].includes(problem.code)).map(problem => problem.msg);
          const count = selector => div.querySelectorAll(selector).length;
          const texts = selector => [...div.querySelectorAll(selector)].map(text => text.textContent);
          return JSON.stringify({
            unknown,
            images: count(".imagelayer image"), bars: count(".bars .point"), traces: count(".scatterlayer .trace"), fills: count(".js-fill"), points: count("path.point"),
            cells: texts(".textpoint"), ticks: texts(".xtick, .ytick, .x2tick, .y2tick"), titles: texts(".gtitle, .xtitle, .ytitle, .x2title, .y2title, .cbtitle"),
            notes: texts(".annotation-text"), shapes: count(".shapelayer path"), legend: texts(".legendtext"), slider: texts(".slider-label"),
          });
        })
        """;
}
