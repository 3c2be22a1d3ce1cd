using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>What the fused kernels work on: heads side by side in column-major storage, so that a head is a run of
/// columns.</summary>
internal sealed class AttentionProblem
{
    internal required float[] Queries { get; init; }  // [NQueries × NHeads·DHead]
    internal required float[] Keys { get; init; }     // [NKeys × nKvHeads·DHead], KeyStride from column to column
    internal required float[] Values { get; init; }   // [NKeys × nKvHeads·DValue], KeyStride from column to column
    internal required float[] Output { get; init; }   // [NQueries × NHeads·DValue]
    internal required int NQueries { get; init; }
    internal required int NKeys { get; init; }
    internal required int KeyStride { get; init; }
    internal required int NHeads { get; init; }
    internal required int GroupSize { get; init; }
    internal required int DHead { get; init; }
    internal required int DValue { get; init; }
    internal required Mask? Mask { get; init; }
    internal required float Scale { get; init; }
    internal required float? Softcap { get; init; }

    /// <summary>Multiplications of all scores and mixtures, masks aside.</summary>
    internal long Size => (long)NHeads * NQueries * NKeys * (DHead + DValue);

    internal static AttentionProblem Of(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, int nHeads, int nKvHeads, Mask? mask,
        float? scale, float? softcap)
    {
        Shape.Filled(queries, nameof(queries));
        Attention.GuardKeysAndValues(keys, values);
        GuardHeads(queries, keys, values, nHeads, nKvHeads);
        Shape.GuardScale(scale);
        Shape.GuardSoftcap(softcap);
        mask?.GuardShape(queries.RowCount, keys.RowCount, nameof(mask));
        int dHead = queries.ColumnCount / nHeads, dValue = values.ColumnCount / nKvHeads;
        return new AttentionProblem
        {
            Queries = Shape.Storage(queries),
            Keys = Shape.Storage(keys),
            Values = Shape.Storage(values),
            Output = GC.AllocateUninitializedArray<float>(
                Shape.Length(queries.RowCount, (long)nHeads * dValue, nameof(queries))),
            NQueries = queries.RowCount,
            NKeys = keys.RowCount,
            KeyStride = keys.RowCount,
            NHeads = nHeads,
            GroupSize = nHeads / nKvHeads,
            DHead = dHead,
            DValue = dValue,
            Mask = mask,
            Scale = scale ?? Attention.DefaultScale(dHead),
            Softcap = softcap,
        };
    }

    /// <summary>The tokens appended last and all that the cache holds, read where it lies.</summary>
    internal static AttentionProblem OfCached(
        Matrix<float> queries, KvCache cache, int nHeads, float? scale, float? softcap)
    {
        var mask = cache.MaskFor(queries, nHeads);
        Shape.GuardScale(scale);
        Shape.GuardSoftcap(softcap);
        TokenStore keys = cache.KeyStore, values = cache.ValueStore;
        int dHead = keys.Width / cache.NKvHeads, dValue = values.Width / cache.NKvHeads;
        if (queries.ColumnCount != nHeads * dHead)
            throw new ArgumentException(
                $"queries must have nHeads · dHead = {nHeads} · {dHead} columns: queries is {Shape.Of(queries)}. A "
                + "query is as long as a key.", nameof(queries));
        return new AttentionProblem
        {
            Queries = Shape.Storage(queries),
            Keys = keys.Numbers,
            Values = values.Numbers,
            Output = GC.AllocateUninitializedArray<float>(
                Shape.Length(queries.RowCount, (long)nHeads * dValue, nameof(queries))),
            NQueries = queries.RowCount,
            NKeys = keys.Count,
            KeyStride = keys.Stride,
            NHeads = nHeads,
            GroupSize = nHeads / cache.NKvHeads,
            DHead = dHead,
            DValue = dValue,
            Mask = mask,
            Scale = scale ?? Attention.DefaultScale(dHead),
            Softcap = softcap,
        };
    }

    internal Matrix<float> OutputMatrix() => Matrix<float>.Build.Dense(NQueries, NHeads * DValue, Output);

    /// <summary>The head's queries from this one on, DHead columns of NQueries.</summary>
    internal ReadOnlySpan<float> QueriesFrom(int head, int query) => Queries.AsSpan(head * DHead * NQueries + query);

    /// <summary>The keys for this query head from this one on, DHead columns of KeyStride.</summary>
    internal ReadOnlySpan<float> KeysFrom(int head, int key) => Keys.AsSpan(head / GroupSize * DHead * KeyStride + key);

    /// <summary>One column of the values for this query head, from this key on.</summary>
    internal ReadOnlySpan<float> ValuesFrom(int head, int key, int d) =>
        Values.AsSpan((head / GroupSize * DValue + d) * KeyStride + key);

    internal double Value(int head, int key, int d) => ValuesFrom(head, key, d)[0];

    /// <summary>A score with softcap and bias, held to what float holds as <see cref="Attention.Scores"/>
    /// does.</summary>
    internal double Score(int head, int query, int key)
    {
        ReadOnlySpan<float> queries = QueriesFrom(head, query), keys = KeysFrom(head, key);
        var score = 0.0;
        for (var d = 0; d < DHead; d++) score += (double)queries[d * NQueries] * keys[d * KeyStride] * Scale;
        if (Softcap is { } cap) score = cap * Math.Tanh(score / cap);
        score = Saturated(score);
        return Mask is null ? score : Saturated(score + Mask.Bias(query, key));
    }

    internal void SetOutput(int head, int query, int d, double number) =>
        Output[(head * DValue + d) * NQueries + query] = (float)number;

    private static double Saturated(double score) =>
        double.IsFinite(score) ? Math.Clamp(score, -float.MaxValue, float.MaxValue) : score;

    private static void GuardHeads(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, int nHeads, int nKvHeads)
    {
        if (Shape.Positive(nHeads, nameof(nHeads)) % Shape.Positive(nKvHeads, nameof(nKvHeads)) != 0)
            throw new ArgumentException(
                $"nHeads must be a multiple of nKvHeads: nHeads is {nHeads}, nKvHeads is {nKvHeads}. Each key and "
                + "value head serves equally many query heads.", nameof(nHeads));
        if (queries.ColumnCount % nHeads != 0)
            throw new ArgumentException(
                $"queries must split into nHeads equal heads: queries is {Shape.Of(queries)}, nHeads is {nHeads}. "
                + "Give all heads side by side.", nameof(queries));
        if (values.ColumnCount % nKvHeads != 0)
            throw new ArgumentException(
                $"values must split into nKvHeads equal heads: values is {Shape.Of(values)}, nKvHeads is {nKvHeads}. "
                + "Give all heads side by side.", nameof(values));
        if (nHeads == 1 && keys.ColumnCount != queries.ColumnCount)
            throw new ArgumentException(
                $"queries and keys must share dHead: queries is {Shape.Of(queries)}, keys is {Shape.Of(keys)}. "
                + "Project both with the same dHead.", nameof(keys));
        if (keys.ColumnCount != queries.ColumnCount / nHeads * nKvHeads)
            throw new ArgumentException(
                $"keys must have nKvHeads · dHead = {nKvHeads} · {queries.ColumnCount / nHeads} columns: keys is "
                + $"{Shape.Of(keys)}, "
                + $"queries is {Shape.Of(queries)} with {nHeads} heads. A key is as long as a query.", nameof(keys));
    }
}
