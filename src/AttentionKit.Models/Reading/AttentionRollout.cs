using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>How tokens mix over several layers.</summary>
/// <remarks>Abnar and Zuidema 2020, §3: the mean over heads, half of it replaced by each token itself for the residual stream, multiplied layer by layer.</remarks>
public static class AttentionRollout
{
    /// <summary>The share of each first token in each place after all layers: Π ½ (weights + identity).</summary>
    /// <param name="layers">The heads of each layer, from the first.</param>
    /// <returns>[nTokens × nTokens]; rows sum to 1.</returns>
    /// <exception cref="ArgumentException">There is no layer, or the weights are not square and of one size.</exception>
    public static Matrix<float> Of(IReadOnlyList<MultiHeadSteps> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("layers must hold at least one layer: there is none.", nameof(layers));
        var n = layers[0].Heads[0].Weights.RowCount;
        foreach (var weights in layers.SelectMany(layer => layer.Heads).Select(head => head.Weights))
            if (weights.RowCount != n || weights.ColumnCount != n)
                throw new ArgumentException($"weights must be {n}×{n} in all layers: one is {weights.RowCount}×{weights.ColumnCount}. Rollout is for self-attention.", nameof(layers));
        var rollout = Matrix<float>.Build.DenseIdentity(n);
        foreach (var layer in layers)
        {
            var mean = layer.Heads.Aggregate(Matrix<float>.Build.Dense(n, n), (sum, head) => sum + head.Weights) / layer.Heads.Count;
            rollout = MatrixProduct.Of((mean + Matrix<float>.Build.DenseIdentity(n)) / 2, rollout);
        }
        return rollout;
    }

    /// <summary>The same of a model's run.</summary>
    /// <param name="steps">A run.</param>
    public static Matrix<float> Of(ModelSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Of([.. steps.Layers.Select(layer => layer.Attention)]);
    }
}
