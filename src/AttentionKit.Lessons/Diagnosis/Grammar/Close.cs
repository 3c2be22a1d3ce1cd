namespace AttentionKit.Lessons.Diagnosis.Grammar;

/// <summary>When two results count as the same.</summary>
/// <param name="Tolerance">The largest difference of two entries, and 100 times the largest relative one.</param>
/// <remarks>1e-3 is wide enough for any order of summation in float and for four decimals, and far below what a mistake
/// does.</remarks>
internal sealed record Close(double Tolerance)
{
    private const double Clearly = 5;

    internal bool Same(double a, double b) => a.Equals(b)
        || (double.IsFinite(b) && Math.Abs(a - b) <= Tolerance + (Tolerance / 100 * Math.Abs(b)));

    internal bool Same(Numbers a, Numbers b) => SameShape(a, b) && FirstDifference(a, b) is null;

    /// <summary>Whether no rounding can take one for the other.</summary>
    internal bool Apart(Numbers a, Numbers b) => !new Close(Clearly * Tolerance).Same(a, b);

    internal (int Row, int Column)? FirstDifference(Numbers yours, Numbers right)
    {
        for (var i = 0; i < right.RowCount; i++)
            for (var j = 0; j < right.ColumnCount; j++)
                if (!Same(yours[i, j], right[i, j])) return (i, j);
        return null;
    }

    internal static bool SameShape(Numbers a, Numbers b) => a.RowCount == b.RowCount && a.ColumnCount == b.ColumnCount;
}
