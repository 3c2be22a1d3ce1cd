namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the bytes of a model's cache.</summary>
    /// <param name="bytes">Takes nLayers, nHeads, nKvHeads, dHead, nTokens and the bytes of a number; null while
    /// unfilled.</param>
    public static Verdict CacheBytes(Func<int, int, int, int, int, int, long?> bytes) =>
        Caching.Judge(bytes, (answer, m, _) =>
        {
            var given = Given.All(m.Contexts.Select(n => answer(m.NLayers, m.NHeads, m.NKvHeads, m.DHead, n, m.Size)));
            return given is null ? null : Halves(given);
        });

    /// <summary>A model, and what somebody counts of it.</summary>
    private sealed record Cache(int NLayers, int NHeads, int NKvHeads, int DHead, int[] Contexts, int Size)
    {
        internal long Kinds { get; init; } = 2;

        internal long Layers { get; init; } = NLayers;

        internal long Heads { get; init; } = NKvHeads;

        internal long Bytes { get; init; } = Size;

        internal int Power { get; init; } = 1;

        internal Numbers Count(Func<long, long> hold) =>
            Halves(Contexts.Select(n => hold(Kinds * Layers * Heads * DHead * (long)Math.Pow(n, Power) * Bytes)))
                .ToDouble();
    }

    /// <summary>The numbers above 2²⁰ and what is left of them: float holds both parts to the last byte.</summary>
    private static Matrix<float> Halves(IEnumerable<long> numbers) =>
        Matrix<float>.Build.DenseOfRowArrays(numbers.Select(n =>
            new float[] { n >> 40, n >> 20 & 0xFFFFF, n & 0xFFFFF }));

    private static Exercise<Cache> Caching => new(
        "bytes of a cache",
        "Fill in CacheBytes: the bytes of a model's whole cache.",
        "In every layer, each key and value head keeps dHead numbers for keys and as many for values, a token; each "
            + "takes some bytes. Multiply in long: 2L.",
        "2 · nLayers · nKvHeads · dHead · nTokens · bytes: it grows with n, not with n², and the query heads don't "
            + "matter.",
        new Cache(32, 32, 8, 128, s_contexts, 4),
        Pipeline<Cache, Cache>.Of(new(m => m,
            new Form<Cache, Cache>("keys or values only", "Yours is half of it. Keys are kept, and values too.",
                m => m with { Kinds = 1 })))
            .Then(new Step<Cache, Cache>(m => m,
                new Form<Cache, Cache>("one layer only", "Every layer has keys and values of its own.",
                m => m with { Layers = 1 })))
            .Then(new Step<Cache, Cache>(m => m,
                new("query heads counted", "Queries are asked once and forgotten: only the key and value heads are "
                    + "kept.", m => m with { Heads = m.NHeads }),
                new("one head only", "Every key and value head is kept.", m => m with { Heads = 1 })))
            .Then(new Step<Cache, Cache>(m => m,
                new("numbers, not bytes", "Yours counts numbers. Each of them takes some bytes.",
                    m => m with { Bytes = 1 }),
                new("bits, not bytes", "Yours is eight times too large: it counts bits.",
                    m => m with { Bytes = 8 * m.Size })))
            .Then(new Step<Cache, Cache>(m => m,
                new Form<Cache, Cache>("n² counted", "Yours grows with n². That is the table of weights, which is "
                    + "thrown away; the cache has one row a token.", m => m with { Power = 2 })))
            .Then(new Step<Cache, Numbers>(m => m.Count(n => n),
                new Form<Cache, Numbers>("int overflows", "With 131072 tokens there are 2³⁵ bytes, and an int ends at "
                    + "2³¹. All the factors are int, so C# multiplied in int: write 2L, and it multiplies in long.",
                    m => m.Count(n => (int)n)))))
    {
        Close = new(0),
        Draw = (random, n) =>
            new Cache(random.Next(3, 40), random.Next(11, 40), random.Next(3, 9), random.Next(5, 130),
            [random.Next(7, 100), random.Next(5000, 9000), random.Next(100_000, 200_000)], 3 + (n % 5)),
        Shown = m => $"{m.NLayers} layers, {m.NHeads} query heads, {m.NKvHeads} key and value heads of {m.DHead}, "
            + $"{m.Size} bytes a number, {string.Join(", ", m.Contexts)} tokens",
        Row = (m, row) => $"with {m.Contexts[row]} tokens (in 2⁴⁰, 2²⁰ and single bytes)",
        Figure = rows =>
            Heatmap.Values(Matrix<float>.Build.Dense(1, 4, (_, i) => ((rows[i, 0] * (1 << 20)) + rows[i, 1]) / 1024),
            ["GiB"], [.. s_contexts.Select(n => $"{n / 1024}k")],
            "32 layers, 8 key and value heads of 128, 4 bytes a number"),
    };

    private static readonly int[] s_contexts = [1024, 8192, 32768, 131072];
}
