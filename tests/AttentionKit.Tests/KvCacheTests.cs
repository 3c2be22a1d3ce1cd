namespace AttentionKit.Tests;

public class KvCacheTests
{
    // The same sums over differently long rows: the vector lanes group the terms otherwise.
    private const float Rounding = 2e-5f;

    private static Matrix<float> Slice(Matrix<float> matrix, int from, int count) =>
        matrix.SubMatrix(from, count, 0, matrix.ColumnCount);

    /// <summary>How a sequence reaches the cache: some tokens at a time.</summary>
    private static Gen<int[]> Chunks(int nTokens) =>
        Gen.Int[1, 3].Array[nTokens].Select(sizes =>
        {
            var chunks = new List<int>();
            for (var left = nTokens; left > 0; left -= chunks[^1]) chunks.Add(Math.Min(left, sizes[chunks.Count]));
            return chunks.ToArray();
        });

    private static Matrix<float> Decoded(
        Matrix<float> x, MultiHeadParameters parameters, KvCache cache, int[] chunks, float? scale = null,
        float? softcap = null)
    {
        var output = Matrix<float>.Build.Dense(x.RowCount, parameters.Wo.ColumnCount);
        foreach (var chunk in chunks)
            output.SetSubMatrix(cache.NSeen, 0,
                MultiHead.Decode(Slice(x, cache.NSeen, chunk), parameters, cache, scale, softcap).Output);
        return output;
    }

    [Fact]
    public void Decoding_TokenByTokenOrInChunks_EqualsTheFullPass() =>
        (from layer in Gens.Layers() from chunks in Chunks(layer.X.RowCount) select (layer, chunks)).Sample(sample =>
        {
            var ((x, parameters), chunks) = sample;
            Expect.Close(
                MultiHead.Apply(x, parameters, Mask.Causal(x.RowCount), .7f, 3),
                Decoded(x, parameters, new KvCache(parameters.NKvHeads), chunks, .7f, 3), Rounding);
        });

    [Fact]
    public void Decoding_WithAWindowAndSinks_EqualsTheFullPassUnderThatMask() =>
        (from layer in Gens.Layers(minTokens: 3)
         from chunks in Chunks(
            layer.X.RowCount)
         from window in Gen.Int[1, 4]
         from nSinks in Gen.Int[0, 2]
         select (
            layer, chunks, window, nSinks)).Sample(sample =>
        {
            var ((x, parameters), chunks, window, nSinks) = sample;
            var cache = new KvCache(parameters.NKvHeads, window, nSinks);
            var mask = Mask.SlidingWindow(x.RowCount, x.RowCount, window, nSinks: nSinks);
            Expect.Close(MultiHead.Apply(x, parameters, mask), Decoded(x, parameters, cache, chunks), Rounding);
            Assert.True(cache.NTokens <= nSinks + window - 1 + chunks[^1]);
        });

    [Fact]
    public void Append_KeepsEveryTokenInOrder()
    {
        var cache = new KvCache(nKvHeads: 2);
        cache.Append(Rows.Of([1, 2]), Rows.Of([10, 20, 30, 40]));
        cache.Append(Rows.Of([3, 4], [5, 6]), Rows.Of([1, 1, 1, 1], [2, 2, 2, 2]));
        Expect.Same(Rows.Of([1, 2], [3, 4], [5, 6]), cache.Keys);
        Expect.Same(Rows.Of([10, 20, 30, 40], [1, 1, 1, 1], [2, 2, 2, 2]), cache.Values);
        Assert.Equal((3, 3, 2), (cache.NTokens, cache.NSeen, cache.NKvHeads));
        Assert.Equal([0, 1, 2], cache.Positions);
    }

    [Fact]
    public void Append_DropsWhatNoNewTokenCanSee_ButKeepsTheSinks()
    {
        var cache = new KvCache(nKvHeads: 1, window: 2, nSinks: 1);
        for (var i = 0; i < 6; i++) cache.Append(Rows.Of([i]), Rows.Of([10 * i]));
        Assert.Equal([0, 4, 5], cache.Positions);
        Expect.Same(Rows.Of([0], [4], [5]), cache.Keys);
        Expect.Same(Rows.Of([0], [40], [50]), cache.Values);
        Assert.Equal((3, 6), (cache.NTokens, cache.NSeen));
    }

