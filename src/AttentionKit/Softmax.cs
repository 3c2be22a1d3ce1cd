using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Turns scores into weights: each row becomes positive numbers that sum to 1.</summary>
public static class Softmax
{
    /// <summary>Softmax of every row: weights[i, j] = exp(scores[i, j] − max) / Σ exp(scores[i, ·] − max), max being the row's largest score.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless. −∞ hides a key.</param>
    /// <returns>[nQueries × nKeys]. Each row lies in [0, 1] and sums to 1; a row of only −∞ (nothing to see) is all 0;
    /// a row that holds +∞ or NaN is all NaN, for no distribution follows from it.</returns>
    /// <exception cref="ArgumentException">The scores have no rows or no columns.</exception>
    /// <remarks>Subtracting the row's maximum changes nothing mathematically and keeps exp from overflowing (scores above 88 would).
    /// ONNX Attention, opset 24: fully masked rows give zero weights.</remarks>
    public static Matrix<float> Rows(Matrix<float> scores)
    {
        Shape.Filled(scores, nameof(scores));
        var weights = Matrix<float>.Build.Dense(scores.RowCount, scores.ColumnCount);
        var row = new float[scores.ColumnCount];
        for (var i = 0; i < scores.RowCount; i++)
        {
            for (var j = 0; j < row.Length; j++) row[j] = scores[i, j];
            Row(row);
            weights.SetRow(i, row);
        }
        return weights;
    }

    /// <summary>The chain rule through softmax: ∂loss/∂scores[i, j] = weights[i, j] · (∂loss/∂weights[i, j] − Σₖ weights[i, k] · ∂loss/∂weights[i, k]).</summary>
    /// <param name="weights">[nQueries × nKeys]: what <see cref="Rows"/> gave.</param>
    /// <param name="weightsGradient">[nQueries × nKeys]: ∂loss/∂weights.</param>
    /// <returns>[nQueries × nKeys]: ∂loss/∂scores. Each row sums to 0, for raising all scores of a row alike changes nothing.</returns>
    /// <exception cref="ArgumentException">The matrices differ in shape.</exception>
    public static Matrix<float> RowsGradient(Matrix<float> weights, Matrix<float> weightsGradient)
    {
        Shape.Filled(weights, nameof(weights));
        Shape.GuardGradient(weightsGradient, weights, nameof(weightsGradient), nameof(weights));
        var weighted = weights.PointwiseMultiply(weightsGradient);
        var rowSums = weighted.RowSums();
        var scores = Matrix<float>.Build.Dense(weights.RowCount, weights.ColumnCount);
        for (var j = 0; j < weights.ColumnCount; j++)
            for (var i = 0; i < weights.RowCount; i++)
                scores[i, j] = weighted[i, j] - weights[i, j] * rowSums[i];
        return scores;
    }

    /// <summary>Softmax of one row, in place: same contract as <see cref="Rows"/>.</summary>
    internal static void Row(Span<float> row)
    {
        var max = TensorPrimitives.Max<float>(row); // NaN if any is NaN
        if (float.IsNegativeInfinity(max))
        {
            row.Clear();
            return;
        }
        TensorPrimitives.Subtract(row, max, row);
        TensorPrimitives.Exp<float>(row, row);
        TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
    }
}
