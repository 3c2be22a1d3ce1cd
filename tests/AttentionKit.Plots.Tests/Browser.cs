using Microsoft.Playwright;

namespace AttentionKit.Plots.Tests;

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

    internal async Task<IPage> Open(string body, bool scripts = true, bool dark = false, int width = 1000)
    {
        if (_browser is null) Assert.Skip($"There is no {Chromium} on this machine: pages can't be looked at.");
        if (_context is not null) await _context.DisposeAsync();
        _context = await _browser.NewContextAsync(new()
        {
            JavaScriptEnabled = scripts,
            Offline = true,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        await _context.RouteAsync("**/*", route => route.AbortAsync());
        var page = await _context.NewPageAsync();
        const string style = "<style>:root{color-scheme:light dark} body{font-family:system-ui,sans-serif;color:light-dark(#222,#ddd);background:light-dark(#fff,#1e1e1e)}</style>";
        await page.SetContentAsync($"<!DOCTYPE html><html><head><meta charset=\"utf-8\">{style}</head><body>{body}</body></html>");
        return page;
    }
}
