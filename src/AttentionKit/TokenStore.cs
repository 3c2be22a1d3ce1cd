using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>A column-major matrix that grows by rows: columns keep room at their end, so that a new token moves nothing.</summary>
/// <param name="width">Columns.</param>
internal sealed class TokenStore(int width)
{
    /// <summary>Columns.</summary>
    internal int Width => width;

    /// <summary>Rows.</summary>
    internal int Count { get; private set; }

    /// <summary>Column d's row i is Numbers[d · Stride + i].</summary>
    internal float[] Numbers { get; private set; } = [];

    /// <summary>From a column to the next: how many rows there is room for.</summary>
    internal int Stride { get; private set; }

    internal void Append(Matrix<float> rows)
    {
        if (Count + rows.RowCount > Stride) Grow(Count + rows.RowCount);
        var numbers = Shape.Storage(rows);
        for (var d = 0; d < width; d++)
            numbers.AsSpan(d * rows.RowCount, rows.RowCount).CopyTo(Numbers.AsSpan(d * Stride + Count));
        Count += rows.RowCount;
    }

    internal void RemoveRows(int first, int count)
    {
        for (var d = 0; d < width; d++)
            Numbers.AsSpan(d * Stride + first + count, Count - first - count).CopyTo(Numbers.AsSpan(d * Stride + first));
        Count -= count;
    }

    /// <summary>A copy of some columns: [Count × nColumns].</summary>
    internal Matrix<float> Columns(int first, int nColumns)
    {
        var copy = new float[Count * nColumns];
        for (var d = 0; d < nColumns; d++)
            Numbers.AsSpan((first + d) * Stride, Count).CopyTo(copy.AsSpan(d * Count));
        return Matrix<float>.Build.Dense(Count, nColumns, copy);
    }

    private void Grow(int atLeast)
    {
        var stride = Math.Max(atLeast, (int)Math.Min(2L * Stride, Array.MaxLength / width));
        var numbers = new float[checked(stride * width)];
        for (var d = 0; d < width; d++)
            Numbers.AsSpan(d * Stride, Count).CopyTo(numbers.AsSpan(d * stride));
        (Numbers, Stride) = (numbers, stride);
    }
}
