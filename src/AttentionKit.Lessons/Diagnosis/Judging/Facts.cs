namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>What the numbers of a wrong result prove, whatever its cause: no step is blamed.</summary>
internal static class Facts
{
    private const double Tolerance = 1e-3;

    /// <summary>Of scores: whether a common factor is all that is wrong.</summary>
    internal static string? OfScores(Numbers yours, Numbers right)
    {
        var factor = yours.Enumerate().Zip(right.Enumerate(), (y, r) => y * r).Sum() / right.Enumerate()
            .Sum(r => r * r);
        return factor != 0 && !(yours - (right * factor))
            .Exists(rest => !(Math.Abs(rest) <= Tolerance)) // "not at most": true for NaN
            ? $"Every entry is {factor:0.###} times what it must be."
            : null;
    }

    /// <summary>Of weights: what hidden columns get, and rows that do not sum to 1.</summary>
    internal static string? OfWeights(Numbers yours, Numbers right) => AtHidden(yours, right) ?? OfSums(yours, right);

    private static string? OfSums(Numbers yours, Numbers right)
    {
        for (var i = 0; i < right.RowCount; i++)
            if (!(Math.Abs(yours.Row(i).Sum() - right.Row(i).Sum()) <= Tolerance))
                return $"Row {i} sums to {yours.Row(i).Sum():0.00}, and must sum to {right.Row(i).Sum():0}.";
        return null;
    }

    private static string? AtHidden(Numbers yours, Numbers right)
    {
        for (var i = 0; i < right.RowCount; i++)
            for (var j = 0; j < right.ColumnCount; j++)
                if (right[i, j] == 0 && yours[i, j] > Tolerance)
                    return $"Row {i} gives {yours[i, j]:0.00} to column {j}, which must get nothing.";
                else if (right[i, j] > Tolerance && yours[i, j] == 0)
                    return $"Row {i} gives nothing to column {j}, which must get {right[i, j]:0.00}.";
        return null;
    }

    /// <summary>Of an output: a number that lies beyond all values is no mixture of them.</summary>
    internal static string? OfOutput(Numbers yours, Numbers values)
    {
        for (var i = 0; i < yours.RowCount; i++)
            for (var c = 0; c < Math.Min(yours.ColumnCount, values.ColumnCount); c++)
            {
                double low = values.Column(c).Minimum(), high = values.Column(c).Maximum();
                if (!(yours[i, c] >= low - Tolerance && yours[i, c] <= high + Tolerance))
                    return $"Entry [{i}, {c}] is {yours[i, c]:0.00}, and column {c} of the values goes from {low:0.00} "
                        + $"to {high:0.00}: no mixture gives that.";
            }
        return null;
    }
}
