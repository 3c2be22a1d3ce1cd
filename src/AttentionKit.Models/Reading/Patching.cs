using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>Where the difference between two prompts lives: a run of one prompt, with a piece of the other's run put in.</summary>
/// <remarks>Vig et al. 2020; Meng et al. 2022 (causal tracing); Wang et al. 2022 (paths). Both prompts have as many tokens.</remarks>
public static class Patching
{
    /// <summary>A number of the run with the other's residual at one place, for each place and layer.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="tokens">The prompt that is run.</param>
    /// <param name="source">The prompt whose residuals are put in.</param>
    /// <param name="measure">The number: a difference of logits, for example.</param>
    /// <returns>[nLayers + 1 × nTokens]: row l, what goes into layer l; the last one, into the unembedding.</returns>
    /// <exception cref="ArgumentException">The prompts differ in length.</exception>
    public static Matrix<float> Residuals(Transformer model, IReadOnlyList<int> tokens, IReadOnlyList<int> source, Func<ModelSteps, double> measure)
    {
        var from = Source(model, tokens, source, measure);
        Matrix<float> In(int layer) => layer < from.Layers.Count ? from.Layers[layer].ResidualIn : from.FinalNorm.X;
        return Matrix<float>.Build.Dense(model.Sizes.NLayers + 1, tokens.Count, (layer, place) => (float)measure(
            model.Run(tokens, residual: (l, x) => l == layer ? x.MapIndexed((i, d, number) => i == place ? In(l)[i, d] : number, Zeros.Include) : x)));
    }

    /// <summary>A number of the run with the other's output of one head, for each head.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="tokens">The prompt that is run.</param>
    /// <param name="source">The prompt whose heads' outputs are put in.</param>
    /// <param name="measure">The number.</param>
    /// <returns>[nLayers × nHeads]</returns>
    /// <exception cref="ArgumentException">The prompts differ in length.</exception>
    public static Matrix<float> Heads(Transformer model, IReadOnlyList<int> tokens, IReadOnlyList<int> source, Func<ModelSteps, double> measure)
    {
        var from = Source(model, tokens, source, measure);
        return Matrix<float>.Build.Dense(model.Sizes.NLayers, model.Sizes.NHeads, (layer, head) => (float)measure(
            model.Run(tokens, head: (l, h, steps) => (l, h) == (layer, head) ? steps.WithOutput(from.Head(l, h).Output) : steps)));
    }

    /// <summary>A number of the run in which one later head alone hears the other's output of an earlier one.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="tokens">The prompt that is run.</param>
    /// <param name="source">The prompt whose output of the sender is put in.</param>
    /// <param name="sender">Layer and head.</param>
    /// <param name="receiver">Layer and head, of a later layer: it hears the sender through the residual stream and the MLPs, but through no other head.</param>
    /// <param name="measure">The number.</param>
    /// <exception cref="ArgumentException">The prompts differ in length, or the receiver is in no later layer.</exception>
    public static double Path(
        Transformer model, IReadOnlyList<int> tokens, IReadOnlyList<int> source, (int Layer, int Head) sender, (int Layer, int Head) receiver,
        Func<ModelSteps, double> measure)
    {
        var from = Source(model, tokens, source, measure);
        HeadOutputs.Guard(model, sender.Layer, sender.Head);
        HeadOutputs.Guard(model, receiver.Layer, receiver.Head);
        if (receiver.Layer <= sender.Layer)
            throw new ArgumentException($"receiver must be in a later layer than sender: they are in {receiver.Layer} and {sender.Layer}.", nameof(receiver));
        var usual = model.Run(tokens);
        var heard = model.Run(tokens, head: (l, h, steps) =>
            (l, h) == sender ? steps.WithOutput(from.Head(l, h).Output)
            : (l, h) == receiver ? steps
            : steps.WithOutput(usual.Head(l, h).Output));
        return measure(model.Run(tokens, head: (l, h, steps) => (l, h) == receiver ? steps.WithOutput(heard.Head(l, h).Output) : steps));
    }

    private static ModelSteps Source(Transformer model, IReadOnlyList<int> tokens, IReadOnlyList<int> source, Func<ModelSteps, double> measure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(measure);
        return tokens.Count == source.Count ? model.Run(source)
            : throw new ArgumentException($"both prompts must have as many tokens: tokens has {tokens.Count}, source has {source.Count}.", nameof(source));
    }
}
