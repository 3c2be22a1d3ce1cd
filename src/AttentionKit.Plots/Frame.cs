namespace AttentionKit.Plots;

/// <summary>Lengths of a chart in pixels: its outside, and the margins around its plots.</summary>
internal sealed record Frame(int Width, int Height, int Left, int Right, int Top, int Bottom)
{
    /// <summary>From pixels, counted from the left of the plots, to the fractions that Plotly calls a domain.</summary>
    internal double[] X(double from, double to) => [Fraction(from / (Width - Left - Right)), Fraction(to / (Width - Left - Right))];

    /// <summary>From pixels, counted from the top of the plots, to the fractions, counted from the bottom, that Plotly calls a domain.</summary>
    internal double[] Y(double from, double to) => [Fraction(1 - to / (Height - Top - Bottom)), Fraction(1 - from / (Height - Top - Bottom))];

    private static double Fraction(double value) => Math.Round(Math.Clamp(value, 0, 1), 4);
}
