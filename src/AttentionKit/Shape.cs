using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>How shapes are written in errors, and the guards that several primitives share.</summary>
internal static class Shape
{
    internal static string Of(Matrix<float> matrix) => $"{matrix.RowCount}×{matrix.ColumnCount}";

    internal static int Positive(int count, string name) =>
        count > 0 ? count : throw new ArgumentOutOfRangeException(name, count, $"{name} must be at least 1: it is {count}. Attention needs at least one token.");
}
