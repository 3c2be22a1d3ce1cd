using AttentionKit.Plots;
using AttentionKit.Plots.Tests;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Colours on a dark page: of the system, and of VS Code.</summary>
public sealed class DarkTests(Browser browser) : IClassFixture<Browser>
{
    // VS Code's webview: a class on the body, and variables on the root.
    private const string VsCode =
        "<style>:root{color-scheme:normal;--vscode-editor-foreground:#cccccc;--vscode-editor-background:#1f1f1f} "
        + "body.vscode-dark{color:var(--vscode-editor-foreground);background:transparent} "
        + "html{background:var(--vscode-editor-background)}</style><script>document.body.className = "
        + "'vscode-dark'</script>";

    private static readonly string s_weights =
        Heatmap.Weights(Matrix<float>.Build.DenseOfRowArrays([1, 0], [0.5f, 0.5f]), ["a", "b"]).ToHtml();

    [Theory]
    [InlineData("")]
    [InlineData(VsCode)]
    public async Task ZeroRecedesIntoThePage_AndOneStandsOut(string host)
    {
        var page = await browser.Open(host + Shown.Setup + s_weights, dark: host.Length == 0);
        await Lessons.Drawn(page);
        var (one, zero) = (await Pixel(page, 0, 0), await Pixel(page, 1, 0));
        Assert.All(zero, channel => Assert.InRange(channel, 20, 60)); // the page is 30 or 31
        Assert.All(one, channel => Assert.InRange(channel, 200, 255));
    }

    [Fact]
    public async Task OnALightPage_ZeroIsLight()
    {
        var page = await browser.Open(Shown.Setup + s_weights);
        await Lessons.Drawn(page);
        Assert.All(await Pixel(page, 1, 0), channel => Assert.InRange(channel, 245, 255));
    }

    [Fact]
    public async Task NumbersInCells_HaveAContrastOfFourAndAHalf()
    {
        var values = Matrix<float>.Build.Dense(1, 12, (_, j) => (j - 6) / 6f);
        var weights = Matrix<float>.Build.Dense(1, 12, (_, j) => j / 66f);
        string[] columns = [.. Enumerable.Range(0, 12).Select(j => $"{j}")];
        var page = await browser.Open(Shown.Setup + Heatmap.Values(values, ["a"]).ToHtml() + Heatmap.Weights(weights,
            ["a"], columns).ToHtml(), dark: true);
        await Lessons.Drawn(page);
        var faint = await page.EvaluateAsync<string[]>("""
            async () => {
              const light = byte => byte / 255 <= .04045 ? byte / 255 / 12.92 : ((byte / 255 + .055) / 1.055) ** 2.4;
              const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
              const faint = [];
              for (const chart of document.querySelectorAll(".attentionkit-chart")) {
                const image = new Image(), canvas = document.createElement("canvas");
                image.src = chart.querySelector("image").getAttribute("href") ?? chart.querySelector("image").getAttribute("xlink:href");
                await image.decode();
                const context = canvas.getContext("2d");
                context.drawImage(image, 0, 0);
                [...chart.querySelectorAll(".textpoint text")].forEach((text, i) => {
                  const cell = luminance([...context.getImageData(i, 0, 1, 1).data]), ink = luminance(getComputedStyle(text).fill.match(/[\d.]+/g).map(Number));
                  const contrast = (Math.max(cell, ink) + .05) / (Math.min(cell, ink) + .05);
                  if (contrast < 4.5) faint.push(`${text.textContent}: ${contrast}`);
                });
              }
              return faint;
            }
            """);
        Assert.Empty(faint);
    }

    [Fact]
    public async Task DarkPage_HasNoWhitePlates()
    {
        var page = await browser.Open(Shown.EachKind, dark: true);
        await Lessons.Drawn(page);
        var plates = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll(".attentionkit-chart .main-svg, .attentionkit-chart .bg, .attentionkit-chart .bars .point path, .attentionkit-chart pattern rect")]
              .map(element => getComputedStyle(element)).flatMap(style => [style.backgroundColor, style.fill])
              .filter(color => /^rgb\((2[3-5]\d), (2[3-5]\d), (2[3-5]\d)\)$/.test(color))
            """);
        Assert.InRange(plates.Length, 0, 2); // the two boxes of a weight of 1 in the view of tokens
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData(VsCode, false, true)]
    [InlineData("<script>document.body.dataset.jpThemeLight = 'false'</script>", false, true)]
    [InlineData("", false, false)]
    [InlineData("<script>document.body.dataset.jpThemeLight = 'true'</script>", true, false)]
    [InlineData("<script>document.body.className = 'vscode-light'</script>", true, false)]
    public async Task WithoutOurScript_TablesAndPicturesFollowThePage(string host, bool isSystemDark, bool isDark)
    {
        var page = await browser.Open(host + s_weights + Inputs.Draw("scores of steps", Inputs.Steps, Example.Tokens)
            .ToHtml(), dark: isSystemDark);
        var (table, picture) = (page.Locator("figure td[style]"), page.Locator("figure svg").Last.Locator("rect"));
        AssertLight(await Corner(table.Nth(1)), !isDark); // a weight of 0
        AssertLight(await Corner(table.Nth(0)), isDark); // a weight of 1
        AssertLight(await Corner(picture.Nth(21)), !isDark); // 0.00 in Q
    }

    private static void AssertLight(int[] color, bool isLight) =>
        Assert.All(color, channel => Assert.InRange(channel, isLight ? 100 : 0, isLight ? 255 : 110));

    /// <summary>The colour near a corner of an element, as a reader sees it.</summary>
    private static async Task<int[]> Corner(ILocator element) => await element.Page.EvaluateAsync<int[]>("""
        async png => {
          const image = new Image(), canvas = document.createElement("canvas");
          image.src = `data:image/png;base64,${png}`;
          await image.decode();
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          return [...context.getImageData(4, 4, 1, 1).data].slice(0, 3);
        }
        """, Convert.ToBase64String(await element.ScreenshotAsync()));

    private static Task<int[]> Pixel(IPage page, int x, int y) => page.EvaluateAsync<int[]>("""
        async ([x, y]) => {
          const image = new Image(), element = document.querySelector(".imagelayer image"), canvas = document.createElement("canvas");
          image.src = element.getAttribute("href") ?? element.getAttribute("xlink:href");
          await image.decode();
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          return [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
        }
        """, new[] { x, y });
}
