using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>How shapes are written in errors, and the guards that several primitives share.</summary>
internal static class Shape
{
    internal static string Of(Matrix<float> matrix) => $"{matrix.RowCount}×{matrix.ColumnCount}";

    /// <summary>The numbers of the matrix, column by column: its own storage if it is dense, so not to be written
    /// to.</summary>
    internal static float[] Storage(Matrix<float> matrix) => matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray();

    /// <summary>How many numbers a matrix holds; an error when that is more than fit.</summary>
    internal static int Length(int nRows, long nColumns, string name)
    {
        if (nRows * nColumns <= Array.MaxLength) return (int)(nRows * nColumns);
        var (most, asked) = (Written(Array.MaxLength), Written(nRows * nColumns));
        throw new ArgumentException(
            $"a matrix holds at most {most} numbers: {nRows}×{nColumns} would be {asked}. "
            + "FlashAttention.Apply gives the output without storing the scores; or take fewer tokens at once.", name);

        static string Written(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
    }

    internal static void Filled(Matrix<float> matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount == 0 || matrix.ColumnCount == 0)
            throw new ArgumentException(
                $"{name} must have at least one row and one column: it is {Of(matrix)}. Attention needs at least one "
                + "token of at least one number.", name);
    }

    internal static int Positive(int count, string name) =>
        count > 0 ? count : throw new ArgumentOutOfRangeException(
            name, count,
            $"{name} must be at least 1: it is {count}. Give at least one.");

    internal static int NotNegative(int count, string name) =>
        count >= 0 ? count : throw new ArgumentOutOfRangeException(
            name, count,
            $"{name} must not be negative: it is {count}. Use 0 for none.");

    internal static float PositiveNumber(float number, string name) =>
        float.IsFinite(number) && number > 0 ? number : throw new ArgumentOutOfRangeException(
            name, number,
            $"{name} must be a finite number above 0: it is {number}.");

    internal static void GuardScale(float? scale)
    {
        if (scale is { } given && !float.IsFinite(given))
            throw new ArgumentOutOfRangeException(
                nameof(scale), scale,
                $"scale must be finite: it is {given}. Leave it out for 1/√dHead.");
    }

    internal static void GuardSoftcap(float? softcap)
    {
        if (softcap is { } given && (!float.IsFinite(given) || given <= 0))
            throw new ArgumentOutOfRangeException(
                nameof(softcap), softcap,
                $"softcap must be a finite number above 0: it is {given}. Leave it out for no cap.");
    }

    internal static void GuardGradient(Matrix<float> gradient, Matrix<float> of, string parameter, string name)
    {
        ArgumentNullException.ThrowIfNull(gradient, parameter);
        if (gradient.RowCount != of.RowCount || gradient.ColumnCount != of.ColumnCount)
            throw new ArgumentException(
                $"a gradient must have the shape of its matrix: the gradient of {name} is {Of(gradient)}, {name} is "
                + $"{Of(of)}. Each number has its own derivative.", parameter);
    }
}
