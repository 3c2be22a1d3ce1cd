namespace AttentionKit.Tests;

public class FlashAttentionTests
{
    private static readonly Matrix<float> s_two = Rows.Of([1, 2], [3, 4]);

    private sealed record Sample(
        Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values, Mask? Mask, float? Softcap)
    {
        internal Matrix<float> Output => FlashAttention.Apply(Queries, Keys, Values, Mask, null, Softcap);

        internal Matrix<float> Exact
        {
            get
            {
                var exact = DoubleAttention.Head(
                    DoubleAttention.Of(Queries), DoubleAttention.Of(Keys), DoubleAttention.Of(Values), Mask,
                    1 / Math.Sqrt(Queries.ColumnCount), Softcap);
                return Matrix<float>.Build.Dense(Queries.RowCount, Values.ColumnCount, (i, d) => (float)exact[i, d]);
            }
        }

        public override string ToString() =>
            $"{Queries.RowCount} queries, {Keys.RowCount} keys, dHead {Queries.ColumnCount}, dValue "
            + $"{Values.ColumnCount}, mask {Mask is not null}, softcap {Softcap}";
    }

    // Around the edges of lanes (8, 16), of a tile (32 × 128), of a chunk of decoding (1024) and of few queries (8).
    private static readonly Gen<int> s_queries = Gen.OneOf(1, 2, 7, 8, 9, 16, 31, 32, 33, 63, 64, 65, 130);
    private static readonly Gen<int> s_keys = Gen.OneOf(1, 2, 7, 8, 9, 31, 63, 64, 65, 127, 129, 200, 257, 1023, 1025);
    private static readonly Gen<int> s_headSizes = Gen.OneOf(1, 3, 8, 9, 16, 20, 33);

    private static Gen<Sample> Samples(float largestQueryOrKey, float largestValue) =>
        from sizes in Gen.Select(s_queries, s_keys, s_headSizes, s_headSizes)
        from queries in Gens.Matrices(sizes.Item1, sizes.Item3, largestQueryOrKey)
        from keys in Gens.Matrices(sizes.Item2, sizes.Item3, largestQueryOrKey)
        from values in Gens.Matrices(sizes.Item2, sizes.Item4, largestValue)
        from mask in Masks(sizes.Item1, sizes.Item2)
        from softcap in Gen.OneOf<float?>(
            Gen.Const((float?)null), Gen.Const((float?)null), Gen.Float[.5f, 10].Select(cap => (float?)cap))
        select new Sample(queries, keys, values, mask, softcap);

    private static Gen<Mask?> Masks(int nQueries, int nKeys) =>
        from rule in Rules(nQueries, nKeys)
        from bias in Gen.Frequency(
            (3, Gen.Const(0f)), (1, Gen.Float[-5, 5]), (1, Gen.Const(float.NegativeInfinity))).Array[nQueries * nKeys]
        from kind in Gen.Int[0, 3]
        select kind switch
        {
            0 => null,
            1 => rule,
            2 => Mask.Additive(Matrix<float>.Build.Dense(nQueries, nKeys, bias)),
            _ => rule.And(Mask.Additive(Matrix<float>.Build.Dense(nQueries, nKeys, bias))),
        };

    private static Gen<Mask> Rules(int nQueries, int nKeys) =>
        from offset in Gen.Int[-nQueries, nKeys]
        from window in Gen.Int[1, nKeys]
        from nSinks in Gen.Int[0, 70]
        from length in Gen.Int[0, nKeys]
        from kind in Gen.Int[0, 3]
        select kind switch
        {
            0 => Mask.Causal(nQueries, nKeys, offset),
            1 => Mask.SlidingWindow(nQueries, nKeys, window, offset, nSinks),
            2 => Mask.Padding(nQueries, nKeys, length),
            _ => Mask.Causal(nQueries, nKeys, offset).And(Mask.Padding(nQueries, nKeys, length)),
        };

