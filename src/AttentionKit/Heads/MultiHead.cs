using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>A layer of attention: several heads that look at the same tokens, each in its own way.</summary>
/// <remarks>Vaswani et al. 2017, §3.2.2; grouped heads: Ainslie et al. 2023, §2.2.</remarks>
public static partial class MultiHead
{
    /// <summary>Projects, splits into heads, attends in each, and joins them: output = concat(head₀ … headₙ) ·
    /// Wo.</summary>
    /// <param name="x">[nQueries × dModel]: the tokens that ask.</param>
    /// <param name="parameters">The projections, and the numbers of heads.</param>
    /// <param name="mask">[nQueries × nKeys], for every head; none when null.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <param name="source">[nKeys × dSource]: the tokens that keys and values come from (cross-attention); x itself
    /// when null (self-attention).</param>
    /// <param name="headMasks">A mask of [nQueries × nKeys] for each query head, as <see cref="Alibi.Biases"/>; they
    /// act together with <paramref name="mask"/>.</param>
    /// <exception cref="ArgumentException">x or source does not fit the projections, a mask has another shape than the
    /// scores, or there is not one head mask a head.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or the softcap is not a finite number
    /// above 0.</exception>
    public static MultiHeadSteps Steps(
        Matrix<float> x, MultiHeadParameters parameters, Mask? mask = null, float? scale = null, float? softcap = null,
        Matrix<float>? source = null, IReadOnlyList<Mask>? headMasks = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (headMasks is not null && headMasks.Count != parameters.NHeads)
            throw new ArgumentException(
                $"headMasks must hold one mask a query head: it holds {headMasks.Count}, nHeads is "
                + $"{parameters.NHeads}. Give a mask for all heads as mask.", nameof(headMasks));
        var queries = Split(Queries(x, parameters), parameters.NHeads);                // nHeads × [nQueries × dHead]
        var keys = Split(Keys(source ?? x, parameters), parameters.NKvHeads);          // nKvHeads × [nKeys × dHead]
        var values = Split(Values(source ?? x, parameters), parameters.NKvHeads);      // nKvHeads × [nKeys × dValue]
        var groupSize = parameters.NHeads / parameters.NKvHeads;
        var heads = new AttentionSteps[parameters.NHeads];
        for (var h = 0; h < heads.Length; h++)
            heads[h] = Attention.Steps(
                queries[h], keys[h / groupSize], values[h / groupSize], Both(mask, headMasks?[h]), scale, softcap);
        return Join(x, source ?? x, heads, parameters);
    }

    /// <summary>The output of <see cref="Steps"/>.</summary>
    /// <inheritdoc cref="Steps" path="/param|/exception"/>
    /// <returns>[nQueries × dOut]</returns>
    public static Matrix<float> Apply(
        Matrix<float> x, MultiHeadParameters parameters, Mask? mask = null, float? scale = null, float? softcap = null,
        Matrix<float>? source = null, IReadOnlyList<Mask>? headMasks = null) =>
        Steps(x, parameters, mask, scale, softcap, source, headMasks).Output;

    /// <summary>The next tokens of a sequence: their keys and values go into the cache, and they attend to all that it
    /// keeps. Token by token, the outputs are those of <see cref="Steps"/> over the whole sequence with the cache's
    /// causal mask.</summary>
    /// <param name="x">[nNew × dModel]: the tokens that follow those in the cache.</param>
    /// <param name="parameters">The projections, and the numbers of heads.</param>
    /// <param name="cache">Keys and values so far; it is extended.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <exception cref="ArgumentException">x does not fit the projections, or the cache does not fit the heads. The
    /// cache is then as before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or the softcap is not a finite number
    /// above 0.</exception>
    /// <remarks>Shazeer 2019, §2.4.</remarks>
    public static MultiHeadSteps Decode(
        Matrix<float> x, MultiHeadParameters parameters, KvCache cache, float? scale = null, float? softcap = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(cache);
        Shape.GuardScale(scale);
        Shape.GuardSoftcap(softcap);
        if (cache.NKvHeads != parameters.NKvHeads)
            throw new ArgumentException(
                $"the cache must have the layer's key and value heads: the cache has {cache.NKvHeads}, nKvHeads is "
                + $"{parameters.NKvHeads}. Keep one cache a layer.", nameof(cache));
        var queries = Queries(x, parameters);
        cache.Append(Keys(x, parameters), Values(x, parameters));
        return Join(x, x, cache.Attend(queries, parameters.NHeads, scale, softcap), parameters);
    }

    /// <summary>Cuts a projection into its heads: head h is columns h·dHead … (h + 1)·dHead − 1.</summary>
    /// <param name="projected">[nTokens × nHeads·dHead]</param>
    /// <param name="nHeads">How many heads.</param>
    /// <returns>nHeads matrices of [nTokens × dHead].</returns>
    /// <exception cref="ArgumentException">The columns do not split into nHeads equal heads, or there are
    /// none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nHeads"/> is less than 1.</exception>
    /// <remarks>Columns are cut, never re-filled: a reshape to nHeads × nTokens × dHead without a transpose would mix
    /// tokens up.</remarks>
    public static IReadOnlyList<Matrix<float>> Split(Matrix<float> projected, int nHeads) =>
        Columns.Split(projected, nHeads, nameof(projected));

