using System.Globalization;

namespace AttentionKit.Plots.Matrices;

/// <summary>How numbers are written.</summary>
internal static class Numbers
{
    /// <summary>One format for all the numbers of a matrix, so that they line up: two decimals for everyday
    /// magnitudes.</summary>
    internal static string FormatFor(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values) if (float.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        return largest switch
        {
            0 => "0.00",
            < 0.01f or >= 100_000 => "0.0e+0",
            < 0.1f => "0.000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "0",
        };
    }

    internal static string Text(float value, string format) => value switch
    {
        float.NaN => "NaN",
        float.NegativeInfinity => "−∞",
        float.PositiveInfinity => "+∞",
        _ => WithPower(WithMinus(value.ToString(format, CultureInfo.InvariantCulture))),
    };

    /// <summary>About four digits, whatever the magnitude: for a number that stands alone. A size such as 16384 in
    /// full.</summary>
    internal static string Text(float value) => Text(value, MathF.Abs(value) is >= 10_000 and < 1_000_000 ? "0" : "G4");

    /// <summary>A number that stays short in JSON.</summary>
    internal static double FiveDigits(double value) =>
        double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>For ticks of a logarithmic axis: 10⁸ where zeros can't be counted any more.</summary>
    internal static string Power(double value)
    {
        var power = (int)Math.Round(Math.Log10(value));
        if (power is > -4 and < 5 || Math.Abs(value / Math.Pow(10, power) - 1) > 1e-9) return Text((float)value);
        var digits = power.ToString(CultureInfo.InvariantCulture);
        return "10" + Raised(digits);
    }

    /// <summary>"1.2e-4" as 1.2·10⁻⁴: in cells, captions and tables as beside an axis.</summary>
    private static string WithPower(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        if (e < 0) return text;
        var power = int.Parse(text.AsSpan(e + 1), provider: CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);
        var factor = text[..e] switch { "1" => "", "−1" => "−", var other => other + "·" };
        return $"{factor}10{Raised(power)}";
    }

    private static string Raised(string digits) =>
        string.Concat(digits.Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    /// <summary>A real minus sign, as wide as a plus; none before a zero that was only rounded to it.</summary>
    private static string WithMinus(string text) =>
        text.StartsWith('-') && text.AsSpan(1).ContainsAnyInRange('1', '9') ? "−" + text[1..] : text.TrimStart('-');
}
