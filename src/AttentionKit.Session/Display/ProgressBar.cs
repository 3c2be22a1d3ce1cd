using System.Diagnostics;
using AttentionKit.Session.Display.View;

namespace AttentionKit.Session.Display;

/// <summary>A bar that <c>progress</c> has shown.</summary>
public sealed class ProgressBar : IProgress<int>
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private readonly int total;
    private readonly string label;
    private readonly DisplayedValue shown;
    private long last = Stopwatch.GetTimestamp();

    internal ProgressBar(int total, string label)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        (this.total, this.label) = (total, label);
        shown = CellGlobals.display(View(0));
    }

    /// <summary>Moves the bar. It may be called in an inner loop: only ten changes per second are drawn, and the last.
    /// </summary>
    /// <param name="value">The steps that are done, from 0 to the total.</param>
    public void Report(int value)
    {
        if (value < total && Stopwatch.GetElapsedTime(last) < Often)
            return;
        last = Stopwatch.GetTimestamp();
        shown.Update(View(Math.Clamp(value, 0, total)));
    }

    private Bar View(int value) => new(label, value, total);
}