    /// <summary>Puts heads side by side, in their order: undoes <see cref="Split"/>.</summary>
    /// <param name="heads">Matrices of [nTokens × dHead].</param>
    /// <returns>[nTokens × nHeads·dHead]</returns>
    /// <exception cref="ArgumentException">There are no heads, or they differ in tokens.</exception>
    public static Matrix<float> Concat(IReadOnlyList<Matrix<float>> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        if (heads.Count == 0)
            throw new ArgumentException("heads must hold at least one head: there is none.", nameof(heads));
        foreach (var head in heads)
        {
            Shape.Filled(head, nameof(heads));
            if (head.RowCount != heads[0].RowCount)
                throw new ArgumentException(
                    $"heads must have the same tokens: head 0 is {Shape.Of(heads[0])}, another is {Shape.Of(head)}. "
                    + "Each token has its row in every head.", nameof(heads));
        }
        return Matrix<float>.Build.DenseOfMatrixArray(AsOneRow(heads));
    }

    /// <summary>How many multiplications <see cref="Steps"/> needs; each comes with an addition.</summary>
    /// <param name="parameters">The projections, and the numbers of heads.</param>
    /// <param name="nQueries">Tokens that ask.</param>
    /// <param name="nKeys">Tokens that are looked at. Masks save nothing here: hidden scores are computed all the
    /// same.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of tokens is less than 1, or there are 2⁶³
    /// multiplications and more.</exception>
    public static MacCounts CountMacs(MultiHeadParameters parameters, int nQueries, int nKeys)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        long queries = Shape.Positive(nQueries, nameof(nQueries)), keys = Shape.Positive(nKeys, nameof(nKeys));
        if ((double)queries * keys * parameters.NHeads * (parameters.DHead + parameters.DValue) >= long.MaxValue / 2)
            throw new ArgumentOutOfRangeException(
                nameof(nKeys), nKeys,
                    $"the multiplications must be fewer than 2⁶³ to be counted: {nQueries} queries × {nKeys} keys are "
                    + "more. "
                + "Give fewer tokens.");
        return new MacCounts(
            Projections: queries * parameters.Wq.RowCount * parameters.Wq.ColumnCount
                + keys * parameters.Wk.RowCount * (parameters.Wk.ColumnCount + parameters.Wv.ColumnCount),
            Scores: queries * keys * parameters.NHeads * parameters.DHead,
            Mix: queries * keys * parameters.NHeads * parameters.DValue,
            Output: queries * parameters.Wo.RowCount * parameters.Wo.ColumnCount);
    }

    private static Matrix<float> Queries(Matrix<float> x, MultiHeadParameters parameters)
    {
        Shape.Filled(x, nameof(x));
        if (x.ColumnCount != parameters.Wq.RowCount)
            throw new ArgumentException(
                $"x must have one column for each row of Wq: x is {Shape.Of(x)}, Wq is {Shape.Of(parameters.Wq)}. "
                + "Weights stored as (dOut × dIn) come in by MultiHeadParameters.FromLinear.", nameof(x));
        return Projection.Apply(x, parameters.Wq, parameters.Bq);
    }

    private static Matrix<float> Keys(Matrix<float> source, MultiHeadParameters parameters)
    {
        Shape.Filled(source, nameof(source));
        if (source.ColumnCount != parameters.Wk.RowCount)
            throw new ArgumentException(
                $"source must have one column for each row of Wk and Wv: source is {Shape.Of(source)}, Wk is "
                + $"{Shape.Of(parameters.Wk)}. In self-attention the source is x.", nameof(source));
        return Projection.Apply(source, parameters.Wk, parameters.Bk);
    }

    private static Matrix<float> Values(Matrix<float> source, MultiHeadParameters parameters) =>
        Projection.Apply(source, parameters.Wv, parameters.Bv);

    private static MultiHeadSteps Join(
        Matrix<float> x, Matrix<float> source, IReadOnlyList<AttentionSteps> heads, MultiHeadParameters parameters)
    {
        var concatenated = Concat([.. heads.Select(head => head.Output)]);               // [nQueries × nHeads·dValue]
        var output = Projection.Apply(concatenated, parameters.Wo, parameters.Bo);      // [nQueries × dOut]
        return new MultiHeadSteps(x, source, heads, concatenated, output);
    }

    private static Mask? Both(Mask? mask, Mask? headMask) =>
        mask is null ? headMask : headMask is null ? mask : mask.And(headMask);

    private static Matrix<float>[,] AsOneRow(IReadOnlyList<Matrix<float>> heads)
    {
        var row = new Matrix<float>[1, heads.Count];
        for (var h = 0; h < heads.Count; h++) row[0, h] = heads[h];
        return row;
    }
}
