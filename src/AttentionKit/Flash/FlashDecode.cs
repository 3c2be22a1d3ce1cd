using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>A few queries against many keys: lanes along the keys, every key and value read once from memory, for that
/// is what takes the time.</summary>
/// <remarks>Milakov and Gimelshein 2018 over chunks of keys. A task is a run of keys of one key head, for all queries
/// that look at that head; the tasks' results are put together as the chunks' are.</remarks>
internal static class FlashDecode
{
    // Keys of a chunk: short enough for it to stay in the cache for all queries of a group. A single query comes by
    // once, and the memory delivers long runs faster.
    private const int ChunkKeys = 1024, LongChunkKeys = 8192;

    // A number read serves one query, not 32 as in a tile: it takes as long as so many multiplications there, or
    // longer.
    private const int MultipliesOfRead = 2;

    /// <summary>Writes the output of every head.</summary>
    internal static void Solve(AttentionProblem problem)
    {
        int nKvHeads = problem.NHeads / problem.GroupSize, nRows = problem.GroupSize * problem.NQueries;
        var chunk = nRows == 1 && nKvHeads >= WorkerPool.Count ? LongChunkKeys : ChunkKeys;
        var nChunks = (problem.NKeys + chunk - 1) / chunk;
        var nParts = Math.Min(nChunks, (WorkerPool.Count + nKvHeads - 1) / nKvHeads);
        // For every head, query and part: maximum, sum, and [DValue] sums of weighted values.
        var size = 2 + problem.DValue;
        var partials = ArrayPool<float>.Shared.Rent(problem.NHeads * problem.NQueries * nParts * size);
        WorkerPool.Run(nKvHeads * nParts, problem.Size * MultipliesOfRead,
            (problem, partials, nRows, chunk, nChunks, nParts, size), static (task, s) =>
        {
            var part = task % s.nParts;
            int firstChunk = part * s.nChunks / s.nParts, endChunk = (part + 1) * s.nChunks / s.nParts;
            Part(s.problem, task / s.nParts, s.chunk, firstChunk * s.chunk,
                Math.Min(endChunk * s.chunk, s.problem.NKeys),
                s.partials.AsSpan(task * s.nRows * s.size, s.nRows * s.size));
        });
        for (var kvHead = 0; kvHead < nKvHeads; kvHead++)
            for (var row = 0; row < nRows; row++)
                Join(problem, kvHead * problem.GroupSize + row / problem.NQueries, row % problem.NQueries,
                    partials.AsSpan((kvHead * nParts * nRows + row) * size), nRows * size, nParts);
        ArrayPool<float>.Shared.Return(partials);
    }

    private static void Part(
        AttentionProblem problem, int kvHead, int chunk, int firstKey, int endKey, Span<float> partials)
    {
        int nRows = problem.GroupSize * problem.NQueries, size = 2 + problem.DValue;
        var buffer = ArrayPool<float>.Shared.Rent(chunk + problem.DHead);
        Span<float> scores = buffer.AsSpan(0, chunk), query = buffer.AsSpan(chunk, problem.DHead);
        partials.Clear();
        for (var row = 0; row < nRows; row++) partials[row * size] = float.NegativeInfinity;
        for (var key = firstKey; key < endKey; key += chunk)
            for (var row = 0; row < nRows; row++)
                Add(problem, kvHead * problem.GroupSize + row / problem.NQueries, row % problem.NQueries, key,
                    scores[..Math.Min(chunk, endKey - key)], query, partials.Slice(row * size, size));
        ArrayPool<float>.Shared.Return(buffer);
    }

    private static void Add(AttentionProblem problem, int head, int row, int key, Span<float> scores, Span<float> query,
        Span<float> partial)
    {
        var coverage = problem.Mask?.CoverageOf(row, 1, key, scores.Length) ?? Coverage.Full;
        if (coverage == Coverage.None) return;
        var numbers = problem.QueriesFrom(head, row);
        for (var d = 0; d < query.Length; d++) query[d] = numbers[d * problem.NQueries] * problem.Scale;
        Scores(problem.KeysFrom(head, key), problem.KeyStride, query, scores);
        if (problem.Softcap is { } cap) Softcap.Apply(scores, cap);
        if (coverage == Coverage.Some)
            for (var j = 0; j < scores.Length; j++)
                problem.Mask!.ApplyTo(scores.Slice(j, 1), scores.Slice(j, 1), row, key + j);
        var max = MathF.Max(partial[0], TensorPrimitives.Max<float>(scores));
        if (float.IsNegativeInfinity(max)) return;
        var shrink = MathF.Exp(partial[0] - max);
        partial[0] = max;
        partial[1] = partial[1] * shrink + Exponentials(scores, max);
        TensorPrimitives.Multiply(partial[2..], shrink, partial[2..]);
        Mix(problem.ValuesFrom(head, key, 0), problem.KeyStride, scores, partial[2..]);
    }

