using System.Buffers;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Turns scores into weights: each row becomes positive numbers that sum to 1.</summary>
public static class Softmax
{
    private const int MultipliesOfExp = 16;

    // Of so few rows a panel would be mostly empty.
    private const int FewRows = 4;

    // With so many keys a panel would be large, and a sum of them in float inexact.
    private const int ManyKeys = 1 << 16;

    /// <summary>Softmax of every row: weights[i, j] = exp(scores[i, j] − max) / Σ exp(scores[i, ·] − max), max being
    /// the row's largest score.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless. −∞ hides a key.</param>
    /// <returns>[nQueries × nKeys]. Each row lies in [0, 1] and sums to 1; a row of only −∞ (nothing to see) is all 0;
    /// a row that holds +∞ or NaN is all NaN, for no distribution follows from it.</returns>
    /// <exception cref="ArgumentException">The scores have no rows or no columns.</exception>
    /// <remarks>Subtracting the row's maximum changes nothing mathematically and keeps exp from overflowing (scores
    /// above 88 would). ONNX Attention, opset 24: fully masked rows give zero weights.</remarks>
    public static Matrix<float> Rows(Matrix<float> scores)
    {
        Shape.Filled(scores, nameof(scores));
        int nRows = scores.RowCount, nKeys = scores.ColumnCount;
        float[] from = Shape.Storage(scores), weights = GC.AllocateUninitializedArray<float>(from.Length);
        WorkerPool.Run((nRows + MicroKernel.Rows - 1) / MicroKernel.Rows, (long)from.Length * MultipliesOfExp,
            (from, weights, nRows, nKeys), static (task, s) =>
        {
            var row = task * MicroKernel.Rows;
            var nTaskRows = Math.Min(MicroKernel.Rows, s.nRows - row);
            if (nTaskRows <= FewRows || s.nKeys >= ManyKeys)
                RowByRow(s.from, s.weights, s.nRows, row, nTaskRows, s.nKeys);
            else Panel(s.from.AsSpan(row), s.weights.AsSpan(row), s.nRows, nTaskRows, s.nKeys);
        });
        return Matrix<float>.Build.Dense(nRows, nKeys, weights);
    }

    /// <summary>The chain rule through softmax: ∂loss/∂scores[i, j] = weights[i, j] · (∂loss/∂weights[i, j] − Σₖ
    /// weights[i, k] · ∂loss/∂weights[i, k]).</summary>
    /// <param name="weights">[nQueries × nKeys]: what <see cref="Rows"/> gave.</param>
    /// <param name="weightsGradient">[nQueries × nKeys]: ∂loss/∂weights.</param>
    /// <returns>[nQueries × nKeys]: ∂loss/∂scores. Each row sums to 0, for raising all scores of a row alike changes
    /// nothing.</returns>
    /// <exception cref="ArgumentException">The matrices differ in shape.</exception>
    public static Matrix<float> Backward(Matrix<float> weights, Matrix<float> weightsGradient)
    {
        Shape.Filled(weights, nameof(weights));
        Shape.GuardGradient(weightsGradient, weights, nameof(weightsGradient), nameof(weights));
        float[] from = Shape.Storage(weights), gradient = Shape.Storage(weightsGradient),
            scores = GC.AllocateUninitializedArray<float>(from.Length);
        var rowSums = new float[weights.RowCount];
        for (var j = 0; j < from.Length; j += rowSums.Length)
            TensorPrimitives.MultiplyAdd(
                from.AsSpan(j, rowSums.Length), gradient.AsSpan(j, rowSums.Length), rowSums, rowSums);
        for (var j = 0; j < from.Length; j += rowSums.Length)
        {
            var column = scores.AsSpan(j, rowSums.Length);
            TensorPrimitives.Subtract(gradient.AsSpan(j, rowSums.Length), rowSums, column);
            TensorPrimitives.Multiply(column, from.AsSpan(j, rowSums.Length), column);
        }
        return Matrix<float>.Build.Dense(weights.RowCount, weights.ColumnCount, scores);
    }

    private static void RowByRow(float[] scores, float[] weights, int stride, int firstRow, int nRows, int nKeys)
    {
        var buffer = ArrayPool<float>.Shared.Rent(nKeys);
        var row = buffer.AsSpan(0, nKeys);
        for (var i = firstRow; i < firstRow + nRows; i++)
        {
            for (var j = 0; j < nKeys; j++) row[j] = scores[i + j * stride];
            SoftmaxRow.Apply(row);
            for (var j = 0; j < nKeys; j++) weights[i + j * stride] = row[j];
        }
        ArrayPool<float>.Shared.Return(buffer);
    }

    // Rows lie across column-major storage: 32 of them are copied together, turned into weights, and copied back.
    private static void Panel(ReadOnlySpan<float> scores, Span<float> weights, int stride, int nRows, int nKeys)
    {
        var buffer = ArrayPool<float>.Shared.Rent(nKeys * MicroKernel.Rows);
        var panel = buffer.AsSpan(0, nKeys * MicroKernel.Rows);
        MicroKernel.Pack(scores, 1, stride, nRows, nKeys, 1, panel, MicroKernel.Rows);
        Span<float> max = stackalloc float[MicroKernel.Rows], sum = stackalloc float[MicroKernel.Rows];
        max.Fill(float.NegativeInfinity);
        sum.Clear();
        SoftmaxPanel.Add(panel, max, sum, output: []);
        sum.Replace(0, 1); // nothing to see: weights of 0
        SoftmaxPanel.Write(panel, sum, weights, stride, nRows);
        ArrayPool<float>.Shared.Return(buffer);
    }
}
