using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What an MLP computes.</summary>
/// <param name="X">[nTokens × dModel]: its input.</param>
/// <param name="Hidden">[nTokens × dMlp], before the activation.</param>
/// <param name="Gate">[nTokens × dMlp]: what the activation acts on in SwiGLU; null elsewhere.</param>
/// <param name="Activated">[nTokens × dMlp]</param>
/// <param name="Output">[nTokens × dModel]</param>
public sealed record MlpSteps(Matrix<float> X, Matrix<float> Hidden, Matrix<float>? Gate, Matrix<float> Activated, Matrix<float> Output);

/// <summary>Two layers that every token goes through alone: output = activation(x · Win + bin) · Wout + bout.</summary>
/// <remarks>Vaswani et al. 2017, §3.3; with a gate: Shazeer 2020.</remarks>
internal sealed class Mlp(Activation activation, Parameter wIn, Parameter? bIn, Parameter? wGate, Parameter wOut, Parameter? bOut)
{
    internal MlpSteps Steps(Matrix<float> x)
    {
        var hidden = Projection.Apply(x, wIn.Value, bIn?.Row);                                 // [nTokens × dMlp]
        var gate = wGate is null ? null : Projection.Apply(x, wGate.Value);                    // [nTokens × dMlp]
        var activated = gate is null ? Activate(hidden) : Activate(gate).PointwiseMultiply(hidden);
        return new(x, hidden, gate, activated, Projection.Apply(activated, wOut.Value, bOut?.Row));
    }

    internal Matrix<float> Backward(MlpSteps steps, Matrix<float> output, Gradients gradients)
    {
        gradients.Add(wOut, MatrixProduct.TransposedOf(steps.Activated, output));
        if (bOut is not null) gradients.Add(bOut, output.ColumnSums().ToRowMatrix());
        var activated = MatrixProduct.OfTransposed(output, wOut.Value);                        // [nTokens × dMlp]
        var hidden = activated.PointwiseMultiply(steps.Gate is { } gate ? Activate(gate) : Slopes(steps.Hidden));
        gradients.Add(wIn, MatrixProduct.TransposedOf(steps.X, hidden));
        if (bIn is not null) gradients.Add(bIn, hidden.ColumnSums().ToRowMatrix());
        var x = MatrixProduct.OfTransposed(hidden, wIn.Value);                                 // [nTokens × dModel]
        return steps.Gate is null ? x : x + BackwardGate(steps, activated, gradients);
    }

    private Matrix<float> BackwardGate(MlpSteps steps, Matrix<float> activated, Gradients gradients)
    {
        var gate = activated.PointwiseMultiply(steps.Hidden).PointwiseMultiply(Slopes(steps.Gate!));
        gradients.Add(wGate!, MatrixProduct.TransposedOf(steps.X, gate));
        return MatrixProduct.OfTransposed(gate, wGate!.Value);
    }

    private Matrix<float> Activate(Matrix<float> x) => Activations.Values(activation, x);

    private Matrix<float> Slopes(Matrix<float> x) => Activations.Slopes(activation, x);
}
