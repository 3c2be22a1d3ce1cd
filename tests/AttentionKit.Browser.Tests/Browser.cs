using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>One headless Chromium for the tests of a class, without a network, one page at a time.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _context;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page with this body and nothing else.</summary>
    internal async Task<IPage> Open(string body, bool scripts = true, bool dark = false, int width = 1000, int height = 900, bool touch = false)
    {
        var page = await Page(scripts, dark, width, height, touch);
        await page.Context.RouteAsync("**/*", route => route.AbortAsync());
        const string style = "<style>:root{color-scheme:light dark} body{font-family:system-ui,sans-serif;color:light-dark(#222,#ddd);background:light-dark(#fff,#1e1e1e)}</style>";
        await page.SetContentAsync($"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">{style}</head><body>{body}</body></html>");
        return page;
    }

    /// <summary>A page of a file on this machine, which may load other files beside it.</summary>
    internal async Task<IPage> OpenFile(string path, bool scripts = true, bool dark = false)
    {
        var page = await Page(scripts, dark, width: 1000);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return page;
    }

    /// <summary>A page of a server on this machine, as soon as it answers; every other address is blocked.</summary>
    internal async Task<IPage> OpenLocal(string url)
    {
        var page = await Page(scripts: true, dark: false, width: 1000);
        await page.Context.SetOfflineAsync(false);
        await page.Context.RouteAsync(address => !address.StartsWith("http://127.0.0.1:", StringComparison.Ordinal), route => route.AbortAsync());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await page.GotoAsync(url);
                return page;
            }
            catch (PlaywrightException) when (attempt < 60)
            {
                await Task.Delay(500);
            }
        }
    }

    private async Task<IPage> Page(bool scripts, bool dark, int width, int height = 900, bool touch = false)
    {
        if (_browser is null) Assert.Skip($"There is no {Chromium} on this machine: pages can't be looked at.");
        if (_context is not null) await _context.DisposeAsync();
        _context = await _browser.NewContextAsync(new()
        {
            JavaScriptEnabled = scripts,
            Offline = true,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = height },
            HasTouch = touch,
            IsMobile = touch,
        });
        return await _context.NewPageAsync();
    }
}
