namespace AttentionKit.Plots;

/// <summary>The pair that says most about a head.</summary>
internal static class Strongest
{
    /// <summary>The largest weight of the queries that have a choice: one that sees a single key gives it all its attention, in every head.</summary>
    internal static (int Query, int Key) PairOf(LabelledMatrix head)
    {
        var rows = head.Matrix.EnumerateRows().Select(row => row.Count(weight => weight != 0) > 1).ToArray();
        var (query, key, _) = head.Matrix.EnumerateIndexed().MaxBy(entry => (rows[entry.Item1], float.IsFinite(entry.Item3) ? entry.Item3 : float.MinValue));
        return (query, key);
    }
}
