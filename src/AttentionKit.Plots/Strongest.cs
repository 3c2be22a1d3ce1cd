using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The entry that says most about a matrix.</summary>
internal static class Strongest
{
    /// <summary>Where it is; null when no entry is finite.</summary>
    internal static (int Row, int Column)? EntryOf(LabelledMatrix data)
    {
        Func<float, float>[] ranks = [.. data.Matrix.EnumerateRows().Select(data.Rank)];
        ((int, int)? best, var highest) = (null, float.NegativeInfinity);
        foreach (var (row, column, value) in data.Matrix.EnumerateIndexed())
            if (float.IsFinite(value) && (best is null || ranks[row](value) > highest))
                (best, highest) = ((row, column), ranks[row](value));
        return best;
    }

    /// <summary>What that entry says, or an empty text.</summary>
    internal static string Say(LabelledMatrix data) => EntryOf(data) is var (row, column) ? data.Say(row, column) : "";

    /// <summary>Weights of queries that have a choice come first: one that sees a single key gives it all its attention, in every head.</summary>
    internal static Func<float, float> Weight(Vector<float> row)
    {
        var hasChoice = row.Count(weight => weight != 0) > 1;
        return weight => hasChoice ? 1 + weight : weight - 1;
    }
}
