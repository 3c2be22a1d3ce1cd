using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>The rows of a column-major matrix that grows: columns keep room at their end, so that a new token moves
/// nothing.</summary>
/// <remarks>Every change gives a new store and leaves the old one's rows as they are. The two share their numbers, so
/// after a change that is kept, the old one is not to be changed again.</remarks>
internal sealed class TokenStore
{
    private float[] _spare = []; // what holds no row of this store: room to copy to

    /// <param name="width">Columns.</param>
    internal TokenStore(int width) => Width = width;

    /// <summary>Columns.</summary>
    internal int Width { get; }

    /// <summary>Rows.</summary>
    internal int Count { get; private init; }

    /// <summary>Column d's row i is Numbers[d · Stride + i].</summary>
    internal float[] Numbers { get; private init; } = [];

    /// <summary>From a column to the next: how many rows there is room for.</summary>
    internal int Stride { get; private init; }

    /// <summary>With more rows at the end.</summary>
    internal TokenStore With(Matrix<float> rows)
    {
        var grown = Count + rows.RowCount > Stride ? Grown(Count + rows.RowCount) : this;
        var numbers = Shape.Storage(rows);
        for (var d = 0; d < Width; d++)
            numbers.AsSpan(d * rows.RowCount, rows.RowCount).CopyTo(grown.Numbers.AsSpan(d * grown.Stride + Count));
        return grown.Of(Count + rows.RowCount);
    }

    /// <summary>Without some rows.</summary>
    internal TokenStore Without(int first, int count)
    {
        var numbers = _spare.Length == Numbers.Length ? _spare : new float[Numbers.Length];
        for (var d = 0; d < Width; d++)
        {
            Numbers.AsSpan(d * Stride, first).CopyTo(numbers.AsSpan(d * Stride));
            Numbers.AsSpan(d * Stride + first + count, Count - first - count)
                .CopyTo(numbers.AsSpan(d * Stride + first));
        }
        return new TokenStore(Width) { Count = Count - count, Numbers = numbers, Stride = Stride, _spare = Numbers };
    }

    /// <summary>A copy of some columns: [Count × nColumns].</summary>
    internal Matrix<float> Columns(int first, int nColumns)
    {
        var copy = new float[Count * nColumns];
        for (var d = 0; d < nColumns; d++)
            Numbers.AsSpan((first + d) * Stride, Count).CopyTo(copy.AsSpan(d * Count));
        return Matrix<float>.Build.Dense(Count, nColumns, copy);
    }

    private TokenStore Of(int count) =>
        new(Width) { Count = count, Numbers = Numbers, Stride = Stride, _spare = _spare };

    private TokenStore Grown(int atLeast)
    {
        var stride = Math.Max(atLeast, (int)Math.Min(2L * Stride, Array.MaxLength / Width));
        var numbers = new float[checked(stride * Width)];
        for (var d = 0; d < Width; d++)
            Numbers.AsSpan(d * Stride, Count).CopyTo(numbers.AsSpan(d * stride));
        return new TokenStore(Width) { Count = Count, Numbers = numbers, Stride = stride };
    }
}
