using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>The plain version of <see cref="FlashAttention"/>, to read: an online softmax, one query and one key at a
/// time.</summary>
/// <remarks>Milakov and Gimelshein 2018, §3; Dao et al. 2022, §3.1. It computes in double.</remarks>
public static class PlainFlashAttention
{
    /// <summary>The output of <see cref="Attention.Apply"/>, with a memory of one row.</summary>
    /// <inheritdoc cref="FlashAttention.Apply(Matrix{float}, Matrix{float}, Matrix{float}, Mask, float?, float?)"
    /// path="/param|/returns|/exception"/>
    public static Matrix<float> Apply(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null,
        float? softcap = null)
    {
        var problem = AttentionProblem.Of(queries, keys, values, 1, 1, mask, scale, softcap);
        for (var i = 0; i < queries.RowCount; i++) Row(problem, head: 0, i);
        return problem.OutputMatrix();
    }

    internal static void Row(AttentionProblem problem, int head, int query)
    {
        var output = new double[problem.DValue];
        double max = double.NegativeInfinity, sum = 0;
        for (var key = 0; key < problem.NKeys; key++)
        {
            if (problem.Mask is { } mask && !mask.CanAttend(query, key)) continue;
            var score = problem.Score(head, query, key);
            if (score > max)
            {
                // What was summed so far was measured against a smaller maximum.
                var shrink = Math.Exp(max - score);
                sum *= shrink;
                for (var d = 0; d < output.Length; d++) output[d] *= shrink;
                max = score;
            }
            var weight = Math.Exp(score - max);
            sum += weight;
            for (var d = 0; d < output.Length; d++) output[d] += weight * problem.Value(head, key, d);
        }
        for (var d = 0; d < output.Length; d++) problem.SetOutput(head, query, d, sum == 0 ? 0 : output[d] / sum);
    }
}