    [Fact]
    public void Attend_TokensAppendedTogetherEachFindTheirOwnWindow()
    {
        var cache = new KvCache(nKvHeads: 1, window: 2);
        cache.Append(Rows.Of([0], [0]), Rows.Of([1], [2]));
        cache.Append(Rows.Of([0], [0]), Rows.Of([4], [8]));
        Assert.Equal([1, 2, 3], cache.Positions);
        Expect.Same(Rows.Of([3], [6]), cache.Attend(Rows.Of([0], [0]), nHeads: 1)[0].Output);
    }

    [Fact]
    public void Attend_QueryHeadsOfAGroupLookAtTheSameKeys()
    {
        var cache = new KvCache(nKvHeads: 2);
        cache.Append(Rows.Of([1, 2], [3, 4]), Rows.Of([5, 6], [7, 8]));
        var heads = cache.Attend(Rows.Of([1, 1, 1, 1]), nHeads: 4, scale: 2);
        Expect.Same(Rows.Of([1], [3]), heads[1].Keys);
        Expect.Same(Rows.Of([2], [4]), heads[2].Keys);
        Expect.Same(Rows.Of([6], [8]), heads[3].Values);
        Expect.Same(Rows.Of([4, 8]), heads[3].Scores);
    }

    [Fact]
    public void Bytes_AreFourANumber()
    {
        var cache = new KvCache(nKvHeads: 2);
        Assert.Equal(0, cache.Bytes);
        cache.Append(Matrix<float>.Build.Dense(5, 6), Matrix<float>.Build.Dense(5, 8));
        Assert.Equal(5 * (6 + 8) * 4, cache.Bytes);
    }

    [Fact]
    public void Keys_AreCopies()
    {
        var cache = new KvCache(1);
        var keys = Rows.Of([1]);
        cache.Append(keys, keys);
        cache.Keys.Clear();
        cache.Values.Clear();
        keys.Clear();
        Expect.Same(Rows.Of([1]), cache.Keys);
        Expect.Same(Rows.Of([1]), cache.Values);
    }

    [Fact]
    public void Append_RefusesWhatDoesNotFit_AndStaysAsItWas()
    {
        var cache = new KvCache(nKvHeads: 2);
        Refuses("keys must split into nKvHeads equal heads: keys is 1×3, nKvHeads is 2. Give all heads side by side.",
            () => cache.Append(Rows.Of([1, 2, 3]), Rows.Of([1, 2])));
        cache.Append(Rows.Of([1, 2]), Rows.Of([3, 4]));
        Refuses(
            "keys and values must have the same tokens: keys is 1×2, values is 2×2. Project both from the same "
            + "sequence.", () => cache.Append(Rows.Of([1, 2]), Rows.Of([1, 2], [3, 4])));
        Refuses("values must be as wide as those before: values is 1×4, the cache holds 1×2. Keep one cache a layer.",
            () => cache.Append(Rows.Of([1, 2]), Rows.Of([1, 2, 3, 4])));
        Refuses(
            "keys must have at least one row and one column: it is 0×2. Attention needs at least one token of at least "
            + "one number.", () => cache.Append(Expect.Empty(0, 2), Rows.Of([1, 2])));
        Assert.Throws<ArgumentNullException>("values", () => cache.Append(Rows.Of([1, 2]), null!));
        Assert.Equal((1, 1), (cache.NTokens, cache.NSeen));
        Expect.Same(Rows.Of([1, 2]), cache.Keys);
        Expect.Same(Rows.Of([3, 4]), cache.Values);
    }

