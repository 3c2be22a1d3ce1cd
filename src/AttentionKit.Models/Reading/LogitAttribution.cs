using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>One part of a logit.</summary>
/// <param name="Name">Who wrote it into the residual stream.</param>
/// <param name="Logit">What it adds.</param>
public sealed record LogitPart(string Name, double Logit);

/// <summary>Whose work a logit is: the parts of the residual stream, each brought to the logits on its own.</summary>
public static class LogitAttribution
{
    /// <summary>The parts of one token's logit, or of the difference of two.</summary>
    /// <param name="model">That computed the steps.</param>
    /// <param name="steps">A run of it without changes to its residuals.</param>
    /// <param name="position">Whose next token it is, from 0.</param>
    /// <param name="token">The token that may come next.</param>
    /// <param name="against">A token that may come instead: the parts are those of logit(token) − logit(against). None when null.</param>
    /// <returns>The embedding, each head, each MLP, and biases, where there are any; they sum to the logit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position or token.</exception>
    /// <remarks>Elhage et al. 2021; nostalgebraist 2020. The final norm's scale is taken as it was: what a part does to it counts for nobody.</remarks>
    public static IReadOnlyList<LogitPart> Of(Transformer model, ModelSteps steps, int position, int token, int? against = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(steps);
        if ((uint)position >= (uint)steps.Tokens.Count)
            throw new ArgumentOutOfRangeException(nameof(position), position, $"position must be a number from 0 to {steps.Tokens.Count - 1}: it is {position}.");
        var direction = against is { } other ? model.Direction(token) - model.Direction(other) : model.Direction(token);
        return [.. Written(model, steps, position).Select(part => new LogitPart(part.Name, model.FinalNorm.Linear(steps.FinalNorm, position, part.Row) * direction)),
            .. model.FinalNorm.Bias is { } bias ? [new LogitPart("final norm, bias", bias * direction)] : Array.Empty<LogitPart>()];
    }

    private static IEnumerable<(string Name, Vector<float> Row)> Written(Transformer model, ModelSteps steps, int position)
    {
        yield return ("embedding", steps.Embedded.Row(position));
        foreach (var (layer, block) in steps.Layers.Index())
        {
            for (var head = 0; head < block.Attention.Heads.Count; head++)
                yield return ($"layer {layer}, head {head}", HeadOutputs.Of(model, steps, layer, head).Row(position));
            if (model.Named($"blocks.{layer}.attention.bo") is { } bias) yield return ($"layer {layer}, bias", bias.Row);
            if (block.Mlp is { } mlp) yield return ($"layer {layer}, MLP", mlp.Output.Row(position));
        }
    }
}
