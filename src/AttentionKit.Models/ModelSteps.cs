using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>Everything that a model computes over a sequence, in the order in which it does.</summary>
/// <param name="Tokens">[nTokens]</param>
/// <param name="Embedded">[nTokens × dModel]: embeddings, with positions where they are learned.</param>
/// <param name="Layers">The steps of each block.</param>
/// <param name="FinalNorm">The norm before the unembedding.</param>
/// <param name="Logits">[nTokens × nVocabulary]: row i scores each token as the one after token i.</param>
public sealed record ModelSteps(
    IReadOnlyList<int> Tokens,
    Matrix<float> Embedded,
    IReadOnlyList<BlockSteps> Layers,
    NormSteps FinalNorm,
    Matrix<float> Logits)
{
    /// <summary>Every step of one head.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="head">From 0.</param>
    public AttentionSteps Head(int layer, int head) => Layers[layer].Attention.Heads[head];
}
