using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>One head of scaled dot-product attention: output = softmax(queries · keysᵀ / √dHead) · values.</summary>
/// <remarks>Vaswani et al. 2017, §3.2.1, eq. 1. NaN and infinities in the inputs flow through to the output.</remarks>
public static class Attention
{
    /// <summary>Attention with every intermediate matrix. <see cref="Apply"/> is its output.</summary>
    /// <param name="queries">[nQueries × dHead]</param>
    /// <param name="keys">[nKeys × dHead]</param>
    /// <param name="values">[nKeys × dValue]</param>
    /// <param name="mask">[nQueries × nKeys]: which keys each query may look at; all of them when null.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <exception cref="ArgumentException">queries and keys differ in dHead, keys and values differ in tokens, or the mask has another shape than the scores.</exception>
    public static AttentionSteps Steps(Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null)
    {
        GuardKeysAndValues(keys, values);
        var scores = Scores(queries, keys, scale);             // [nQueries × nKeys]
        var maskedScores = mask?.Apply(scores) ?? scores;      // [nQueries × nKeys]
        var weights = Softmax.Rows(maskedScores);              // [nQueries × nKeys]
        var output = Mix(weights, values);                     // [nQueries × dValue]
        return new AttentionSteps(queries, keys, values, scores, maskedScores, weights, output);
    }

    /// <summary>The output of <see cref="Steps"/>.</summary>
    /// <inheritdoc cref="Steps" path="/param|/exception"/>
    /// <returns>[nQueries × dValue]</returns>
    public static Matrix<float> Apply(Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null) =>
        Steps(queries, keys, values, mask, scale).Output;

    /// <summary>Scaled dot products: scores[i, j] = queries[i] · keys[j] · scale.</summary>
    /// <param name="queries">[nQueries × dHead]</param>
    /// <param name="keys">[nKeys × dHead]</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <returns>[nQueries × nKeys], unnormalised, dimensionless.</returns>
    /// <exception cref="ArgumentException">queries and keys differ in dHead.</exception>
    /// <remarks>Vaswani et al. 2017, §3.2.1, eq. 1.</remarks>
    public static Matrix<float> Scores(Matrix<float> queries, Matrix<float> keys, float? scale = null)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        if (queries.ColumnCount != keys.ColumnCount)
            throw new ArgumentException($"queries and keys must share dHead: queries is {Shape.Of(queries)}, keys is {Shape.Of(keys)}. Project both with the same dHead.", nameof(keys));
        return queries.TransposeAndMultiply(keys).Multiply(scale ?? 1 / MathF.Sqrt(queries.ColumnCount));
    }

    /// <summary>Each query's mixture of the values: output[i] = Σⱼ weights[i, j] · values[j].</summary>
    /// <param name="weights">[nQueries × nKeys]: attention weights, or any others, as when a head is patched or ablated.</param>
    /// <param name="values">[nKeys × dValue]</param>
    /// <returns>[nQueries × dValue]</returns>
    /// <exception cref="ArgumentException">There is not one value for each column of the weights.</exception>
    public static Matrix<float> Mix(Matrix<float> weights, Matrix<float> values)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(values);
        if (weights.ColumnCount != values.RowCount)
            throw new ArgumentException($"weights must have one column for each row of values: weights is {Shape.Of(weights)}, values is {Shape.Of(values)}. Weights are queries × keys, and each key has its value.", nameof(values));
        return weights.Multiply(values);
    }

    private static void GuardKeysAndValues(Matrix<float> keys, Matrix<float> values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        if (keys.RowCount != values.RowCount)
            throw new ArgumentException($"keys and values must have the same tokens: keys is {Shape.Of(keys)}, values is {Shape.Of(values)}. Project both from the same sequence.", nameof(values));
    }
}
