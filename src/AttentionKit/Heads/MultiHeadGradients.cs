using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>How a loss changes with the inputs and parameters of a layer of attention.</summary>
/// <param name="Heads">Every gradient of each query head.</param>
/// <param name="Concatenated">[nQueries × nHeads·dValue]</param>
/// <param name="X">[nQueries × dModel]: through the queries, and in self-attention through keys and values too.</param>
/// <param name="Source">[nKeys × dSource]: through keys and values. Null in self-attention, where X holds all.</param>
/// <param name="Wq">[dModel × nHeads·dHead]</param>
/// <param name="Wk">[dSource × nKvHeads·dHead]</param>
/// <param name="Wv">[dSource × nKvHeads·dValue]</param>
/// <param name="Wo">[nHeads·dValue × dOut]</param>
/// <param name="Bq">[nHeads·dHead], also where the layer has no such bias.</param>
/// <param name="Bk">[nKvHeads·dHead], also where the layer has no such bias.</param>
/// <param name="Bv">[nKvHeads·dValue], also where the layer has no such bias.</param>
/// <param name="Bo">[dOut], also where the layer has no such bias.</param>
public sealed record MultiHeadGradients(
    IReadOnlyList<AttentionGradients> Heads,
    Matrix<float> Concatenated,
    Matrix<float> X,
    Matrix<float>? Source,
    Matrix<float> Wq,
    Matrix<float> Wk,
    Matrix<float> Wv,
    Matrix<float> Wo,
    Vector<float> Bq,
    Vector<float> Bk,
    Vector<float> Bv,
    Vector<float> Bo);
