using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>Changes to the steps of a head, for the <c>head</c> of <see cref="Transformer.Run"/>.</summary>
public static class Patch
{
    /// <summary>The head with other weights: its output is mixed again.</summary>
    /// <param name="steps">What the head computed.</param>
    /// <param name="weights">[nQueries × nKeys]</param>
    public static AttentionSteps WithWeights(this AttentionSteps steps, Matrix<float> weights)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps with { Weights = weights, Output = Attention.Mix(weights, steps.Values) };
    }

    /// <summary>The head with another output.</summary>
    /// <param name="steps">What the head computed.</param>
    /// <param name="output">[nQueries × dHead]</param>
    public static AttentionSteps WithOutput(this AttentionSteps steps, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(output);
        if (output.RowCount != steps.Output.RowCount || output.ColumnCount != steps.Output.ColumnCount)
            throw new ArgumentException($"a head's output must be {steps.Output.RowCount}×{steps.Output.ColumnCount}: it is {output.RowCount}×{output.ColumnCount}.", nameof(output));
        return steps with { Output = output };
    }

    /// <summary>The head silenced: its output is 0.</summary>
    /// <param name="steps">What the head computed.</param>
    public static AttentionSteps Ablated(this AttentionSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.WithOutput(Matrix<float>.Build.Dense(steps.Output.RowCount, steps.Output.ColumnCount));
    }

    /// <summary>The head looking at all it may look at alike.</summary>
    /// <param name="steps">What the head computed.</param>
    public static AttentionSteps Uniform(this AttentionSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.WithWeights(Softmax.Rows(steps.MaskedScores.Map(score => float.IsNegativeInfinity(score) ? score : 0)));
    }
}
