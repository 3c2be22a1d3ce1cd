using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What single heads write into the residual stream.</summary>
public static class HeadOutputs
{
    /// <summary>A head's part of what its layer adds: its output times its rows of Wo. All heads of a layer, and the bias of Wo, make the sum.</summary>
    /// <param name="model">That computed the steps.</param>
    /// <param name="steps">A run of it.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="head">From 0.</param>
    /// <returns>[nTokens × dModel]</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    /// <remarks>Elhage et al. 2021, "Attention heads are independent and additive".</remarks>
    public static Matrix<float> Of(Transformer model, ModelSteps steps, int layer, int head)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(steps);
        Guard(model, layer, head);
        return MatrixProduct.Of(steps.Head(layer, head).Output, Wo(model, layer, head));
    }

    /// <summary>How much each token gives to each other through a head: the length of weight · value · Wo.</summary>
    /// <param name="model">That computed the steps.</param>
    /// <param name="steps">A run of it.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="head">From 0.</param>
    /// <returns>[nTokens × nTokens]: 0 where the weight is, and where there is nothing to take.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    /// <remarks>Kobayashi et al. 2020, §3: ‖α f(x)‖.</remarks>
    public static Matrix<float> ValueNorms(Transformer model, ModelSteps steps, int layer, int head)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(steps);
        Guard(model, layer, head);
        var lengths = MatrixProduct.Of(steps.Head(layer, head).Values, Wo(model, layer, head)).RowNorms(2);
        return steps.Head(layer, head).Weights.MapIndexed((_, j, weight) => weight * (float)lengths[j], Zeros.Include);
    }

    internal static void Guard(Transformer model, int layer, int head)
    {
        if ((uint)layer >= (uint)model.Sizes.NLayers)
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"layer must be a number from 0 to {model.Sizes.NLayers - 1}: it is {layer}.");
        if ((uint)head >= (uint)model.Sizes.NHeads)
            throw new ArgumentOutOfRangeException(nameof(head), head, $"head must be a number from 0 to {model.Sizes.NHeads - 1}: it is {head}.");
    }

    private static Matrix<float> Wo(Transformer model, int layer, int head) =>
        model.Named($"blocks.{layer}.attention.wo")!.Value.SubMatrix(head * model.Sizes.DHead, model.Sizes.DHead, 0, model.Sizes.DModel);
}
