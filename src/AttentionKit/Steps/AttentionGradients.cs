using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>How a loss changes with every matrix of one head, from the output back to the inputs.</summary>
/// <param name="Output">[nQueries × dValue]: ∂loss/∂output, given.</param>
/// <param name="Values">[nKeys × dValue]</param>
/// <param name="Weights">[nQueries × nKeys]</param>
/// <param name="CappedScores">[nQueries × nKeys]; the same for the masked scores, for a mask only adds
/// constants.</param>
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
    Matrix<float> Keys);
