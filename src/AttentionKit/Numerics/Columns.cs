using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>A matrix cut into groups of its columns.</summary>
internal static class Columns
{
    /// <summary>Equal groups: group h is columns h·width … (h + 1)·width − 1, which lie together in column-major
    /// storage.</summary>
    internal static Matrix<float>[] Split(Matrix<float> matrix, int nHeads, string name)
    {
        Shape.Filled(matrix, name);
        if (matrix.ColumnCount % Shape.Positive(nHeads, nameof(nHeads)) != 0)
            throw new ArgumentException(
                $"{name} must split into nHeads equal heads: {name} is {Shape.Of(matrix)}, nHeads is {nHeads}. "
                + $"Choose nHeads that divides {matrix.ColumnCount}.", name);
        int width = matrix.ColumnCount / nHeads, size = matrix.RowCount * width;
        var numbers = Shape.Storage(matrix);
        var groups = new Matrix<float>[nHeads];
        for (var h = 0; h < nHeads; h++)
            groups[h] = Matrix<float>.Build.Dense(matrix.RowCount, width, numbers.AsSpan(h * size, size).ToArray());
        return groups;
    }
}
