using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Which colour a number has. Blues, and oranges against blues: colour-blind readers tell them apart.</summary>
internal sealed class ColorScale
{
    /// <summary>The colour of what isn't a finite number.</summary>
    internal const string NotANumber = "#d4d4d4";

    private static readonly int[] s_blues = [0xf7fbff, 0xc6dbef, 0x6baed6, 0x2171b5, 0x08306b];
    private static readonly int[] s_orangesToBlues = [0x7f3b08, 0xd9730d, 0xfdd0a2, 0xf7f7f7, 0xc6dbef, 0x4292c6, 0x08306b];

    private readonly int[] _stops;

    private ColorScale(int[] stops, double min, double max, IReadOnlyList<double> ticks)
    {
        _stops = stops;
        Min = min;
        Max = max;
        Ticks = ticks;
    }

    internal double Min { get; }

    internal double Max { get; }

    /// <summary>The numbers written beside the colour bar.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>Light to dark over 0 … 1: comparable between figures.</summary>
    internal static ColorScale Sequential { get; } = new(s_blues, 0, 1, [0, 0.25, 0.5, 0.75, 1]);

    /// <summary>Light to dark over 0 … 100: for shares in percent.</summary>
    internal static ColorScale Percent { get; } = new(s_blues, 0, 100, [0, 25, 50, 75, 100]);

    /// <summary>Light to dark from 0 to <paramref name="max"/>.</summary>
    internal static ColorScale UpTo(double max) => new(s_blues, 0, max, [0, max / 2, max]);

    /// <summary>Orange below 0, white at 0, blue above, as far on either side as the largest finite magnitude of all these matrices.</summary>
    internal static ColorScale Diverging(params IEnumerable<Matrix<float>> matrices)
    {
        var magnitudes = matrices.SelectMany(matrix => matrix.Enumerate()).Where(float.IsFinite).Select(value => Math.Abs((double)value));
        var max = Numbers.FiveDigits(magnitudes.DefaultIfEmpty().Max());
        if (max == 0) max = 1;
        return new(s_orangesToBlues, -max, max, [-max, -max / 2, 0, max / 2, max]);
    }

    /// <summary>The stops as Plotly reads them: position 0 … 1, colour.</summary>
    internal object[][] ToPlotly() =>
        [.. _stops.Select((stop, i) => new object[] { Math.Round((double)i / (_stops.Length - 1), 4), Hex(stop) })];

    /// <summary>The colour that Plotly gives the same number: straight between two stops in RGB.</summary>
    internal string At(float value) => float.IsFinite(value) ? Hex(Rgb(value)) : NotANumber;

    /// <summary>Black or white, whichever stands out more on the number's colour: always 4.5:1 or better.</summary>
    internal string TextAt(float value) =>
        !float.IsFinite(value) || 1.05 / (Luminance(Rgb(value)) + 0.05) < (Luminance(Rgb(value)) + 0.05) / 0.05 ? "#000" : "#fff";

    private int Rgb(float value) => Rgb(_stops, (value - Min) / (Max - Min));

    /// <summary>The colour at a position, 0 … 1, of stops at equal distances.</summary>
    internal static int Rgb(int[] stops, double fraction)
    {
        var position = Math.Clamp(fraction, 0, 1) * (stops.Length - 1);
        var i = Math.Min((int)position, stops.Length - 2);
        return Channel(16) | Channel(8) | Channel(0);

        int Channel(int shift)
        {
            int from = (stops[i] >> shift) & 0xff, to = (stops[i + 1] >> shift) & 0xff;
            return (int)Math.Round(from + (to - from) * (position - i)) << shift;
        }
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
