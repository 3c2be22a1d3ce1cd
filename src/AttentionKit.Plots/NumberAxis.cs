namespace AttentionKit.Plots;

/// <summary>An axis of numbers as Plotly reads it, with ticks of our own: every version of Plotly, and our SVG, shows the same ones.</summary>
internal static class NumberAxis
{
    private const int MostTicks = 6;
    private static readonly int[] s_steps = [1, 2, 5, 10];

    /// <summary>Ticks at 1, 2 or 5 times a power of ten.</summary>
    internal static Dictionary<string, object> Of(double min, double max, string title, string side)
    {
        if (!(max > min)) (min, max) = (min - 1, max + 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10((max - min) / MostTicks)));
        var step = s_steps.Select(times => times * power).First(step => (max - min) / step <= MostTicks);
        double first = Math.Ceiling(min / step), last = Math.Floor(max / step);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 12))];
        return Axis(ticks, [min, max], title, side);
    }

    /// <summary>Ticks at powers of ten, and at 2 and 5 times them where the axis is short.</summary>
    internal static Dictionary<string, object> Log(double min, double max, string title, string side)
    {
        double low = Math.Log10(min), high = Math.Log10(max);
        var margin = Math.Max(0.05, 0.04 * (high - low));
        var times = high - low > 2.5 ? new[] { 1.0 } : [1, 2, 5];
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / 8));
        var ticks = Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1).Where(power => power % every == 0)
            .SelectMany(power => times.Select(factor => factor * Math.Pow(10, power))).Where(tick => Math.Log10(tick) >= low - margin && Math.Log10(tick) <= high + margin);
        var axis = Axis([.. ticks], [low - margin, high + margin], title, side);
        axis["type"] = "log";
        axis["ticktext"] = ((double[])axis["tickvals"]).Select(Numbers.Power).ToArray();
        return axis;
    }

    private static Dictionary<string, object> Axis(double[] ticks, double[] range, string title, string side) => new()
    {
        ["title"] = new { text = Markup.EscapePlotly(title), standoff = 10 },
        ["side"] = side,
        ["range"] = range.Select(end => Math.Round(end, 6)).ToArray(),
        ["tickvals"] = ticks,
        ["ticktext"] = ticks.Select(tick => Numbers.Text((float)tick)).ToArray(),
        ["gridcolor"] = "rgba(128,128,128,0.4)",
        ["zerolinecolor"] = "#808080",
        ["automargin"] = true,
    };
}