    [Fact]
    public void Append_ThatDoesNotComeToItsEnd_ChangesNothing()
    {
        var cache = new KvCache(nKvHeads: 1, window: 2);
        for (var i = 0; i < 3; i++)
            cache.Append(Rows.Of([i]), Matrix<float>.Build.Sparse(1, 70_000, (_, j) => j == 0 ? i : 0));
        // 2.8e9 numbers fit no array: the keys come in, the values can't
        var tooLarge = Matrix<float>.Build.Sparse(40_000, 70_000);
        Assert.ThrowsAny<Exception>(() => cache.Append(Matrix<float>.Build.Dense(40_000, 1), tooLarge));
        Assert.Equal([1, 2], cache.Positions);
        Assert.Equal((2, 3), (cache.NTokens, cache.NSeen));
        Expect.Same(Rows.Of([1], [2]), cache.Keys);
        Expect.Same(Rows.Of([1], [2]), cache.Values.SubMatrix(0, 2, 0, 1));
        cache.Append(Rows.Of([3]), Matrix<float>.Build.Dense(1, 70_000, 3));
        Expect.Same(Rows.Of([2], [3]), cache.Keys);
    }

    [Fact]
    public void Attend_RefusesWhatDoesNotFit()
    {
        var cache = new KvCache(nKvHeads: 2);
        cache.Append(Rows.Of([1, 2], [1, 2]), Rows.Of([3, 4], [3, 4]));
        cache.Append(Rows.Of([1, 2]), Rows.Of([3, 4]));
        Refuses(
            "nHeads must be a multiple of nKvHeads: nHeads is 3, nKvHeads is 2. Each key and value head serves equally "
            + "many query heads.", () => cache.Attend(Rows.Of([1, 2, 3]), 3));
        Refuses(
            "queries must split into nHeads equal heads: queries is 1×3, nHeads is 2. Choose nHeads that divides 3.",
            () => cache.Attend(Rows.Of([1, 2, 3]), 2));
        Refuses(
            "queries must be of the tokens appended last: queries is 2×2, 1 were appended. Append a token's keys and "
            + "values before it asks.", () => cache.Attend(Rows.Of([1, 2], [3, 4]), 2));
        Refuses("queries and keys must share dHead: queries is 1×2, keys is 3×1. Project both with the same dHead.",
            () => cache.Attend(Rows.Of([1, 2, 3, 4]), 2));
        Assert.Throws<ArgumentNullException>("queries", () => cache.Attend(null!, 2));
        Expect.Error<ArgumentOutOfRangeException>(
            "nHeads must be at least 1: it is 0. Give at least one.", () => cache.Attend(Rows.Of([1, 2]), 0));
    }

    [Fact]
    public void Decode_RefusesTheCacheOfAnotherLayer_AndLeavesItAsItWas()
    {
        var two = Matrix<float>.Build.DenseIdentity(2);
        var parameters = new MultiHeadParameters(two, two, two, two, nHeads: 2);
        var cache = new KvCache(nKvHeads: 1);
        Refuses(
            "the cache must have the layer's key and value heads: the cache has 1, nKvHeads is 2. Keep one cache a "
            + "layer.", () => MultiHead.Decode(two, parameters, cache));
        cache = new KvCache(2);
        Refuses(
            "x must have one column for each row of Wq: x is 1×3, Wq is 2×2. Weights stored as (dOut × dIn) come in by "
            + "MultiHeadParameters.FromLinear.", () => MultiHead.Decode(Rows.Of([1, 2, 3]), parameters, cache));
        Assert.Throws<ArgumentOutOfRangeException>(
            "scale", () => MultiHead.Decode(two, parameters, cache, scale: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(
            "softcap", () => MultiHead.Decode(two, parameters, cache, softcap: 0));
        Assert.Equal(0, cache.NSeen);
    }

    [Fact]
    public void AnEmptyCache_HasNothingToShow()
    {
        var cache = new KvCache(1);
        const string Message = "the cache holds nothing yet. Append keys and values first.";
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => cache.Keys).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => cache.Values).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => cache.Attend(Rows.Of([1]), 1)).Message);
        Assert.Empty(cache.Positions);
    }

    [Fact]
    public void ACache_RefusesSizesThatAreNone()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "nKvHeads must be at least 1: it is 0. Give at least one.", () => new KvCache(0));
        Expect.Error<ArgumentOutOfRangeException>(
            "window must be at least 1: it is 0. Give at least one.", () => new KvCache(1, window: 0));
        Expect.Error<ArgumentOutOfRangeException>(
            "nSinks must not be negative: it is -1. Use 0 for none.", () => new KvCache(1, nSinks: -1));
    }

    private static void Refuses(string message, Action code) =>
        Expect.Error<ArgumentException>(message, () => { code(); return null; });
}
