namespace AttentionKit.Plots.Charts;

/// <summary>Something drawn in a panel. The same object in two positions of a slider is one and the same
/// mark.</summary>
/// <param name="Panel">In which one, from 0.</param>
internal abstract record Mark(int Panel)
{
    /// <summary>Its name in the legend, if any.</summary>
    internal string? Legend { get; init; }

    /// <summary>Marks of a group are switched together in the legend.</summary>
    internal string? Group { get; init; }

    /// <summary>Whether the legend has to switch it on first.</summary>
    internal bool IsOff { get; init; }

    internal double Opacity { get; init; } = 1;

    /// <summary>What stays the same while opacity changes.</summary>
    internal virtual object Identity => this;
}

/// <summary>Where, and in which words, hovering speaks.</summary>
/// <param name="Say">What it says of each point of a mark, in order. Null: nothing.</param>
internal sealed record Hover(IReadOnlyList<string>? Say)
{
    /// <summary>For marks of very many points: {0}, {1} and {2} are the names of row and column, and the
    /// number.</summary>
    internal string? Template { get; init; }

    /// <summary>The position of the slider that pointing at each point of the mark chooses, if any.</summary>
    internal IReadOnlyList<int>? Chooses { get; init; }

    /// <summary>Whether the slider goes back to its first position when the pointer leaves the point.</summary>
    internal bool IsWhilePointing { get; init; }
}
