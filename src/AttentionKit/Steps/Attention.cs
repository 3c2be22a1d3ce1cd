using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>One head of scaled dot-product attention: output = softmax(queries · keysᵀ / √dHead) · values.</summary>
/// <remarks>Vaswani et al. 2017, §3.2.1, eq. 1. NaN and infinities in the inputs flow through to the output,
/// also those in the value of a hidden key: its weight is 0, and 0 · NaN is NaN.</remarks>
public static class Attention
{
    /// <summary>Attention with every intermediate matrix. <see cref="Apply"/> is its output.</summary>
    /// <param name="queries">[nQueries × dHead]</param>
    /// <param name="keys">[nKeys × dHead]</param>
    /// <param name="values">[nKeys × dValue]</param>
    /// <param name="mask">[nQueries × nKeys]: which keys each query may look at; all of them when null.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null. See
    /// <see cref="Softcap"/>.</param>
    /// <exception cref="ArgumentException">queries and keys differ in dHead, keys and values differ in tokens, the mask
    /// has another shape than the scores, or a matrix is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or the softcap is not a finite number
    /// above 0.</exception>
    public static AttentionSteps Steps(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null,
        float? softcap = null)
    {
        GuardKeysAndValues(keys, values);
        var scores = Scores(queries, keys, scale);                                         // [nQueries × nKeys]
        var cappedScores = softcap is { } cap ? Softcap.Apply(scores, cap) : scores;       // [nQueries × nKeys]
        var maskedScores = mask?.Apply(cappedScores) ?? cappedScores;                      // [nQueries × nKeys]
        var weights = Softmax.Rows(maskedScores);                                          // [nQueries × nKeys]
        var output = Mix(weights, values);                                                 // [nQueries × dValue]
        return new AttentionSteps(
            queries, keys, values, scores, cappedScores, maskedScores, weights, output,
            scale ?? DefaultScale(queries.ColumnCount), softcap);
    }

    /// <summary>The output of <see cref="Steps"/>.</summary>
    /// <inheritdoc cref="Steps" path="/param|/exception"/>
    /// <returns>[nQueries × dValue]</returns>
    public static Matrix<float> Apply(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null,
        float? softcap = null) =>
        Steps(queries, keys, values, mask, scale, softcap).Output;

    /// <summary>Scaled dot products: scores[i, j] = queries[i] · keys[j] · scale.</summary>
    /// <param name="queries">[nQueries × dHead]</param>
    /// <param name="keys">[nKeys × dHead]</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <returns>[nQueries × nKeys], unnormalised, dimensionless.</returns>
    /// <exception cref="ArgumentException">queries and keys differ in dHead, or one of them is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite.</exception>
    /// <remarks>Vaswani et al. 2017, §3.2.1, eq. 1. Finite queries and keys always give finite scores: one too large
    /// for float is ±float.MaxValue.</remarks>
    public static Matrix<float> Scores(Matrix<float> queries, Matrix<float> keys, float? scale = null)
    {
        Shape.Filled(queries, nameof(queries));
        Shape.Filled(keys, nameof(keys));
        if (queries.ColumnCount != keys.ColumnCount)
            throw new ArgumentException(
                $"queries and keys must share dHead: queries is {Shape.Of(queries)}, keys is {Shape.Of(keys)}. "
                + "Project both with the same dHead.", nameof(keys));
        Shape.GuardScale(scale);
        var scores = MatrixProduct.OfTransposed(queries, keys, scale ?? DefaultScale(queries.ColumnCount));
        return CannotOverflow(queries, keys, scale ?? DefaultScale(queries.ColumnCount)) || IsFinite(scores)
            || !IsFinite(queries) || !IsFinite(keys)
            ? scores
            : SaturatedScores(queries, keys, scale ?? DefaultScale(queries.ColumnCount));
    }

