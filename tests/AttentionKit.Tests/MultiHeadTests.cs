namespace AttentionKit.Tests;

public class MultiHeadTests
{
    private static readonly Matrix<float> s_x = Rows.Of([1, 2], [3, 4], [5, 6]);

    // Two heads of size 1: head 0 asks, offers and carries column 0, head 1 column 1.
    private static readonly MultiHeadParameters s_columns = new(
        Identity(2), Identity(2), Identity(2), Identity(2), nHeads: 2);

    private static Matrix<float> Identity(int n) => Matrix<float>.Build.DenseIdentity(n);

    private static Matrix<float> Column(int j) => s_x.SubMatrix(0, 3, j, 1);

    [Fact]
    public void Steps_EachHeadIsOneHeadOfAttentionOnItsColumns()
    {
        var steps = MultiHead.Steps(s_x, s_columns, Mask.Causal(3), scale: .5f, softcap: 4);
        for (var h = 0; h < 2; h++)
        {
            var alone = Attention.Steps(Column(h), Column(h), Column(h), Mask.Causal(3), .5f, 4);
            Expect.Same(alone.CappedScores, steps.Heads[h].CappedScores);
            Expect.Same(alone.Weights, steps.Heads[h].Weights);
            Expect.Same(alone.Output, steps.Concatenated.SubMatrix(0, 3, h, 1));
        }
        Expect.Same(steps.Concatenated, steps.Output);
        Assert.Same(s_x, steps.X);
        Assert.Same(s_x, steps.Source);
    }

    [Fact]
    public void Steps_BiasesAreAddedToEachProjection()
    {
        var parameters = new MultiHeadParameters(Identity(2), Identity(2), Identity(2), Identity(2), 1,
            bq: Vector<float>.Build.Dense([1, 0]), bk: Vector<float>.Build.Dense([0, 2]),
                bv: Vector<float>.Build.Dense([3, 0]), bo: Vector<float>.Build.Dense([0, 100]));
        var steps = MultiHead.Steps(Rows.Of([1, 2]), parameters);
        Expect.Same(Rows.Of([2, 2]), steps.Heads[0].Queries);
        Expect.Same(Rows.Of([1, 4]), steps.Heads[0].Keys);
        Expect.Same(Rows.Of([4, 2]), steps.Heads[0].Values);
        Expect.Same(Rows.Of([4, 102]), steps.Output);
    }

    [Fact]
    public void Steps_GroupedHeadsShareKeysAndValuesInARow()
    {
        var parameters = new MultiHeadParameters(
            Rows.Of([1, 2, 3, 4], [0, 0, 0, 0]), Identity(2), Identity(2), Matrix<float>.Build.Dense(4, 1, 1),
            nHeads: 4, nKvHeads: 2);
        var heads = MultiHead.Steps(s_x, parameters).Heads;
        Expect.Same(Column(0), heads[0].Keys);
        Assert.Same(heads[0].Keys, heads[1].Keys);
        Expect.Same(Column(1), heads[2].Keys);
        Assert.Same(heads[2].Values, heads[3].Values);
        Expect.Same(Column(0) * 2, heads[1].Queries);
    }

    [Fact]
    public void Steps_CrossAttentionTakesKeysAndValuesFromAnotherSequence()
    {
        // The source is wider than x: three numbers a token.
        var source = Rows.Of([1, 0, 2], [0, 1, 0]);
        Matrix<float> wk = Rows.Of([1, 0], [0, 1], [1, 1]), wv = Rows.Of([0, 1], [1, 0], [0, 0]);
        var parameters = new MultiHeadParameters(Identity(2), wk, wv, Identity(2), nHeads: 1);
        var steps = MultiHead.Steps(s_x, parameters, source: source);
        Expect.Same(Attention.Apply(s_x, source * wk, source * wv), steps.Output);
        Assert.Equal((3, 2), (steps.Heads[0].Scores.RowCount, steps.Heads[0].Scores.ColumnCount));
        Assert.Same(source, steps.Source);
    }

