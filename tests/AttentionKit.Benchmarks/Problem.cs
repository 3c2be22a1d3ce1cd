namespace AttentionKit.Benchmarks;

/// <summary>One size, with numbers to work on.</summary>
internal sealed record Problem(int NHeads, int NKvHeads, int NQueries, int NKeys, int DHead, bool IsCausal)
{
    private static readonly Random s_random = new(1);

    internal Matrix<float> Queries { get; } = Numbers(NQueries, NHeads * DHead);
    internal Matrix<float> Keys { get; } = Numbers(NKeys, NKvHeads * DHead);
    internal Matrix<float> Values { get; } = Numbers(NKeys, NKvHeads * DHead);
    internal Mask? Mask { get; } = IsCausal ? AttentionKit.Mask.Causal(NQueries, NKeys, NKeys - NQueries) : null;

    internal string Name => $"{NHeads}{(NKvHeads == NHeads ? "" : $" on {NKvHeads}")} × {(NQueries == NKeys ? "" : $"{NQueries} on ")}{NKeys} × {DHead}{(IsCausal ? " causal" : "")}";

    /// <summary>Additions and multiplications, those of hidden scores left out.</summary>
    internal double Flops => 4.0 * NHeads * DHead * (IsCausal ? NQueries * (NKeys - (NQueries - 1) / 2.0) : (double)NQueries * NKeys);

    /// <summary>Bytes of keys and values.</summary>
    internal double CacheBytes => 2.0 * NKvHeads * NKeys * DHead * sizeof(float);

    internal Matrix<float> Fused() => FlashAttention.ApplyHeads(Queries, Keys, Values, NHeads, NKvHeads, Mask);

    internal AttentionSteps[] Stepwise()
    {
        IReadOnlyList<Matrix<float>> queries = MultiHead.Split(Queries, NHeads), keys = MultiHead.Split(Keys, NKvHeads), values = MultiHead.Split(Values, NKvHeads);
        var steps = new AttentionSteps[NHeads];
        for (var h = 0; h < NHeads; h++) steps[h] = Attention.Steps(queries[h], keys[h * NKvHeads / NHeads], values[h * NKvHeads / NHeads], Mask);
        return steps;
    }

    internal static Matrix<float> Numbers(int nRows, int nColumns) =>
        Matrix<float>.Build.Dense(nRows, nColumns, (_, _) => 2 * s_random.NextSingle() - 1);
}
