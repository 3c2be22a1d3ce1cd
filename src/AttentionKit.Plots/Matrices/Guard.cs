using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Matrices;

/// <summary>What every figure asks of its numbers and names.</summary>
internal static class Guard
{
    internal static Matrix<float> Filled(Matrix<float> matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount == 0 || matrix.ColumnCount == 0)
            throw new ArgumentException(
                $"{name} must have rows and columns: it is {matrix.RowCount}×{matrix.ColumnCount}. A picture needs "
                + $"at least one token.", name);
        return matrix;
    }

    /// <summary>A visible name for each row.</summary>
    internal static IReadOnlyList<string> Rows(Matrix<float> matrix, IReadOnlyList<string> names, string argument) =>
        Names(matrix, matrix.RowCount, "row", names, argument);

    /// <summary>A visible name for each column.</summary>
    internal static IReadOnlyList<string> Columns(Matrix<float> matrix, IReadOnlyList<string> names,
        string argument) => Names(matrix, matrix.ColumnCount, "column", names, argument);

    /// <summary>A visible name for each column: a key. In self-attention, the queries are the keys.</summary>
    internal static IReadOnlyList<string> Keys(Matrix<float> matrix, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens) =>
        keyTokens is null ? Columns(matrix, queryTokens, nameof(queryTokens))
            : Columns(matrix, keyTokens, nameof(keyTokens));

    internal static Mask? Fits(Mask? mask, Matrix<float> matrix)
    {
        if (mask is not null && (mask.NQueries != matrix.RowCount || mask.NKeys != matrix.ColumnCount))
            throw new ArgumentException(
                $"the mask must have the shape of the matrix: the mask is {mask.NQueries}×{mask.NKeys}, the matrix "
                + $"is {matrix.RowCount}×{matrix.ColumnCount}. Rows are queries, columns are keys.", nameof(mask));
        return mask;
    }

    internal static int? Row(int? row, int count, string argument)
    {
        if (row is { } given && (given < 0 || given >= count))
            throw new ArgumentOutOfRangeException(argument, given,
                $"{argument} must be a row from 0 to {count - 1}: it is {given}. Count from 0.");
        return row;
    }

    private static string[] Names(Matrix<float> matrix, int count, string side, IReadOnlyList<string> names,
        string argument)
    {
        ArgumentNullException.ThrowIfNull(names, argument);
        if (names.Count != count)
            throw new ArgumentException(
                $"{argument} must have one name a {side}: the matrix is {matrix.RowCount}×{matrix.ColumnCount}, "
                + $"{argument} has {names.Count}. {Remedy(side, count, argument)}", argument);
        return [.. names.Select(name => TokenLabel.Visible(name ?? ""))];
    }

    private static string Remedy(string side, int count, string argument) => side == "column"
        && argument == "queryTokens"
        ? $"Give the {count} keyTokens too: only self-attention has the same tokens on both sides."
        : $"Give {count} of them.";
}
