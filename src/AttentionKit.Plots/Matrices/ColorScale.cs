using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Matrices;

/// <summary>Which colour a number has. Blues, and oranges against blues: colour-blind readers tell them
/// apart.</summary>
internal sealed class ColorScale
{
    /// <summary>The colour of what isn't a finite number.</summary>
    internal const string NotANumber = "#d4d4d4";

    private static readonly int[] s_blues = [0xf7fbff, 0xc6dbef, 0x6baed6, 0x2171b5, 0x08306b];
    private static readonly int[] s_orangesToBlues = [0x7f3b08, 0xd9730d, 0xfdd0a2, 0xf7f7f7, 0xc6dbef, 0x4292c6,
        0x08306b];

    private const int Middle = 3; // of the seven colours from orange to blue

    private readonly int[] _stops;

    private ColorScale(int[] stops, double min, double max, IReadOnlyList<double> ticks)
    {
        (_stops, Min, Max, Ticks) = (stops, min, max, ticks);
    }

    internal double Min { get; }

    internal double Max { get; }

    /// <summary>The numbers written beside the colour bar.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>Light to dark over 0 … 1: comparable between figures.</summary>
    internal static ColorScale Sequential { get; } = new(s_blues, 0, 1, [0, 0.25, 0.5, 0.75, 1]);

    /// <summary>Light to dark over 0 … 100: for shares in percent.</summary>
    internal static ColorScale Percent { get; } = new(s_blues, 0, 100, [0, 25, 50, 75, 100]);

    /// <summary>Colours at equal distances from <see cref="Min"/> to <see cref="Max"/>, as #rrggbb.</summary>
    internal IReadOnlyList<string> Stops => [.. _stops.Select(Hex)];

    /// <summary>Light to dark from 0 to <paramref name="max"/>.</summary>
    internal static ColorScale UpTo(double max) => new(s_blues, 0, max, [0, max / 2, max]);

    /// <summary>Orange below 0, white at 0, blue above, as far on either side as the largest finite magnitude. A side
    /// on which no number
    /// lies is left out; the colours of the other side stay the same.</summary>
    /// <param name="matrices">All of whose numbers the scale spans.</param>
    internal static ColorScale Diverging(params IEnumerable<Matrix<float>> matrices)
    {
        var (low, high) = Ends(matrices);
        var max = Numbers.FiveDigits(Math.Max(-low, high));
        if (max == 0) max = 1;
        if (low >= 0) return new(s_orangesToBlues[Middle..], 0, max, [0, max / 2, max]);
        if (high <= 0) return new(s_orangesToBlues[..(Middle + 1)], -max, 0, [-max, -max / 2, 0]);
        return new(s_orangesToBlues, -max, max, [-max, -max / 2, 0, max / 2, max]);
    }

    /// <summary>The colour of a number: straight between two stops in RGB.</summary>
    internal string At(double value) => double.IsFinite(value) ? Hex(Rgb(value)) : NotANumber;

    /// <summary>Black or white, whichever stands out more on the number's colour: always 4.5:1 or better.</summary>
    internal string TextAt(double value)
    {
        if (!double.IsFinite(value)) return "#000";
        var luminance = Luminance(Rgb(value)) + 0.05;
        return 1.05 / luminance < luminance / 0.05 ? "#000" : "#fff";
    }

    /// <summary>The colour of a number as 0xRRGGBB.</summary>
    internal int Rgb(double value)
    {
        var position = Math.Clamp((value - Min) / (Max - Min), 0, 1) * (_stops.Length - 1);
        var i = Math.Min((int)position, _stops.Length - 2);
        return Channel(16) | Channel(8) | Channel(0);

        int Channel(int shift)
        {
            int from = (_stops[i] >> shift) & 0xff, to = (_stops[i + 1] >> shift) & 0xff;
            return (int)Math.Round(from + (to - from) * (position - i)) << shift;
        }
    }

    /// <summary>The lowest finite number, or 0, and the highest, or 0.</summary>
    private static (double Low, double High) Ends(IEnumerable<Matrix<float>> matrices)
    {
        var (low, high) = (0f, 0f);
        foreach (var matrix in matrices)
            foreach (var value in matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray())
                if (float.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }

    private static string Hex(int rgb) => $"#{rgb:x6}";

    /// <summary>Relative luminance, 0 … 1. WCAG 2.1.</summary>
    private static double Luminance(int rgb)
    {
        return 0.2126 * Linear(16) + 0.7152 * Linear(8) + 0.0722 * Linear(0);

        double Linear(int shift)
        {
            var channel = ((rgb >> shift) & 0xff) / 255.0;
            return channel <= 0.03928 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
        }
    }
}