    [Fact]
    public void Steps_HeadMasksActWithTheMask()
    {
        var alibi = Alibi.Biases(2, 3, 3);
        var steps = MultiHead.Steps(s_x, s_columns, Mask.Causal(3), headMasks: alibi);
        for (var h = 0; h < 2; h++)
            Expect.Same(alibi[h].And(Mask.Causal(3)).Apply(steps.Heads[h].Scores), steps.Heads[h].MaskedScores);
        Expect.Same(alibi[1].Apply(steps.Heads[1].Scores),
            MultiHead.Steps(s_x, s_columns, headMasks: alibi).Heads[1].MaskedScores);
    }

    [Fact]
    public void Apply_IsTheOutputOfSteps()
    {
        var source = Rows.Of([7, 8], [9, 1]);
        IReadOnlyList<Mask> masks = Alibi.Biases(2, 3, 2);
        Expect.Same(
            MultiHead.Steps(s_x, s_columns, Mask.Causal(3, 2), .1f, 5, source, masks).Output,
            MultiHead.Apply(s_x, s_columns, Mask.Causal(3, 2), .1f, 5, source, masks));
    }

    [Fact]
    public void Split_HeadHIsItsColumns()
    {
        var heads = MultiHead.Split(Rows.Of([1, 2, 3, 4], [5, 6, 7, 8]), 2);
        Expect.Same(Rows.Of([1, 2], [5, 6]), heads[0]);
        Expect.Same(Rows.Of([3, 4], [7, 8]), heads[1]);
    }

    [Fact]
    public void Concat_PutsHeadsSideBySide() =>
        Expect.Same(Rows.Of([1, 2, 5], [3, 4, 6]), MultiHead.Concat([Rows.Of([1, 2], [3, 4]), Rows.Of([5], [6])]));

    [Fact]
    public void CountMacs_WorkedByHand()
    {
        // 4 query heads of 2 and 2 value heads of 3, dModel 6, dSource 5, dOut 7; 10 queries, 20 keys.
        var parameters = new MultiHeadParameters(
            Matrix<float>.Build.Dense(6, 8), Matrix<float>.Build.Dense(5, 4), Matrix<float>.Build.Dense(5, 6),
                Matrix<float>.Build.Dense(12, 7), 4, 2);
        var counts = MultiHead.CountMacs(parameters, nQueries: 10, nKeys: 20);
        Assert.Equal(
            new MacCounts(10 * 6 * 8 + 20 * 5 * 4 + 20 * 5 * 6, 10 * 20 * 4 * 2, 10 * 20 * 4 * 3, 10 * 12 * 7), counts);
        Assert.Equal(1480 + 1600 + 2400 + 840, counts.Total);
    }

    [Fact]
    public void CountMacs_DoNotOverflow() =>
        Assert.Equal(100_000L * 100_000 * 2, MultiHead.CountMacs(s_columns, 100_000, 100_000).Scores);

    [Fact]
    public void Steps_RefuseTokensThatDoNotFit()
    {
        Refuses(
            "x must have one column for each row of Wq: x is 1×3, Wq is 2×2. Weights stored as (dOut × dIn) come in by "
            + "MultiHeadParameters.FromLinear.", () => MultiHead.Steps(Rows.Of([1, 2, 3]), s_columns));
        Refuses(
            "source must have one column for each row of Wk and Wv: source is 1×3, Wk is 2×2. In self-attention the "
            + "source is x.", () => MultiHead.Steps(s_x, s_columns, source: Rows.Of([1, 2, 3])));
        Refuses(
            "x must have at least one row and one column: it is 0×2. Attention needs at least one token of at least "
            + "one number.", () => MultiHead.Steps(Expect.Empty(0, 2), s_columns));
        Refuses(
            "source must have at least one row and one column: it is 0×2. Attention needs at least one token of at "
            + "least one number.", () => MultiHead.Steps(s_x, s_columns, source: Expect.Empty(0, 2)));
    }

