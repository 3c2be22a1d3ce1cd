using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Matrices written the way they are read: one row a token.</summary>
public static class Rows
{
    /// <summary>A matrix from its rows: <c>Rows.Of([1, 2], [3, 4])</c> is 2×2.</summary>
    /// <param name="rows">One array a token, all of the same length.</param>
    /// <returns>[nTokens × length of a row]</returns>
    /// <exception cref="ArgumentException">There are no rows, a row is empty or null, or the rows differ in
    /// length.</exception>
    public static Matrix<float> Of(params float[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var missing = Array.IndexOf(rows, null);
        if (missing >= 0)
            throw new ArgumentException(
                $"rows must be arrays of numbers: row {missing} is null. Give one row of numbers a token.",
                nameof(rows));
        if (rows.Length == 0 || rows[0].Length == 0)
            throw new ArgumentException(
                "rows must hold at least one number: there is none. Give one row of numbers a token.", nameof(rows));
        var ragged = Array.FindIndex(rows, row => row.Length != rows[0].Length);
        if (ragged > 0)
            throw new ArgumentException(
                $"rows must have the same length: row 0 has {rows[0].Length} numbers, row {ragged} has "
                + $"{rows[ragged].Length}. Fill the shorter row.", nameof(rows));
        return Matrix<float>.Build.DenseOfRowArrays(rows);
    }
}
