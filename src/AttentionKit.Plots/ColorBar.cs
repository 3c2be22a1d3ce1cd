namespace AttentionKit.Plots;

/// <summary>Which number has which colour, beside a chart.</summary>
internal static class ColorBar
{
    /// <param name="scale">Its numbers and colours.</param>
    /// <param name="unit">What a number is.</param>
    /// <param name="place">Where it stands as fractions of all plots: its left, its top, its height. Null: right of everything, as high as the plots.</param>
    internal static object Of(ColorScale scale, string unit, (double X, double Y, double Length)? place = null)
    {
        var bar = new Dictionary<string, object>
        {
            ["title"] = new { text = unit + "<br>&nbsp;", side = "top" }, // an empty line: room above the uppermost number
            ["tickvals"] = scale.Ticks,
            ["ticktext"] = scale.Ticks.Select(tick => Numbers.Text((float)tick, "G3")).ToArray(),
            ["thickness"] = 16,
            ["outlinewidth"] = 0,
            ["xpad"] = 14,
            ["ypad"] = 0,
        };
        if (place is { } p) (bar["x"], bar["xanchor"], bar["y"], bar["yanchor"], bar["len"]) = (p.X, "left", p.Y, "top", p.Length);
        return bar;
    }
}
