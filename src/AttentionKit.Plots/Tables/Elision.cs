namespace AttentionKit.Plots.Tables;

/// <summary>Which rows or columns of a large matrix are written out: the first ones, a gap, and the last
/// ones.</summary>
internal static class Elision
{
    internal const int Longest = 20;

    /// <summary>Indices in order; null stands for the rows or columns left out.</summary>
    internal static IReadOnlyList<int?> Of(int count)
    {
        if (count <= Longest) return [.. Enumerable.Range(0, count).Select(i => (int?)i)];
        const int half = Longest / 2;
        return [.. Enumerable.Range(0, half), null, .. Enumerable.Range(count - half, half)];
    }

    /// <summary>What the reader doesn't see, or an empty text.</summary>
    internal static string Note(int rows, int columns) => (rows > Longest, columns > Longest) switch
    {
        (false, false) => "",
        (true, false) => $"The first and the last 10 of {rows} rows.",
        (false, true) => $"The first and the last 10 of {columns} columns.",
        _ => $"The first and the last 10 of {rows} rows and of {columns} columns.",
    };
}
