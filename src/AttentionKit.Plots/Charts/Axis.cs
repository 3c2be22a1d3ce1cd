namespace AttentionKit.Plots.Charts;

/// <summary>At which side of its panel an axis is written.</summary>
internal enum Side
{
    Left,
    Top,
    Right,
    Bottom,
}

/// <summary>What of its ticks an axis shows.</summary>
internal enum TickLabels
{
    /// <summary>Their names.</summary>
    Shown,

    /// <summary>Nothing, but it keeps the room for them.</summary>
    Transparent,

    /// <summary>Nothing: only hovering reads them.</summary>
    Unseen,
}

/// <summary>A place on an axis and its name.</summary>
internal readonly record struct Tick(double At, string Label);

/// <summary>Numbers along one side of a panel.</summary>
/// <param name="From">At the left, or at the bottom. A number, or its decimal logarithm.</param>
/// <param name="To">At the right, or at the top.</param>
/// <param name="Side">Where it is written.</param>
internal sealed record Axis(double From, double To, Side Side)
{
    internal string Title { get; init; } = "";

    internal IReadOnlyList<Tick> Ticks { get; init; } = [];

    internal TickLabels Labels { get; init; }

    /// <summary>Of the labels, in degrees, clockwise.</summary>
    internal int Angle { get; init; }

    internal bool HasGrid { get; init; }

    internal bool IsLog { get; init; }

    /// <summary>Pixels between labels and title.</summary>
    internal int Standoff { get; init; } = 10;

    /// <summary>Where a number lies between the two ends, 0 … 1.</summary>
    internal double Fraction(double value) => ((IsLog ? Math.Log10(value) : value) - From) / (To - From);
}
