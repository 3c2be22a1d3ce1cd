using AttentionKit.Kernel.Serving;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests.Tab;

/// <summary>The site that <c>site</c> wrote, served on this machine.</summary>
public sealed class LiveSite : IDisposable
{
    private static readonly string Folder = Path.Combine(Lessons.Root, "artifacts", "site");

    private readonly SiteServer? server = File.Exists(Path.Combine(Folder, "web", "lesson.js")) ? new(Folder) : null;

    public LiveSite() => _ = server?.RunAsync();

    public void Dispose() => server?.Dispose();

    /// <summary>A lesson's page whose cells are ready to be run.</summary>
    internal async Task<IPage> Open(Browser browser, string lesson)
    {
        Assert.True(server is not null, $"{Folder} is not there. Run `dotnet run --project src/AttentionKit.Kernel -- site` first.");
        var page = await browser.OpenLocal(new Uri(server.Address, lesson + ".html").AbsoluteUri);
        await Ready(page);
        return page;
    }

    internal static Task Ready(IPage page) => page.WaitForSelectorAsync("html[data-cells=ready]");

    /// <summary>A cell of the page, by its place from 0.</summary>
    internal static ILocator Cell(IPage page, int index) => page.Locator("section.code").Nth(index);

    /// <summary>Writes code into a cell and runs it, without waiting.</summary>
    internal static async Task Run(ILocator cell, string code)
    {
        await cell.Locator("textarea").FillAsync(code);
        await cell.Locator("textarea").PressAsync("Control+Enter");
    }

    internal static Task Is(ILocator cell, string state) =>
        Assertions.Expect(cell).ToHaveAttributeAsync("data-state", state, new() { Timeout = 120_000 });
}
