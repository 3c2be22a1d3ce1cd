using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What a model would say if it stopped after a layer.</summary>
/// <remarks>nostalgebraist 2020, "interpreting GPT: the logit lens".</remarks>
public static class LogitLens
{
    /// <summary>The probabilities of each next token, read from the residual stream before the first layer and after each.</summary>
    /// <param name="model">That computed the steps.</param>
    /// <param name="steps">A run of it.</param>
    /// <returns>nLayers + 1 times [nTokens × nVocabulary]; the last one is the model's own answer.</returns>
    public static IReadOnlyList<Matrix<float>> Of(Transformer model, ModelSteps steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(steps);
        return [.. steps.Layers.Select(layer => layer.ResidualOut).Prepend(steps.Embedded).Select(residual => Softmax.Rows(model.Unembed(residual)))];
    }
}