    [Fact]
    public void Apply_IsWithinTwoMillionthsOfADoubleOracle() =>
        Samples(largestQueryOrKey: 2, largestValue: 30).Sample(sample =>
        Expect.Close(sample.Exact, sample.Output, TwoMillionths(sample.Values)), iter: 300);

    [Fact]
    public void Apply_ValuesTooSmallToBeNormal_AreMixedToTheLastUnitOfEach()
    {
        var values = Matrix<float>.Build.Dense(70, 3, (j, d) => (j - d) * float.Epsilon);
        var sample = new Sample(Matrix<float>.Build.Dense(40, 1, (i, _) => i / 20f),
            Matrix<float>.Build.Dense(70, 1, (j, _) => j / 40f), values, null, null);
        Expect.Close(sample.Exact, sample.Output, TwoMillionths(values));
    }

    // Of the largest value; and numbers too small to be normal are rounded to a multiple of float.Epsilon, once a key.
    private static float TwoMillionths(Matrix<float> values) =>
        2e-6f * values.Enumerate().Max(MathF.Abs) + values.RowCount * float.Epsilon;

    [Fact]
    public void Apply_LargeScoresAreAsExactAsTheirOwnRounding() =>
        Samples(largestQueryOrKey: 30, largestValue: 30).Sample(sample =>
    {
        // Softmax turns an absolute error of a score into a relative one of a weight: a rounding of each of dHead
        // partial sums.
        var largestScore = 30 * 30 * MathF.Sqrt(sample.Queries.ColumnCount);
        var tolerance = 2e-6f + 2 * 6e-8f * (sample.Queries.ColumnCount + 4) * largestScore;
        Expect.Close(sample.Exact, sample.Output, tolerance * 30);
    }, iter: 200);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(.01f, 0)]     // scores grow along the keys, by less from tile to tile than makes the maximum follow
    [InlineData(.2f, 0)]      // by more
    [InlineData(-.2f, 0)]
    [InlineData(.2f, -300)]   // causal: the first queries see nothing
    [InlineData(-.01f, 1)]
    public void Apply_BlocksOfManyQueries_AreWithinTwoMillionths(float growth, int offset)
    {
        const int nQueries = 1030, nKeys = 700, dHead = 9;
        var random = new Random(7);
        var queries = Matrix<float>.Build.Dense(nQueries, dHead, (_, d) => d == 0 ? 1 : 2 * random.NextSingle() - 1);
        var keys = Matrix<float>.Build.Dense(nKeys, dHead, (j, d) => d == 0 ? growth * j : 2 * random.NextSingle() - 1);
        var values = Matrix<float>.Build.Dense(nKeys, 5, (_, _) => 60 * random.NextSingle() - 30);
        var sample = new Sample(queries, keys, values, offset == 0 ? null : Mask.Causal(nQueries, nKeys, offset), null);
        Expect.Close(sample.Exact, sample.Output, 2e-6f * 30);
    }

    [Fact]
    public void PlainVersion_IsTheSame() => Samples(largestQueryOrKey: 2, largestValue: 30).Sample(sample =>
        // one rounding, at the end
        Expect.Close(sample.Exact,
            PlainFlashAttention.Apply(sample.Queries, sample.Keys, sample.Values, sample.Mask, null, sample.Softcap),
            1e-6f * 30), iter: 50);

    [Fact]
    public void FiniteInputs_NeverGiveNaN() =>
        (from sample in Samples(1, 1)
         from magnitudes in Gen.Int[-38, 38].Array[3]
         from scale in Gen.OneOf(1f, -1f, 1e-30f, 1e30f)
         select (sample, magnitudes, scale)).Sample(s =>
         {
             var (queries, keys, values) =
                 (Times(s.sample.Queries, s.magnitudes[0]), Times(s.sample.Keys, s.magnitudes[1]),
                 Times(s.sample.Values, s.magnitudes[2]));
             var largest = 1.00001f * values.Enumerate().Max(MathF.Abs) + values.RowCount * float.Epsilon;
             Assert.All(
                 FlashAttention.Apply(queries, keys, values, s.sample.Mask, s.scale, s.sample.Softcap).Enumerate(),
                 number => Assert.InRange(number, -largest, largest)); // a mixture, and some roundings
         }, iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void ScoresTooLowForFloat_HideNothing(int nQueries)
    {
        var queries = Matrix<float>.Build.Dense(nQueries, 1, 1e30f);
        Matrix<float> keys = Matrix<float>.Build.Dense(70, 1, -1e30f), values = Matrix<float>.Build.Dense(70, 1, 3);
        Assert.All(FlashAttention.Apply(queries, keys, values).Enumerate(), number => Assert.Equal(3, number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void ValuesWhoseSumIsTooLargeForFloat_HaveAMean(int nQueries)
    {
        var values = Matrix<float>.Build.Dense(70, 1, 3e38f);
        Assert.All(FlashAttention.Apply(
            Matrix<float>.Build.Dense(nQueries, 1), Matrix<float>.Build.Dense(70, 1), values).Enumerate(), number =>
            Assert.Equal(3e38f, number, 1e32f));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Apply_AQueryWithNothingToSeeGetsZeros(int n)
    {
        var output = FlashAttention.Apply(
            Matrix<float>.Build.Dense(n, 1, 1), Matrix<float>.Build.Dense(n, 1, 1), Matrix<float>.Build.Dense(n, 2, 5),
            Mask.Causal(n, n, offset: -1));
        for (var i = 0; i < n; i++) Assert.All(output.Row(i), number => Assert.Equal(i == 0 ? 0 : 5, number));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void Apply_NaNInAHiddenTokenStaysHidden_InAVisibleOneItFlowsThrough(int n)
    {
        Matrix<float> x = Matrix<float>.Build.Dense(n, 3, 1), poisoned = x.Clone();
        poisoned[n - 1, 1] = float.NaN;
        Expect.Same(x, FlashAttention.Apply(x, poisoned, poisoned, Mask.Padding(n, n, n - 1)));
        Assert.All(FlashAttention.Apply(x, poisoned, x).Enumerate(), number => Assert.Equal(float.NaN, number));
        for (var i = 0; i < n; i++)
            Assert.Equal(i == n - 1 ? float.NaN : 1, FlashAttention.Apply(x, x, poisoned, Mask.Causal(n))[i, 1]);
    }

    [Fact]
    public void Heads_AreTheHeadsSideBySide() =>
        (from sizes in Gen.Select(
            Gen.OneOf(1, 3, 9, 33), Gen.OneOf(1, 9, 65, 600), Gen.Int[1, 3], Gen.Int[1, 3], s_headSizes, s_headSizes)
         let nKvHeads = sizes.Item3
         let nHeads = nKvHeads * sizes.Item4
         from queries in Gens.Matrices(sizes.Item1, nHeads * sizes.Item5, 2)
         from keys in Gens.Matrices(sizes.Item2, nKvHeads * sizes.Item5, 2)
         from values in Gens.Matrices(sizes.Item2, nKvHeads * sizes.Item6, 1)
         from mask in Masks(sizes.Item1, sizes.Item2)
         select (queries, keys, values, nHeads, nKvHeads, mask)).Sample(s =>
         {
             var (queries, keys, values) =
                 (MultiHead.Split(s.queries, s.nHeads), MultiHead.Split(s.keys, s.nKvHeads),
                 MultiHead.Split(s.values, s.nKvHeads));
             var heads = queries.Select((head, h) =>
                 Attention.Apply(head, keys[h * s.nKvHeads / s.nHeads], values[h * s.nKvHeads / s.nHeads], s.mask));
             // two kernels, 2e-6 each
             Expect.Close(MultiHead.Concat([.. heads]),
                 FlashAttention.ApplyHeads(s.queries, s.keys, s.values, s.nHeads, s.nKvHeads, s.mask), 4e-6f);
         }, iter: 150);

    [Fact]
    public void Decode_IsTheOutputOfTheCachesSteps() =>
        (from sizes in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 9], Gen.Int[1, 9])
         from window in Gen.OneOf<int?>(Gen.Const((int?)null), Gen.Int[1, 40].Select(n => (int?)n))
         from nSinks in Gen.Int[0, 5]
         from counts in Gen.OneOf(1, 2, 8, 9, 40).Array[1, 6]
         from first in Gen.OneOf(1, 50, 700)
         from seed in Gen.Int
         select (sizes, window, nSinks, counts, first, seed)).Sample(s =>
         {
             var (nKvHeads, groupSize, dHead, dValue) = s.sizes;
             var random = new Random(s.seed);
             Matrix<float> Next(int nRows, int nColumns) =>
                 Matrix<float>.Build.Dense(nRows, nColumns, (_, _) => 2 * random.NextSingle() - 1);
             var cache = new KvCache(nKvHeads, s.window, s.nSinks);
             foreach (var count in s.counts.Prepend(s.first))
             {
                 cache.Append(Next(count, nKvHeads * dHead), Next(count, nKvHeads * dValue));
                 var queries = Next(count, nKvHeads * groupSize * dHead);
                 var steps = cache.Attend(queries, nKvHeads * groupSize, softcap: 3);
                 Expect.Close(MultiHead.Concat([.. steps.Select(head => head.Output)]),
                     FlashAttention.Decode(queries, cache, nKvHeads * groupSize, softcap: 3), 4e-6f);
             }
         }, iter: 60);

    [Fact]
    public void Apply_TakesMatricesThatAreNotDense() =>
        Expect.Close(Attention.Apply(s_two, s_two, s_two),
            FlashAttention.Apply(s_two, s_two, Matrix<float>.Build.SparseOfMatrix(s_two)), 1e-6f);

    [Fact]
    public void Apply_LeavesItsArgumentsAlone() => Samples(2, 2).Sample(sample =>
    {
        var (queries, keys, values) = (sample.Queries.Clone(), sample.Keys.Clone(), sample.Values.Clone());
        _ = sample.Output;
        Expect.Same(queries, sample.Queries);
        Expect.Same(keys, sample.Keys);
        Expect.Same(values, sample.Values);
    }, iter: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Apply_AllocatesItsOutputAndLessThanAKilobyte(int nQueries)
    {
        Matrix<float> queries = Matrix<float>.Build.Dense(nQueries, 16), keys = Matrix<float>.Build.Dense(128, 16);
        var mask = Mask.Causal(nQueries, 128, offset: 64);
        var least = long.MaxValue; // the first calls fill the pools
        for (var n = 0; n < 20; n++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            FlashAttention.Apply(queries, keys, keys, mask);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(least, nQueries * 16 * sizeof(float), nQueries * 16 * sizeof(float) + 1024);
    }

    [Fact]
    public void Apply_RefusesWhatAttentionRefuses()
    {
        Expect.Error<ArgumentException>(
            "queries and keys must share dHead: queries is 2×2, keys is 1×3. Project both with the same dHead.", () =>
            FlashAttention.Apply(s_two, Rows.Of([1, 2, 3]), Rows.Of([1])));
        Expect.Error<ArgumentException>(
            "keys and values must have the same tokens: keys is 2×2, values is 1×2. Project both from the same "
            + "sequence.", () => FlashAttention.Apply(s_two, s_two, Rows.Of([1, 2])));
        Expect.Error<ArgumentException>(
            "the mask must have the shape of the scores: the mask is 3×3, scores is 2×2. Rows are queries, columns are "
            + "keys.", () => FlashAttention.Apply(s_two, s_two, s_two, Mask.Causal(3)));
        Expect.Error<ArgumentException>(
            "queries must have at least one row and one column: it is 0×2. Attention needs at least one token of at "
            + "least one number.", () => FlashAttention.Apply(Expect.Empty(0, 2), s_two, s_two));
        Expect.Error<ArgumentOutOfRangeException>("scale must be finite: it is NaN. Leave it out for 1/√dHead.", () =>
            FlashAttention.Apply(s_two, s_two, s_two, scale: float.NaN));
        Expect.Error<ArgumentOutOfRangeException>(
            "softcap must be a finite number above 0: it is 0. Leave it out for no cap.", () =>
            FlashAttention.Apply(s_two, s_two, s_two, softcap: 0));
        Assert.Throws<ArgumentNullException>("queries", () => FlashAttention.Apply(null!, s_two, s_two));
        Assert.Throws<ArgumentNullException>("keys", () => FlashAttention.Apply(s_two, null!, s_two));
        Assert.Throws<ArgumentNullException>("values", () => FlashAttention.Apply(s_two, s_two, null!));
    }

    [Fact]
    public void Heads_RefuseMatricesThatDoNotSplit()
    {
        Expect.Error<ArgumentException>(
            "nHeads must be a multiple of nKvHeads: nHeads is 2, nKvHeads is 3. Each key and value head serves equally "
            + "many query heads.", () => FlashAttention.ApplyHeads(s_two, s_two, s_two, 2, 3));
        Expect.Error<ArgumentException>(
            "queries must split into nHeads equal heads: queries is 2×2, nHeads is 4. Give all heads side by side.",
            () => FlashAttention.ApplyHeads(s_two, s_two, s_two, 4));
        Expect.Error<ArgumentException>(
            "values must split into nKvHeads equal heads: values is 2×1, nKvHeads is 2. Give all heads side by side.",
            () => FlashAttention.ApplyHeads(s_two, s_two, Rows.Of([1], [2]), 2));
        Expect.Error<ArgumentException>(
            "keys must have nKvHeads · dHead = 1 · 1 columns: keys is 2×2, queries is 2×2 with 2 heads. A key is as "
            + "long as a query.", () => FlashAttention.ApplyHeads(s_two, s_two, s_two, 2, 1));
        Expect.Error<ArgumentOutOfRangeException>("nHeads must be at least 1: it is 0. Give at least one.", () =>
            FlashAttention.ApplyHeads(s_two, s_two, s_two, 0));
    }

    [Fact]
    public void Decode_RefusesWhatTheCacheRefuses()
    {
        var cache = new KvCache(1);
        Assert.Throws<InvalidOperationException>(() => FlashAttention.Decode(s_two, cache, 1));
        cache.Append(s_two, s_two);
        Expect.Error<ArgumentException>(
            "queries must be of the tokens appended last: queries is 3×2, 2 were appended. Append a token's keys and "
            + "values before it asks.", () => FlashAttention.Decode(Rows.Of([1, 2], [3, 4], [5, 6]), cache, 1));
        Expect.Error<ArgumentException>(
            "queries must have nHeads · dHead = 2 · 2 columns: queries is 2×2. A query is as long as a key.", () =>
            FlashAttention.Decode(s_two, cache, 2));
        Expect.Error<ArgumentOutOfRangeException>("scale must be finite: it is NaN. Leave it out for 1/√dHead.", () =>
            FlashAttention.Decode(s_two, cache, 1, float.NaN));
        Assert.Throws<ArgumentNullException>("cache", () => FlashAttention.Decode(s_two, null!, 1));
        Assert.Throws<ArgumentNullException>("queries", () => FlashAttention.Decode(null!, cache, 1));
    }

    private static Matrix<float> Times(Matrix<float> matrix, int power) =>
        matrix.Map(number => (float)(number * Math.Pow(10, power)));
}
