using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Attention in one pass over the keys, tile by tile: the output of <see cref="Attention.Apply"/> without any
/// matrix of scores or weights.</summary>
/// <remarks>Dao et al. 2022, algorithm 1; the online softmax is Milakov and Gimelshein 2018's.
/// <see cref="PlainFlashAttention"/> is the version to read. Extra memory is a megabyte or less a thread, however long
/// the sequence. A hidden key and its value are never looked at: NaN in them stays hidden.</remarks>
public static class FlashAttention
{
    // Blocks are 32 queries wide: with fewer, most lanes are empty, which matters where there are many keys.
    private const int FewQueries = 8, ManyKeys = 256;

    /// <summary>One head: softmax(queries · keysᵀ · scale) · values.</summary>
    /// <param name="queries">[nQueries × dHead]</param>
    /// <param name="keys">[nKeys × dHead]</param>
    /// <param name="values">[nKeys × dValue]</param>
    /// <param name="mask">[nQueries × nKeys]: which keys each query may look at; all of them when null. Keys that a
    /// rule hides (<see cref="Mask.Causal(int)"/>, <see cref="Mask.SlidingWindow"/>, <see cref="Mask.Padding"/>) cost
    /// no time.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <returns>[nQueries × dValue]; a query with nothing to see gets zeros.</returns>
    /// <exception cref="ArgumentException">queries and keys differ in dHead, keys and values differ in tokens, the mask
    /// has another shape than the scores, or a matrix is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or the softcap is not a finite number
    /// above 0.</exception>
    public static Matrix<float> Apply(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask = null, float? scale = null,
        float? softcap = null) =>
        Solve(AttentionProblem.Of(queries, keys, values, 1, 1, mask, scale, softcap));

    /// <summary>All heads of a layer side by side, as projections give them: no head is cut out or copied.</summary>
    /// <param name="queries">[nQueries × nHeads·dHead]</param>
    /// <param name="keys">[nKeys × nKvHeads·dHead]</param>
    /// <param name="values">[nKeys × nKvHeads·dValue]</param>
    /// <param name="nHeads">Query heads, a multiple of the key and value heads.</param>
    /// <param name="nKvHeads">Key and value heads; as many as query heads when null.</param>
    /// <param name="mask">[nQueries × nKeys], for every head; none when null.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <returns>[nQueries × nHeads·dValue], what <see cref="MultiHead.Concat"/> makes of the heads' outputs.</returns>
    /// <exception cref="ArgumentException">A matrix does not split into its heads or is empty, keys and values differ
    /// in tokens, or the mask has another shape than the scores.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of heads is less than 1, the scale is not finite, or the
    /// softcap is not a finite number above 0.</exception>
    public static Matrix<float> ApplyHeads(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, int nHeads, int? nKvHeads = null,
        Mask? mask = null, float? scale = null, float? softcap = null) =>
        Solve(AttentionProblem.Of(queries, keys, values, nHeads, nKvHeads ?? nHeads, mask, scale, softcap));

    /// <summary>The tokens appended last look at what the cache holds, which is not copied: the output of
    /// <see cref="KvCache.Attend"/>.</summary>
    /// <param name="queries">[nQueries × nHeads·dHead], of the last nQueries tokens.</param>
    /// <param name="cache">Keys and values, those of the queries' tokens included.</param>
    /// <param name="nHeads">Query heads, a multiple of the cache's key and value heads.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <returns>[nQueries × nHeads·dValue]</returns>
    /// <exception cref="ArgumentException">The queries are empty, do not split into heads of the keys' size, or are
    /// more than were appended last.</exception>
    /// <exception cref="ArgumentOutOfRangeException">nHeads is less than 1, the scale is not finite, or the softcap is
    /// not a finite number above 0.</exception>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    /// <remarks>Shazeer 2019, §2.4; the keys of one head are shared out among the threads as in flash decoding (Dao et
    /// al. 2023).</remarks>
    public static Matrix<float> Decode(
        Matrix<float> queries, KvCache cache, int nHeads, float? scale = null, float? softcap = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return Solve(AttentionProblem.OfCached(queries, cache, nHeads, scale, softcap));
    }

    private static Matrix<float> Solve(AttentionProblem problem)
    {
        if (problem.NQueries == 1 || (problem.NQueries <= FewQueries && problem.NKeys >= ManyKeys))
            FlashDecode.Solve(problem);
        else SolveBlocks(problem);
        return problem.OutputMatrix();
    }

    private static void SolveBlocks(AttentionProblem problem)
    {
        var nRows = FlashBlock.RowsOf(problem);
        var nBlocks = (problem.NQueries + nRows - 1) / nRows;
        // The last block first: under a causal mask it is the longest, and short tasks at the end let all threads
        // finish together.
        WorkerPool.Run(nBlocks * problem.NHeads, problem.Size, (problem, nRows, nBlocks), static (task, s) =>
            new FlashBlock(s.problem, task % s.problem.NHeads, (s.nBlocks - 1 - task / s.problem.NHeads) * s.nRows,
                s.nRows).Solve());
    }
}
