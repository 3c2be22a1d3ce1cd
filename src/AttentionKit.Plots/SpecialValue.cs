using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A kind of number that has no place on a colour scale: drawn hatched, and named in the legend and the description.</summary>
/// <param name="Is">Whether a number is of this kind.</param>
/// <param name="Pattern">Plotly's name of the hatching.</param>
/// <param name="Name">What the legend says.</param>
internal sealed record SpecialValue(Predicate<float> Is, string Pattern, string Name)
{
    /// <summary>The kinds that the matrix holds.</summary>
    internal static IReadOnlyList<SpecialValue> In(Matrix<float> matrix, string minusInfinity)
    {
        SpecialValue[] kinds =
        [
            new(float.IsNegativeInfinity, "/", minusInfinity),
            new(float.IsPositiveInfinity, "+", "+∞: infinite"),
            new(float.IsNaN, "x", "NaN: not a number"),
        ];
        return [.. kinds.Where(kind => matrix.Enumerate().Any(value => kind.Is(value)))];
    }

    /// <summary>Unbroken runs of this kind within each row.</summary>
    internal IEnumerable<(int Row, int Start, int Length)> Runs(Matrix<float> matrix)
    {
        for (var i = 0; i < matrix.RowCount; i++)
        {
            for (int start = 0, end; start < matrix.ColumnCount; start = end + 1)
            {
                for (end = start; end < matrix.ColumnCount && Is(matrix[i, end]); end++) { }
                if (end > start) yield return (i, start, end - start);
            }
        }
    }
}
