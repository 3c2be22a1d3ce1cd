using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Every matrix that one head of attention computes, in the order in which it does.</summary>
/// <param name="Queries">[nQueries × dHead]: what each token asks.</param>
/// <param name="Keys">[nKeys × dHead]: what each token offers to be found by.</param>
/// <param name="Values">[nKeys × dValue]: what each token carries.</param>
/// <param name="Scores">[nQueries × nKeys]: queries · keysᵀ · scale.</param>
/// <param name="CappedScores">[nQueries × nKeys]: the scores after the softcap. The same matrix as Scores when there is
/// no softcap.</param>
/// <param name="MaskedScores">[nQueries × nKeys]: the capped scores with the mask's bias added, −∞ where a query may
/// not look. The same matrix as CappedScores when there is no mask.</param>
/// <param name="Weights">[nQueries × nKeys]: softmax of each row of the masked scores.</param>
/// <param name="Output">[nQueries × dValue]: weights · values.</param>
/// <param name="Scale">What multiplied every dot product: 1/√dHead unless told otherwise. Dimensionless.</param>
/// <param name="Softcap">The limit that the scores were held to, in their unit; null for none.</param>
public sealed record AttentionSteps(
    Matrix<float> Queries,
    Matrix<float> Keys,
    Matrix<float> Values,
    Matrix<float> Scores,
    Matrix<float> CappedScores,
    Matrix<float> MaskedScores,
    Matrix<float> Weights,
    Matrix<float> Output,
    float Scale,
    float? Softcap)
{
    /// <summary>[nQueries × nKeys]: queries · keysᵀ, before the scale. It is computed when asked for, so that nobody
    /// else pays for it.</summary>
    public Matrix<float> RawScores => Attention.Scores(Queries, Keys, scale: 1);
}