    [Fact]
    public void Steps_RefuseMasksThatDoNotFit()
    {
        Refuses(
            "headMasks must hold one mask a query head: it holds 1, nHeads is 2. Give a mask for all heads as mask.",
            () => MultiHead.Steps(s_x, s_columns, headMasks: [Mask.Causal(3)]));
        Refuses("masks must have the same shape: this one is 3×3, other is 2×2. Rows are queries, columns are keys.",
            () => MultiHead.Steps(s_x, s_columns, Mask.Causal(3), headMasks: [Mask.Causal(2), Mask.Causal(2)]));
        Refuses(
            "the mask must have the shape of the scores: the mask is 2×2, scores is 3×3. Rows are queries, columns are "
            + "keys.", () => MultiHead.Steps(s_x, s_columns, Mask.Causal(2)));
    }

    [Fact]
    public void Split_RefusesUnequalHeads()
    {
        Refuses(
            "projected must split into nHeads equal heads: projected is 3×2, nHeads is 3. Choose nHeads that divides "
            + "2.", () => MultiHead.Split(s_x, 3));
        Expect.Error<ArgumentOutOfRangeException>(
            "nHeads must be at least 1: it is 0. Give at least one.", () => MultiHead.Split(s_x, 0));
        Refuses(
            "projected must have at least one row and one column: it is 2×0. Attention needs at least one token of at "
            + "least one number.", () => MultiHead.Split(Expect.Empty(2, 0), 1));
    }

    [Fact]
    public void Concat_RefusesHeadsOfDifferentTokens()
    {
        Refuses("heads must have the same tokens: head 0 is 3×2, another is 1×2. Each token has its row in every head.",
            () => MultiHead.Concat([s_x, Rows.Of([1, 2])]));
        Refuses("heads must hold at least one head: there is none.", () => MultiHead.Concat([]));
        Refuses(
            "heads must have at least one row and one column: it is 3×0. Attention needs at least one token of at "
            + "least one number.", () => MultiHead.Concat([s_x, Expect.Empty(3, 0)]));
    }

    [Fact]
    public void CountMacs_RefuseNoTokens()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "nQueries must be at least 1: it is 0. Give at least one.", () => MultiHead.CountMacs(s_columns, 0, 1));
        Expect.Error<ArgumentOutOfRangeException>(
            "nKeys must be at least 1: it is 0. Give at least one.", () => MultiHead.CountMacs(s_columns, 1, 0));
    }

    [Fact]
    public void MultiHead_RefusesNull()
    {
        Assert.Throws<ArgumentNullException>("x", () => MultiHead.Steps(null!, s_columns));
        Assert.Throws<ArgumentNullException>("parameters", () => MultiHead.Steps(s_x, null!));
        Assert.Throws<ArgumentNullException>("heads", () => MultiHead.Concat(null!));
        Assert.Throws<ArgumentNullException>("parameters", () => MultiHead.CountMacs(null!, 1, 1));
        Assert.Throws<ArgumentNullException>("parameters", () => MultiHead.Decode(s_x, null!, new KvCache(1)));
        Assert.Throws<ArgumentNullException>("cache", () => MultiHead.Decode(s_x, s_columns, null!));
    }

    private static void Refuses(string message, Func<object?> code) => Expect.Error<ArgumentException>(message, code);

    [Fact]
    public void CountMacs_OfMoreThanCanBeCounted_IsRefused()
    {
        var w = Matrix<float>.Build.Dense(1, 2048);
        var parameters = new MultiHeadParameters(w, w, w, w.Transpose(), 1);
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            "nKeys", () => MultiHead.CountMacs(parameters, 100_000_000, 100_000_000));
        Assert.StartsWith(
            "the multiplications must be fewer than 2⁶³ to be counted", error.Message, StringComparison.Ordinal);
    }
}
