namespace AttentionKit.Plots;

/// <summary>A kind of entry that has no place on a colour scale: drawn hatched, and named in the legend and the description.</summary>
/// <param name="Is">Whether the entry of this row and column is of this kind.</param>
/// <param name="Pattern">Plotly's name of the hatching.</param>
/// <param name="Name">What the legend says.</param>
internal sealed record SpecialValue(Func<int, int, bool> Is, string Pattern, string Name)
{
    /// <summary>The kinds that the matrix holds.</summary>
    internal static IReadOnlyList<SpecialValue> In(LabelledMatrix data)
    {
        SpecialValue[] kinds =
        [
            new((i, j) => data.Mask is { } mask && !mask.CanAttend(i, j), "/", "hidden by the mask"),
            new((i, j) => float.IsNegativeInfinity(data.Matrix[i, j]), "/", data.MinusInfinity),
            new((i, j) => float.IsPositiveInfinity(data.Matrix[i, j]), "+", "+∞: infinite"),
            new((i, j) => float.IsNaN(data.Matrix[i, j]), "x", "NaN: not a number"),
        ];
        return [.. kinds.Where(kind => data.Count(kind.Is) > 0)];
    }

    /// <summary>A fill as Plotly reads it.</summary>
    /// <param name="pattern">One, or one a bar; none where it is empty.</param>
    internal static object Hatching(object pattern) => new { shape = pattern, bgcolor = ColorScale.NotANumber, fgcolor = "#a8a8a8", size = 9, solidity = 0.15 };

    /// <summary>How many entries of each kind there are, or an empty text.</summary>
    internal static string Say(LabelledMatrix data)
    {
        var total = data.Rows.Count * data.Columns.Count;
        return string.Concat(In(data).Select(kind => (kind.Name, Count: data.Count(kind.Is))).Select(kind => $" {kind.Count} of {total} entries {(kind.Count == 1 ? "is" : "are")} {kind.Name}."));
    }

    /// <summary>Unbroken runs of this kind within each row.</summary>
    internal IEnumerable<(int Row, int Start, int Length)> Runs(int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (int start = 0, end; start < columns; start = end + 1)
            {
                for (end = start; end < columns && Is(i, end); end++) { }
                if (end > start) yield return (i, start, end - start);
            }
        }
    }
}
