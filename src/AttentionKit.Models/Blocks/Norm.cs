using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What a norm computes.</summary>
/// <param name="X">[nTokens × dModel]: its input.</param>
/// <param name="Scale">[nTokens]: what each row was multiplied by, one over its size.</param>
/// <param name="Normalized">[nTokens × dModel]: rows of one size, before gain and bias.</param>
/// <param name="Output">[nTokens × dModel]</param>
public sealed record NormSteps(Matrix<float> X, Vector<float> Scale, Matrix<float> Normalized, Matrix<float> Output);

/// <summary>Brings every token's row to one size, so that blocks read directions and not lengths.</summary>
/// <remarks>Ba et al. 2016, eq. 4 (LayerNorm); Zhang and Sennrich 2019, eq. 4 (RMSNorm, which leaves the mean).</remarks>
internal sealed class Norm(NormKind kind, float epsilon, Parameter? gain, Parameter? bias)
{
    private const int RunLength = 32;

    /// <param name="x">[nTokens × dModel]</param>
    internal NormSteps Steps(Matrix<float> x)
    {
        if (kind == NormKind.None)
            return new(x, Vector<float>.Build.Dense(x.RowCount, 1), x, x);
        if (x.AsColumnMajorArray() is null) x = Matrix<float>.Build.DenseOfMatrix(x); // columns are read in place
        var centred = kind == NormKind.LayerNorm ? WithoutMeans(x) : x;
        var scale = Vector<float>.Build.Dense(MeanOfColumns(centred, centred));
        scale.MapInplace(meanSquare => 1 / MathF.Sqrt(meanSquare + epsilon));
        Matrix<float> normalized = Same(x), output = Same(x);
        for (var j = 0; j < x.ColumnCount; j++)
        {
            TensorPrimitives.Multiply(Column(centred, j), scale.AsArray(), Column(normalized, j));
            TensorPrimitives.Multiply(Column(normalized, j), gain!.Numbers[j], Column(output, j));
            if (bias is not null) TensorPrimitives.Add(Column(output, j), bias.Numbers[j], Column(output, j));
        }
        return new(x, scale, normalized, output);
    }

    /// <summary>What a norm adds whatever comes in; null where it adds nothing.</summary>
    internal Vector<float>? Bias => bias?.Row;

    /// <summary>A part of one row of the input, brought to the output as the whole row was: parts that sum to the row sum to its output less the bias.</summary>
    internal Vector<float> Linear(NormSteps steps, int row, Vector<float> part)
    {
        if (kind == NormKind.None) return part;
        var centred = kind == NormKind.LayerNorm ? part - part.Sum() / part.Count : part;
        return centred.PointwiseMultiply(gain!.Row) * steps.Scale[row];
    }

    /// <summary>∂loss/∂x from ∂loss/∂output; adds those of gain and bias.</summary>
    /// <remarks>With g = ∂loss/∂normalized, n = normalized: ∂loss/∂x = scale · (g − mean(g) − n · mean(g·n)), rows on their own; RMSNorm has no mean(g).</remarks>
    internal Matrix<float> Backward(NormSteps steps, Matrix<float> output, Gradients gradients)
    {
        if (kind == NormKind.None)
            return output;
        gradients.Add(gain!, output.PointwiseMultiply(steps.Normalized).ColumnSums().ToRowMatrix());
        if (bias is not null)
            gradients.Add(bias, output.ColumnSums().ToRowMatrix());
        var normalized = Same(output);
        for (var j = 0; j < output.ColumnCount; j++)
            TensorPrimitives.Multiply(Column(output, j), gain!.Numbers[j], Column(normalized, j));
        var along = MeanOfColumns(normalized, steps.Normalized);
        var x = kind == NormKind.LayerNorm ? WithoutMeans(normalized) : normalized;
        var row = new float[output.RowCount];
        for (var j = 0; j < output.ColumnCount; j++)
        {
            TensorPrimitives.Multiply(Column(steps.Normalized, j), along, row);
            TensorPrimitives.Subtract(Column(x, j), row, row);
            TensorPrimitives.Multiply(row, steps.Scale.AsArray(), Column(x, j));
        }
        return x;
    }

    // Twice: what the rounding of a mean leaves is itself a mean to take away.
    private static Matrix<float> WithoutMeans(Matrix<float> x)
    {
        var centred = Same(x);
        Subtract(x, MeanOfColumns(x, null), centred);
        Subtract(centred, MeanOfColumns(centred, null), centred);
        return centred;
    }

    private static void Subtract(Matrix<float> x, float[] means, Matrix<float> result)
    {
        for (var j = 0; j < x.ColumnCount; j++) TensorPrimitives.Subtract(Column(x, j), means, Column(result, j));
    }

    // For each row the mean of its numbers, or of their products with another matrix's. Sums of runs of columns, then
    // of the runs: each is short enough for float.
    private static float[] MeanOfColumns(Matrix<float> x, Matrix<float>? factor)
    {
        float[] means = new float[x.RowCount], run = new float[x.RowCount];
        for (var j = 0; j < x.ColumnCount; j++)
        {
            if (factor is null) TensorPrimitives.Add(run, Column(x, j), run);
            else TensorPrimitives.MultiplyAdd(Column(x, j), Column(factor, j), run, run);
            if (j % RunLength != RunLength - 1 && j != x.ColumnCount - 1) continue;
            TensorPrimitives.Add(means, run, means);
            Array.Clear(run);
        }
        TensorPrimitives.Divide(means, x.ColumnCount, means);
        return means;
    }

    private static Span<float> Column(Matrix<float> x, int j) =>
        x.AsColumnMajorArray().AsSpan(j * x.RowCount, x.RowCount);

    private static Matrix<float> Same(Matrix<float> x) => Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount);
}
