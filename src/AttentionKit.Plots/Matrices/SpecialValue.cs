namespace AttentionKit.Plots.Matrices;

/// <summary>How lines lie that fill what has no colour.</summary>
internal enum Pattern
{
    Slashes,
    Pluses,
    Crosses,
}

/// <summary>Entries that have no place on a colour scale: drawn hatched, and named in the legend and the
/// description.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Pattern">How they are hatched.</param>
/// <param name="Name">What the legend says.</param>
/// <param name="Count">How many there are.</param>
internal sealed record SpecialValue(Kind Kind, Pattern Pattern, string Name, int Count)
{
    /// <summary>The kinds that the matrix holds.</summary>
    internal static IReadOnlyList<SpecialValue> In(LabelledMatrix data)
    {
        return [.. new[]
        {
            Of(Kind.Masked, Pattern.Slashes, "hidden by the mask"),
            Of(Kind.MinusInfinity, Pattern.Slashes, data.MinusInfinity),
            Of(Kind.PlusInfinity, Pattern.Pluses, "+∞: infinite"),
            Of(Kind.NotANumber, Pattern.Crosses, "NaN: not a number"),
        }.Where(special => special.Count > 0)];

        SpecialValue Of(Kind kind, Pattern pattern, string name) => new(kind, pattern, name, data.Entries.Count(kind));
    }
}
