using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>How a loss changes with every matrix of one head, from the output back to the inputs.</summary>
/// <param name="Output">[nQueries × dValue]: ∂loss/∂output, given.</param>
/// <param name="Values">[nKeys × dValue]</param>
/// <param name="Weights">[nQueries × nKeys]</param>
/// <param name="CappedScores">[nQueries × nKeys]; the same for the masked scores, for a mask only adds constants.</param>
/// <param name="Scores">[nQueries × nKeys]</param>
/// <param name="Queries">[nQueries × dHead]</param>
/// <param name="Keys">[nKeys × dHead]</param>
public sealed record AttentionGradients(
    Matrix<float> Output,
    Matrix<float> Values,
    Matrix<float> Weights,
    Matrix<float> CappedScores,
    Matrix<float> Scores,
    Matrix<float> Queries,
    Matrix<float> Keys)
{
    /// <summary>The backward pass: <see cref="Attention.Steps"/>, each step undone by the chain rule, last step first.</summary>
    /// <param name="steps">The forward pass.</param>
    /// <param name="output">[nQueries × dValue]: ∂loss/∂output.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> has another shape than the output of the steps.</exception>
    /// <remarks>Dao et al. 2022, appendix B.2. A hidden score, and a row with nothing to see, have gradient 0.</remarks>
    public static AttentionGradients Of(AttentionSteps steps, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Shape.GuardGradient(output, steps.Output, nameof(output), "output");
        var values = MatrixProduct.TransposedOf(steps.Weights, output);                        // [nKeys × dValue]
        var weights = MatrixProduct.OfTransposed(output, steps.Values);                        // [nQueries × nKeys]
        var cappedScores = Softmax.RowsGradient(steps.Weights, weights);                       // [nQueries × nKeys]
        var scores = steps.Softcap is { } cap ? Softcap.Gradient(steps.CappedScores, cap, cappedScores) : cappedScores;
        var queries = MatrixProduct.Of(scores, steps.Keys).Multiply(steps.Scale);              // [nQueries × dHead]
        var keys = MatrixProduct.TransposedOf(scores, steps.Queries).Multiply(steps.Scale);    // [nKeys × dHead]
        return new AttentionGradients(output, values, weights, cappedScores, scores, queries, keys);
    }
}
