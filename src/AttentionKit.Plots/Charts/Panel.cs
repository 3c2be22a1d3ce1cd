namespace AttentionKit.Plots.Charts;

/// <summary>An area of a chart with an axis across and an axis down.</summary>
internal sealed record Panel(Axis X, Axis Y)
{
    /// <summary>Where it is among the plots; null: everywhere.</summary>
    internal Area? Area { get; init; }

    /// <summary>The panel on whose area this one lies, with other names on the same positions.</summary>
    internal int? Over { get; init; }
}

/// <summary>A rectangle in pixels, from the left upper corner of the plots.</summary>
internal sealed record Area(double Left, double Top, double Width, double Height);
