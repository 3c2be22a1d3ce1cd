using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests.Tab;

/// <summary>What a learner does in a page whose cells run.</summary>
public sealed class LiveCellTests(Browser browser, LiveSite site) : IClassFixture<Browser>, IClassFixture<LiveSite>
{
    private const string First = "01-queries-keys-values";

    // These measure speed at sizes that take an interpreter minutes, and have no smaller ones for a browser yet.
    private static readonly string[] TooLargeForATab = ["08-cost", "10-flash-attention", "11-train-an-induction-head"];

    public static TheoryData<string> WithCells => [.. Lessons.Names.Except(["glossary", .. TooLargeForATab])];

    [Theory(Explicit = true)] // ten minutes and more
    [MemberData(nameof(WithCells))]
    public async Task EveryCell_OfEveryLesson_Runs(string lesson)
    {
        var page = await site.Open(browser, lesson);
        var cells = await page.Locator("section.code").CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run all", Exact = false }).First.ClickAsync();
        await page.WaitForFunctionAsync("""
            () => [...document.querySelectorAll("section.code")].every(cell => cell.dataset.state === "ran") || document.querySelector("[data-state=failed]")
            """, null, new() { Timeout = 300_000 });
        var failed = await page.Locator("[data-state=failed]").EvaluateAllAsync<string[]>("all => all.map(cell => `${cell.dataset.cell}: ${cell.querySelector('pre.error')?.textContent}`)");
        Assert.Empty(failed);
        Assert.Equal(cells, await page.Locator("[data-state=ran]").CountAsync());
    }

    [Fact]
    public async Task AnErrorOfTheCompiler_IsSaid_AndItsPlaceUnderlined()
    {
        var cell = LiveSite.Cell(await site.Open(browser, First), 0);
        await LiveSite.Run(cell, "var a = 1;\nvar b = a + nothing;");
        await LiveSite.Is(cell, "failed");
        Assert.Contains("nothing", await cell.Locator("pre.error").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("var b = a + nothing;", await cell.Locator(".wrong").InnerTextAsync());
    }

    [Fact]
    public async Task AnEndlessCell_IsStopped_AndVariablesStay()
    {
        var page = await site.Open(browser, First);
        await LiveSite.Run(LiveSite.Cell(page, 0), "var kept = 41; var n = 0L;");
        await LiveSite.Is(LiveSite.Cell(page, 0), "ran");
        await LiveSite.Run(LiveSite.Cell(page, 1), "while (true) n++;");
        await LiveSite.Is(LiveSite.Cell(page, 1), "runs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await LiveSite.Is(LiveSite.Cell(page, 1), "failed");
        Assert.Equal(0, await page.Locator(".note").CountAsync());
        await LiveSite.Run(LiveSite.Cell(page, 2), "(kept + 1, n > 0)");
        await Assertions.Expect(LiveSite.Cell(page, 2).Locator(".outputs")).ToContainTextAsync("42");
    }

    [Fact]
    public async Task WithoutSharedMemory_AnEndlessCellIsEnded_AndWhatHadRunIsRunAgain()
    {
        var page = await site.Open(browser, First);
        await page.AddInitScriptAsync("Object.defineProperty(self, 'crossOriginIsolated', { value: false })");
        await page.ReloadAsync();
        await LiveSite.Ready(page);
        await LiveSite.Run(LiveSite.Cell(page, 0), "var kept = 41;");
        await LiveSite.Is(LiveSite.Cell(page, 0), "ran");
        await LiveSite.Run(LiveSite.Cell(page, 1), "while (true) ;");
        await LiveSite.Is(LiveSite.Cell(page, 1), "runs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(page.Locator(".note")).ToContainTextAsync("was run again", new() { Timeout = 60_000 });
        await LiveSite.Run(LiveSite.Cell(page, 2), "kept + 1");
        await Assertions.Expect(LiveSite.Cell(page, 2).Locator(".outputs")).ToContainTextAsync("42");
    }

    [Fact]
    public async Task Edits_SurviveAReload_AndResetTakesThemBack()
    {
        var page = await site.Open(browser, First);
        var before = await LiveSite.Cell(page, 3).Locator("textarea").InputValueAsync();
        await LiveSite.Cell(page, 3).Locator("textarea").FillAsync("1 + 1 // mine");
        await page.WaitForTimeoutAsync(300);
        await page.ReloadAsync();
        await LiveSite.Ready(page);
        Assert.Equal("1 + 1 // mine", await LiveSite.Cell(page, 3).Locator("textarea").InputValueAsync());
        await LiveSite.Cell(page, 3).GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        Assert.Equal(before, await LiveSite.Cell(page, 3).Locator("textarea").InputValueAsync());
    }

    [Fact]
    public async Task ASecondVisit_NeedsNoNetwork()
    {
        var page = await site.Open(browser, First);
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        await page.ReloadAsync(); // from here on the service worker answers
        await LiveSite.Ready(page);
        await LiveSite.Run(LiveSite.Cell(page, 0), "1 + 1");
        await LiveSite.Is(LiveSite.Cell(page, 0), "ran");
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await LiveSite.Ready(page);
        await LiveSite.Run(LiveSite.Cell(page, 0), "20 + 22");
        await Assertions.Expect(LiveSite.Cell(page, 0).Locator(".outputs")).ToContainTextAsync("42", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task HostileOutputs_RunNothing_AndLoadNothing()
    {
        var page = await site.Open(browser, First);
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        var left = await page.EvaluateAsync<string[]>("""
            async lines => {
              window.hits = 0;
              window.hit = () => { window.hits++; };
              const { clean } = await import("./web/clean.js");
              const home = document.createElement("div");
              document.querySelector("main").append(home);
              for (const line of lines) {
                const one = document.createElement("div");
                one.append(clean(line));
                home.append(one);
              }
              for (const element of home.querySelectorAll("a, [tabindex], summary")) { element.focus(); if (!element.href?.startsWith("http")) element.click(); }
              await new Promise(end => setTimeout(end, 1000));
              return [...home.querySelectorAll("script, iframe, form, object, embed, base, link, meta, img:not([src^='data:image/']), use, animate, set, foreignObject")].map(one => one.outerHTML);
            }
            """, await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "hostile.txt"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(left, html => html != "<img>");
        Assert.Equal(0, await page.EvaluateAsync<int>("window.hits"));
        Assert.DoesNotContain(asked, url => url.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACellsCode_ReachesNeitherTheNetworkNorWhatThePageKeeps()
    {
        var page = await site.Open(browser, First);
        var cell = LiveSite.Cell(page, 0);
        await LiveSite.Run(cell, """
            using System.Runtime.InteropServices.JavaScript;
            foreach (var door in new[] { "fetch", "XMLHttpRequest", "WebSocket", "indexedDB", "caches", "Worker", "BroadcastChannel", "importScripts", "EventSource" })
                if (JSHost.GlobalThis.HasProperty(door)) Console.WriteLine("open: " + door);
            Console.WriteLine("looked");
            """);
        await Assertions.Expect(cell.Locator("pre.stdout")).ToHaveTextAsync("looked\n", new() { Timeout = 60_000 });
    }
}
