using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Everything that a layer of attention computes, head by head.</summary>
/// <param name="X">[nQueries × dModel]: the tokens that ask.</param>
/// <param name="Source">[nKeys × dSource]: the tokens that are looked at; the same matrix as X in
/// self-attention.</param>
/// <param name="Heads">nHeads times every step of one head. Grouped query heads share the same keys and values.</param>
/// <param name="Concatenated">[nQueries × nHeads·dValue]: the heads' outputs side by side.</param>
/// <param name="Output">[nQueries × dOut]: concatenated · Wo + Bo.</param>
public sealed record MultiHeadSteps(
    Matrix<float> X,
    Matrix<float> Source,
    IReadOnlyList<AttentionSteps> Heads,
    Matrix<float> Concatenated,
    Matrix<float> Output);
