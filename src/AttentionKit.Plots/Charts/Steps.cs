namespace AttentionKit.Plots.Charts;

/// <summary>Positions of a slider: a chart for each. They have the same panels, notes, outlines and arrows, in the same
/// order;
/// what of these differs, and which marks are there, is what moving the slider changes.</summary>
/// <param name="Name">What the slider sets.</param>
/// <param name="Labels">One per position.</param>
/// <param name="Active">The position at first.</param>
/// <param name="Charts">One per position, all in the same frame.</param>
internal sealed record Steps(string Name, IReadOnlyList<string> Labels, int Active, IReadOnlyList<Chart> Charts)
{
    private const int Room = 100; // pixels
    private const int LegendLine = 24;

    internal Chart Shown => Charts[Active];

    internal bool HasSlider => Charts.Count > 1;

    /// <summary>A chart without a slider.</summary>
    internal static Steps Only(Chart chart) => new("", [""], 0, [chart]);

    /// <summary>Charts in the frame of the first one that is shown, which grows by the slider's height.</summary>
    internal static Steps Of(string name, IReadOnlyList<string> labels, int active, IReadOnlyList<Chart> charts)
    {
        if (charts.Count == 1) return Only(charts[0]);
        var legends = LegendLines(charts);
        var frame = charts[active].Frame.WithBottom(Room + LegendLine * legends);
        return new(name, labels, active, [.. charts.Select(chart => chart with { Frame = frame })]);
    }

    /// <summary>Pixels between the plots and the slider.</summary>
    internal int Pad => 30 + LegendLine * LegendLines(Charts);

    /// <summary>Where the words of the slider's position stand.</summary>
    internal string Position => HasSlider ? $"{Name}: {Labels[Active]}" : "";

    private static int LegendLines(IReadOnlyList<Chart> charts) =>
        charts.Max(chart => chart.Legend.IsBelow ? chart.InLegend.Count() : 0);
}