    /// <summary>scores[j] = Σ query[d] · keys[d · stride + j], four columns in a pass.</summary>
    private static void Scores(ReadOnlySpan<float> keys, int stride, ReadOnlySpan<float> query, Span<float> scores)
    {
        scores.Clear();
        var d = 0;
        for (; d <= query.Length - 4; d += 4)
            AddFour(
                ref Unsafe.AsRef(in keys.Slice(d * stride, scores.Length)[0]),
                    ref Unsafe.AsRef(in keys.Slice((d + 1) * stride, scores.Length)[0]),
                ref Unsafe.AsRef(in keys.Slice((d + 2) * stride, scores.Length)[0]),
                    ref Unsafe.AsRef(in keys.Slice((d + 3) * stride, scores.Length)[0]),
                query.Slice(d, 4), scores);
        for (; d < query.Length; d++)
            TensorPrimitives.MultiplyAdd(keys.Slice(d * stride, scores.Length), query[d], scores, scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(
        ref float a, ref float b, ref float c, ref float d, ReadOnlySpan<float> query, Span<float> scores)
    {
        Vector512<float> qa = Vector512.Create(query[0]), qb = Vector512.Create(query[1]),
            qc = Vector512.Create(query[2]), qd = Vector512.Create(query[3]);
        ref var sum = ref MemoryMarshal.GetReference(scores);
        nuint j = 0, length = (nuint)scores.Length;
        for (; j + (nuint)Vector512<float>.Count <= length; j += (nuint)Vector512<float>.Count)
        {
            var first = Vector512.MultiplyAddEstimate(
                qa, Vector512.LoadUnsafe(ref a, j), Vector512.LoadUnsafe(ref sum, j));
            var second = Vector512.MultiplyAddEstimate(
                qb, Vector512.LoadUnsafe(ref b, j), qc * Vector512.LoadUnsafe(ref c, j));
            Vector512.MultiplyAddEstimate(qd, Vector512.LoadUnsafe(ref d, j), first + second).StoreUnsafe(ref sum, j);
        }
        for (; j < length; j++)
            Unsafe.Add(ref sum, j) += query[0] * Unsafe.Add(ref a, j) + query[1] * Unsafe.Add(ref b, j) + query[2]
                * Unsafe.Add(ref c, j) + query[3] * Unsafe.Add(ref d, j);
    }

    /// <summary>mixture[d] += Σ weights[j] · values[d · stride + j], four columns in a pass.</summary>
    private static void Mix(ReadOnlySpan<float> values, int stride, ReadOnlySpan<float> weights, Span<float> mixture)
    {
        var d = 0;
        for (; d <= mixture.Length - 4; d += 4)
            MixFour(weights, ref Unsafe.AsRef(in values.Slice(d * stride, 3 * stride + weights.Length)[0]),
                (nuint)stride, ref mixture.Slice(d, 4)[0]);
        for (; d < mixture.Length; d++)
            mixture[d] += TensorPrimitives.Dot(weights, values.Slice(d * stride, weights.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixFour(ReadOnlySpan<float> weights, ref float a, nuint stride, ref float mixture)
    {
        ref float b = ref Unsafe.Add(ref a, stride), c = ref Unsafe.Add(ref b, stride),
            d = ref Unsafe.Add(ref c, stride);
        Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        nuint j = 0, length = (nuint)weights.Length;
        for (; j + (nuint)Vector512<float>.Count <= length; j += (nuint)Vector512<float>.Count)
        {
            var w = Vector512.LoadUnsafe(ref weight, j);
            sumA = Vector512.MultiplyAddEstimate(w, Vector512.LoadUnsafe(ref a, j), sumA);
            sumB = Vector512.MultiplyAddEstimate(w, Vector512.LoadUnsafe(ref b, j), sumB);
            sumC = Vector512.MultiplyAddEstimate(w, Vector512.LoadUnsafe(ref c, j), sumC);
            sumD = Vector512.MultiplyAddEstimate(w, Vector512.LoadUnsafe(ref d, j), sumD);
        }
        var sums = Vector128.Create(Vector512.Sum(sumA), Vector512.Sum(sumB), Vector512.Sum(sumC), Vector512.Sum(sumD));
        for (; j < length; j++)
            sums += Vector128.Create(Unsafe.Add(ref a, j), Unsafe.Add(ref b, j), Unsafe.Add(ref c, j),
                Unsafe.Add(ref d, j)) * Unsafe.Add(ref weight, j);
        (Vector128.LoadUnsafe(ref mixture) + sums).StoreUnsafe(ref mixture);
    }

    /// <summary>exp(score − max) in place, and their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(Span<float> scores, float max)
    {
        var sums = Vector512<float>.Zero;
        var j = 0;
        for (; j <= scores.Length - Vector512<float>.Count; j += Vector512<float>.Count)
        {
            var weights = Exponential.Of(Vector512.Create<float>(scores[j..]) - Vector512.Create(max));
            weights.CopyTo(scores[j..]);
            sums += weights;
        }
        var sum = Vector512.Sum(sums);
        for (; j < scores.Length; j++) sum += scores[j] = MathF.Exp(scores[j] - max);
        return sum;
    }

    private static void Join(
        AttentionProblem problem, int head, int query, ReadOnlySpan<float> partials, int stride, int nParts)
    {
        var max = float.NegativeInfinity;
        for (var part = 0; part < nParts; part++) max = MathF.Max(max, partials[part * stride]);
        var isSound = max > -float.MaxValue / 2;
        var sum = 0f;
        for (var part = 0; part < nParts; part++)
            sum += partials[part * stride + 1] * MathF.Exp(partials[part * stride] - max);
        for (var d = 0; d < problem.DValue && isSound; d++)
        {
            var mixed = 0f;
            for (var part = 0; part < nParts; part++)
                mixed += partials[part * stride + 2 + d] * MathF.Exp(partials[part * stride] - max);
            isSound = float.IsFinite(mixed / sum);
            problem.SetOutput(head, query, d, mixed / sum);
        }
        // Out of float's range, or not a number: double has more room.
        if (!isSound) PlainFlashAttention.Row(problem, head, query);
    }
}
