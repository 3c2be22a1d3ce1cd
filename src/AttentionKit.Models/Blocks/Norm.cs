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
    /// <param name="x">[nTokens × dModel]</param>
    internal NormSteps Steps(Matrix<float> x)
    {
        if (kind == NormKind.None)
            return new(x, Vector<float>.Build.Dense(x.RowCount, 1), x, x);
        var centred = kind == NormKind.LayerNorm ? Centred(x) : x;
        var scale = Vector<float>.Build.Dense(x.RowCount, i =>
            (float)(1 / Math.Sqrt(MeanSquare(centred, i) + epsilon)));
        var normalized = centred.MapIndexed((i, _, number) => number * scale[i]);
        var output = normalized.MapIndexed((_, j, number) => number * gain!.Numbers[j] + (bias?.Numbers[j] ?? 0));
        return new(x, scale, normalized, output);
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
        var normalized = output.MapIndexed((_, j, number) => number * gain!.Numbers[j]);
        var along = normalized.PointwiseMultiply(steps.Normalized).RowSums() / output.ColumnCount;
        var mean = kind == NormKind.LayerNorm ? normalized.RowSums() / output.ColumnCount : Vector<float>.Build.Dense(output.RowCount);
        return normalized.MapIndexed((i, j, number) => steps.Scale[i] * (number - mean[i] - steps.Normalized[i, j] * along[i]));
    }

    private static Matrix<float> Centred(Matrix<float> x)
    {
        var means = Vector<float>.Build.Dense(x.RowCount, i => (float)(x.Row(i).Sum(number => (double)number) / x.ColumnCount));
        return x.MapIndexed((i, _, number) => number - means[i]);
    }

    private static double MeanSquare(Matrix<float> x, int row)
    {
        var sum = 0.0;
        for (var j = 0; j < x.ColumnCount; j++) sum += (double)x[row, j] * x[row, j];
        return sum / x.ColumnCount;
    }
}
