using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

internal static class Example
{
    internal static readonly string[] Tokens = ["The", "cat", "sat", "on", "the", "mat"];

    internal static readonly Matrix<float> Scores = Matrix<float>.Build.DenseOfRowArrays(
        [1.2f, 0.4f, -0.3f, -1.1f, 0.9f, 0.1f],
        [0.5f, 1.9f, 0.8f, -0.7f, 0.2f, 0.6f],
        [-0.4f, 2.6f, 1.1f, 0.3f, -0.9f, 0.8f],
        [-1.3f, 0.2f, 1.7f, 0.9f, -0.2f, 1.4f],
        [0.8f, -0.1f, 0.4f, 0.7f, 1.2f, 1.6f],
        [0.1f, 0.9f, 1.3f, 1.5f, 0.6f, 1.8f]);

    internal static readonly Matrix<float> MaskedScores = Mask.Causal(6).Apply(Scores);

    internal static readonly Matrix<float> Weights = Softmax.Rows(Scores);

    internal static readonly Matrix<float> Values = Matrix<float>.Build.DenseOfRowArrays(
        [0.1f, -0.9f, 0.2f, 0.8f],
        [1.4f, 0.3f, -0.2f, -0.6f],
        [-0.3f, 1.2f, 0.9f, 0.1f],
        [0.2f, -0.4f, 1.1f, 0.7f],
        [0.1f, -0.9f, 0.2f, 0.8f],
        [0.9f, 0f, -1.3f, 0.4f]);

    internal static readonly string[] Columns = ["is an animal", "is an action", "is a place", "is grammar"];
}