    /// <summary>Each query's mixture of the values: output[i] = Σⱼ weights[i, j] · values[j].</summary>
    /// <param name="weights">[nQueries × nKeys]: attention weights, or any others, as when a head is patched or
    /// ablated.</param>
    /// <param name="values">[nKeys × dValue]</param>
    /// <returns>[nQueries × dValue]</returns>
    /// <exception cref="ArgumentException">There is not one value for each column of the weights, or one of them is
    /// empty.</exception>
    public static Matrix<float> Mix(Matrix<float> weights, Matrix<float> values)
    {
        Shape.Filled(weights, nameof(weights));
        Shape.Filled(values, nameof(values));
        if (weights.ColumnCount != values.RowCount)
            throw new ArgumentException(
                $"weights must have one column for each row of values: weights is {Shape.Of(weights)}, values is "
                + $"{Shape.Of(values)}. Weights are queries × keys, and each key has its value.", nameof(values));
        return MatrixProduct.Of(weights, values);
    }

    /// <summary>The backward pass: <see cref="Steps"/>, each step undone by the chain rule, last step first.</summary>
    /// <param name="steps">The forward pass.</param>
    /// <param name="output">[nQueries × dValue]: ∂loss/∂output.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> has another shape than the output of the
    /// steps.</exception>
    /// <remarks>Dao et al. 2022, appendix B.2. A hidden score, and a row with nothing to see, have gradient
    /// 0.</remarks>
    public static AttentionGradients Backward(AttentionSteps steps, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Shape.GuardGradient(output, steps.Output, nameof(output), "output");
        var values = MatrixProduct.TransposedOf(steps.Weights, output);                        // [nKeys × dValue]
        var weights = MatrixProduct.OfTransposed(output, steps.Values);                        // [nQueries × nKeys]
        var cappedScores = Softmax.Backward(steps.Weights, weights);                       // [nQueries × nKeys]
        var scores = steps.Softcap is { } cap ? Softcap.Backward(steps.CappedScores, cap, cappedScores) : cappedScores;
        var queries = MatrixProduct.Of(scores, steps.Keys).Multiply(steps.Scale);              // [nQueries × dHead]
        var keys = MatrixProduct.TransposedOf(scores, steps.Queries).Multiply(steps.Scale);    // [nKeys × dHead]
        return new AttentionGradients(output, values, weights, cappedScores, scores, queries, keys);
    }

    /// <summary>What scores are multiplied with unless told otherwise: 1/√dHead.</summary>
    internal static float DefaultScale(int dHead) => 1 / MathF.Sqrt(dHead);

    // Two looks at the small factors save one at every score.
    private static bool CannotOverflow(Matrix<float> queries, Matrix<float> keys, float scale) =>
        Largest(queries) * Largest(keys) * Math.Max(1, MathF.Abs(scale)) * queries.ColumnCount < float.MaxValue / 2
        // One of them is scaled first.
        && Math.Max(Largest(queries), Largest(keys)) * MathF.Abs(scale) < float.MaxValue / 2;

    private static double Largest(Matrix<float> matrix) =>
        MathF.Abs(TensorPrimitives.MaxMagnitude<float>(Shape.Storage(matrix)));

    private static bool IsFinite(Matrix<float> matrix) =>
        TensorPrimitives.IsFiniteAll<float>(Shape.Storage(matrix));

    // An overflow to −∞ would hide a key and one to +∞ would turn the whole row into NaN. double holds every product
    // of two floats.
    private static Matrix<float> SaturatedScores(Matrix<float> queries, Matrix<float> keys, float scale) =>
        queries.Map(number => (double)number).Multiply(scale).TransposeAndMultiply(keys.Map(number => (double)number))
            .Map(score => (float)Math.Clamp(score, -float.MaxValue, float.MaxValue));

    internal static void GuardKeysAndValues(Matrix<float> keys, Matrix<float> values)
    {
        Shape.Filled(keys, nameof(keys));
        Shape.Filled(values, nameof(values));
        if (keys.RowCount != values.RowCount)
            throw new ArgumentException(
                $"keys and values must have the same tokens: keys is {Shape.Of(keys)}, values is {Shape.Of(values)}. "
                + "Project both from the same sequence.", nameof(values));
    }
}
