using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>The pages that the README's first command wrote.</summary>
internal static class Lessons
{
    internal static readonly string Root = RootOf(AppContext.BaseDirectory);

    /// <summary>The names of all notebooks of the repository.</summary>
    internal static IEnumerable<string> Names => Directory.GetFiles(Path.Combine(Root, "notebooks"), "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    internal static string PageOf(string lesson)
    {
        var path = Path.Combine(Root, "artifacts", "lessons", lesson + ".html");
        Assert.True(File.Exists(path), $"{path} is not there. Run the README's first command first.");
        return path;
    }

    /// <summary>Waits until Plotly has drawn every figure of a page.</summary>
    /// <returns>How many there are.</returns>
    internal static async Task<int> Drawn(IPage page)
    {
        var count = await page.Locator("figure.attentionkit").CountAsync();
        await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot .main-svg)")).ToHaveCountAsync(count, new() { Timeout = 60_000 });
        await page.WaitForFunctionAsync("[...document.querySelectorAll('.attentionkit-static')].every(element => element.style.position === 'absolute')", null, new() { Timeout = 60_000 });
        return count;
    }

    private static string RootOf(string folder) => File.Exists(Path.Combine(folder, "AttentionKit.slnx")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
