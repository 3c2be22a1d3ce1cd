using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>Everything that one block computes, in the order in which it does.</summary>
/// <param name="ResidualIn">[nTokens × dModel]: what came from the block before.</param>
/// <param name="AttentionNorm">The norm before attention.</param>
/// <param name="Attention">Attention, head by head.</param>
/// <param name="ResidualMid">[nTokens × dModel]: ResidualIn plus attention's output.</param>
/// <param name="MlpNorm">The norm before the MLP; null in a model without.</param>
/// <param name="Mlp">The MLP; null in a model without.</param>
/// <param name="ResidualOut">[nTokens × dModel]: ResidualMid plus the MLP's output.</param>
public sealed record BlockSteps(
    Matrix<float> ResidualIn,
    NormSteps AttentionNorm,
    MultiHeadSteps Attention,
    Matrix<float> ResidualMid,
    NormSteps? MlpNorm,
    MlpSteps? Mlp,
    Matrix<float> ResidualOut);

/// <summary>One layer of a transformer: x + attention(norm(x)), then x + mlp(norm(x)).</summary>
internal sealed class Block(Norm attentionNorm, SelfAttention attention, Norm? mlpNorm, Mlp? mlp)
{
    internal BlockSteps Steps(Matrix<float> x, Func<int, AttentionSteps, AttentionSteps>? change)
    {
        var norm = attentionNorm.Steps(x);
        return Finish(x, norm, attention.Steps(norm.Output, change));
    }

    internal BlockSteps Decode(Matrix<float> x, KvCache cache)
    {
        var norm = attentionNorm.Steps(x);
        return Finish(x, norm, attention.Decode(norm.Output, cache));
    }

    internal Matrix<float> Next(Matrix<float> x, KvCache cache)
    {
        var mid = x + attention.Next(attentionNorm.Steps(x).Output, cache);
        return mlp is null ? mid : mid + mlp.Steps(mlpNorm!.Steps(mid).Output).Output;
    }

    internal Matrix<float> Backward(BlockSteps steps, Matrix<float> output, Gradients gradients)
    {
        var mid = mlp is null ? output
            : output + mlpNorm!.Backward(steps.MlpNorm!, mlp.Backward(steps.Mlp!, output, gradients), gradients);
        return mid + attentionNorm.Backward(steps.AttentionNorm, attention.Backward(steps.Attention, mid, gradients), gradients);
    }

    private BlockSteps Finish(Matrix<float> x, NormSteps norm, MultiHeadSteps heads)
    {
        var mid = x + heads.Output;
        if (mlp is null) return new(x, norm, heads, mid, null, null, mid);
        var second = mlpNorm!.Steps(mid);
        var inside = mlp.Steps(second.Output);
        return new(x, norm, heads, mid, second, inside, mid + inside.Output);
    }
}
