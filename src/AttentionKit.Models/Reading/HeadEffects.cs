using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What becomes of a model's answer when one head is changed.</summary>
public static class HeadEffects
{
    /// <summary>A number of the run in which one head is changed, less that of the run as it is; for each head.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="tokens">What it reads.</param>
    /// <param name="measure">The number: a loss, a logit …</param>
    /// <param name="change">How a head is changed; silenced when null.</param>
    /// <returns>[nLayers × nHeads]</returns>
    /// <remarks>Michel et al. 2019, §3: ablating one head.</remarks>
    public static Matrix<float> Of(
        Transformer model, IReadOnlyList<int> tokens, Func<ModelSteps, double> measure, Func<AttentionSteps, AttentionSteps>? change = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(measure);
        change ??= steps => steps.Ablated();
        var usual = measure(model.Run(tokens));
        return Matrix<float>.Build.Dense(model.Sizes.NLayers, model.Sizes.NHeads, (layer, head) => (float)(measure(
            model.Run(tokens, head: (l, h, steps) => (l, h) == (layer, head) ? change(steps) : steps)) - usual));
    }
}
