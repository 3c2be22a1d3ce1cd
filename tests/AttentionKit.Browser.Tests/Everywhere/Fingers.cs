using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>Fingers on a touch screen, as Chromium sees them.</summary>
internal static class Fingers
{
    /// <summary>Puts fingers down at the first places, moves them through the others, and lifts them.</summary>
    internal static async Task Move(IPage page, IEnumerable<(int X, int Y)[]> places)
    {
        var screen = await page.Context.NewCDPSessionAsync(page);
        var type = "touchStart";
        foreach (var fingers in places)
        {
            await Send(screen, type, fingers);
            type = "touchMove";
        }
        await Send(screen, "touchEnd", []);
    }

    private static async Task Send(ICDPSession screen, string type, (int X, int Y)[] fingers) =>
        await screen.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = fingers.Select(Point).ToArray(),
        });

    private static Dictionary<string,
        object> Point((int X, int Y) at, int id) => new() { ["x"] = at.X, ["y"] = at.Y, ["id"] = id };
}
