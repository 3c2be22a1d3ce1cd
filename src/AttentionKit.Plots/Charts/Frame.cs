namespace AttentionKit.Plots.Charts;

/// <summary>Lengths of a chart in pixels: its outside, and the margins around its plots.</summary>
internal sealed record Frame(int Width, int Height, int Left, int Right, int Top, int Bottom)
{
    /// <summary>Width of all plots together.</summary>
    internal double PlotWidth => Width - Left - Right;

    /// <summary>Height of all plots together.</summary>
    internal double PlotHeight => Height - Top - Bottom;

    /// <summary>The same plots over a larger or smaller margin.</summary>
    internal Frame WithBottom(int bottom) => this with { Height = Height + bottom - Bottom, Bottom = bottom };
}
