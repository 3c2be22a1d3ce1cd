namespace AttentionKit.Tests;

/// <summary>What must hold for every input.</summary>
public class LawTests
{
    // Numbers below 10 through exp, sums of at most 8 terms and quotients: a few dozen roundings of 6e-8 each.
    private const float Rounding = 2e-5f;

    [Fact]
    public void Softmax_RowsAreDistributions() => Gens.Heads(largest: 50).Sample(head =>
    {
        var weights = Attention.Steps(head.Queries, head.Keys, head.Values).Weights;
        foreach (var row in weights.EnumerateRows())
        {
            Assert.All(row, weight => Assert.InRange(weight, 0, 1));
            Assert.Equal(1, row.Sum(), Rounding);
        }
    });

    [Fact]
    public void Softmax_ShiftingARowChangesNothing() =>
        Gen.Select(Gens.Matrices(3, 5), Gen.Float[-100, 100]).Sample((scores, shift) =>
        // the shift itself costs digits: 103 has a last place of 8e-6
        Expect.Close(Softmax.Rows(scores), Softmax.Rows(scores + shift), 2e-4f));

    [Fact]
    public void Softmax_KeepsTheOrderOfScores() => Gens.Matrices(1, 6).Sample(scores =>
    {
        var weights = Softmax.Rows(scores);
        for (var j = 0; j < 6; j++)
            for (var k = 0; k < 6; k++)
                if (scores[0, j] < scores[0, k]) Assert.True(weights[0, j] <= weights[0, k]);
    });

    [Fact]
    public void Causal_LaterTokensNeverChangeEarlierOutputs() => Gens.SelfHeads(minTokens: 2).Sample(head =>
    {
        var n = head.Queries.RowCount;
        var full = Attention.Apply(head.Queries, head.Keys, head.Values, Mask.Causal(n));
        var prefix = Attention.Apply(
            Top(head.Queries, n - 1), Top(head.Keys, n - 1), Top(head.Values, n - 1), Mask.Causal(n - 1));
        Expect.Close(prefix, Top(full, n - 1), Rounding);
    });

    [Fact]
    public void WithoutPositions_PermutingTheTokensPermutesTheOutputs() =>
        (from layer in Gens.Layers(minTokens: 2)
         from order in Gen.Shuffle(
            Enumerable.Range(0, layer.X.RowCount).ToArray())
         select (layer, order)).Sample(sample =>
        {
            var ((x, parameters), order) = sample;
            // sums of up to 27 larger terms
            Expect.Close(Permuted(MultiHead.Apply(x, parameters), order),
                MultiHead.Apply(Permuted(x, order), parameters), Rounding * 10);
        });

    [Fact]
    public void Output_LiesBetweenTheLowestAndTheHighestValue() => Gens.Heads().Sample(head =>
    {
        var output = Attention.Apply(head.Queries, head.Keys, head.Values);
        for (var d = 0; d < output.ColumnCount; d++)
            Assert.All(output.Column(d), number =>
                Assert.InRange(number, head.Values.Column(d).Minimum() - Rounding,
                head.Values.Column(d).Maximum() + Rounding));
    });

    [Fact]
    public void FiniteInputs_GiveFiniteResults() =>
        (from head in Magnitudes(Gens.Heads(1))
         from softcap in Gen.Float[.1f, 100]
         from scale in Gen.Float[-1000,
            1000]
         select (head, softcap, scale)).Sample(sample =>
        {
            var (queries, keys, values) = sample.head;
            AllFinite(Attention.Steps(queries, keys, values));
            AllFinite(Attention.Steps(
                queries, keys, values, Mask.Causal(queries.RowCount, keys.RowCount), sample.scale, sample.softcap));
            AllFinite(Attention.Steps(queries, keys, values, Alibi.Bias(1e18f, queries.RowCount, keys.RowCount)));
        }, iter: 1000);

    [Fact]
    public void FiniteTokens_GiveFiniteResultsInAllHeads() => Gens.Layers(largest: 1e18f).Sample((x, parameters) =>
        Assert.All(MultiHead.Apply(x, parameters).Enumerate(), number => Assert.True(float.IsFinite(number))));

    [Fact]
    public void AdditiveMaskOfZeros_ChangesNothing() => Gens.Heads().Sample(head =>
    {
        var zeros = Mask.Additive(Matrix<float>.Build.Dense(head.Queries.RowCount, head.Keys.RowCount));
        Expect.Same(Attention.Apply(head.Queries, head.Keys, head.Values),
            Attention.Apply(head.Queries, head.Keys, head.Values, zeros));
    });

    [Fact]
    public void HiddenKeys_MightAsWellNotBeThere() =>
        (from head in Gens.Heads() from length in Gen.Int[1, head.Keys.RowCount] select (head, length)).Sample(sample =>
        {
            var ((queries, keys, values), length) = sample;
            Expect.Close(
                Attention.Apply(queries, Top(keys, length), Top(values, length)),
                Attention.Apply(queries, keys, values, Mask.Padding(queries.RowCount, keys.RowCount, length)),
                    Rounding);
        });

    [Fact]
    public void AWindowAsLongAsTheSequence_IsTheCausalMask() => Gen.Int[1, 8].Sample(n =>
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                Assert.Equal(Mask.Causal(n).Bias(i, j), Mask.SlidingWindow(n, n, window: n).Bias(i, j));
    });

    [Fact]
    public void GroupsOfOneHead_AreMultiHead() => Gens.Layers().Sample((x, grouped) =>
    {
        // Repeating each key and value head for its queries turns grouped heads into plain ones.
        var size = grouped.NHeads / grouped.NKvHeads;
        var plain = new MultiHeadParameters(
            grouped.Wq, Repeated(grouped.Wk, grouped.NKvHeads, size), Repeated(grouped.Wv, grouped.NKvHeads, size),
            grouped.Wo, grouped.NHeads);
        var unbiased = new MultiHeadParameters(
            grouped.Wq, grouped.Wk, grouped.Wv, grouped.Wo, grouped.NHeads, grouped.NKvHeads);
        Assert.Equal(grouped.NHeads, plain.NKvHeads);
        Expect.Same(MultiHead.Apply(x, plain), MultiHead.Apply(x, unbiased));
    });

    [Fact]
    public void OneKeyHead_IsMultiQuery() =>
        (from x in Gens.Matrices(4, 3)
         from parameters in Gens.Parameters(3, 3, nHeads: 3, nKvHeads: 1, 2, 2)
         select (
            x, parameters)).Sample((x, parameters) =>
        {
            var steps = MultiHead.Steps(x, parameters);
            Assert.All(steps.Heads, head => Assert.Same(steps.Heads[0].Keys, head.Keys));
            var queries = MultiHead.Split(Projection.Apply(x, parameters.Wq, parameters.Bq), 3);
            for (var h = 0; h < 3; h++)
                Expect.Same(Attention.Apply(
                    queries[h], Projection.Apply(x, parameters.Wk, parameters.Bk),
                    Projection.Apply(x, parameters.Wv, parameters.Bv)), steps.Heads[h].Output);
        });

    [Fact]
    public void Heads_SplitAndConcatenateBack() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3]).SelectMany((nHeads, dHead) =>
        Gens.Matrices(3, nHeads * dHead).Select(m => (m, nHeads)))
        .Sample((projected, nHeads) => Expect.Same(projected, MultiHead.Concat(MultiHead.Split(projected, nHeads))));

    [Fact]
    public void Rope_ScoresDependOnTheDistanceOnly() =>
        Gen.Select(Gens.Matrices(1, 8), Gens.Matrices(1, 8), Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 1000],
            Gen.Bool).Sample((query, key, i, j, shift, interleaved) =>
        {
            float Score(int queryAt, int keyAt) =>
                Attention.Scores(Rope.Apply(query, queryAt, interleaved), Rope.Apply(key, keyAt, interleaved))[0, 0];
            Assert.Equal(Score(i, j), Score(i + shift, j + shift), Rounding);
        });

    [Fact]
    public void Rope_KeepsLengths() =>
        Gen.Select(Gens.Matrices(4, 6), Gen.Int[0, 10000], Gen.Bool).Sample((x, offset, interleaved) =>
    {
        var rotated = Rope.Apply(x, offset, interleaved);
        for (var i = 0; i < 4; i++) Assert.Equal(x.Row(i).L2Norm(), rotated.Row(i).L2Norm(), 1e-5);
    });

    [Fact]
    public void Arguments_AreNeverChanged() => Gens.Layers().Sample((x, parameters) =>
    {
        var before = new[] { x.Clone(
            ), parameters.Wq.Clone(), parameters.Wk.Clone(), parameters.Wv.Clone(), parameters.Wo.Clone() };
        var steps = MultiHead.Steps(
            x, parameters, Mask.Causal(x.RowCount), softcap: 2,
            headMasks: Alibi.Biases(parameters.NHeads, x.RowCount, x.RowCount));
        var output = steps.Output.Clone();
        MultiHead.Backward(steps, parameters, steps.Output);
        MultiHead.Decode(x, parameters, new KvCache(parameters.NKvHeads));
        if (x.ColumnCount % 2 == 0) Rope.Apply(x);
        Expect.Same(before[0], x);
        Expect.Same(before[1], parameters.Wq);
        Expect.Same(before[2], parameters.Wk);
        Expect.Same(before[3], parameters.Wv);
        Expect.Same(before[4], parameters.Wo);
        Expect.Same(output, steps.Output);
    });

    private static Gen<(Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values)> Magnitudes(
        Gen<(Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values)> heads) =>
        from head in heads
        from magnitudes in Gen.Int[-18, 18].Array[3]
        select (head.Queries * MathF.Pow(10, magnitudes[0]), head.Keys * MathF.Pow(10, magnitudes[1]),
            head.Values * MathF.Pow(10, magnitudes[2]));

    private static void AllFinite(AttentionSteps steps)
    {
        Assert.All(steps.Scores.Enumerate(), number => Assert.True(float.IsFinite(number)));
        Assert.All(steps.Weights.Enumerate(), number => Assert.True(float.IsFinite(number)));
        Assert.All(steps.Output.Enumerate(), number => Assert.True(float.IsFinite(number)));
        Assert.All(steps.Weights.RowSums(), sum => Assert.Equal(1, sum, Rounding));
    }

    private static Matrix<float> Top(Matrix<float> matrix, int nRows) =>
        matrix.SubMatrix(0, nRows, 0, matrix.ColumnCount);

    private static Matrix<float> Permuted(Matrix<float> matrix, int[] order) =>
        Matrix<float>.Build.DenseOfRows(order.Select(i => matrix.Row(i)));

    private static Matrix<float> Repeated(Matrix<float> w, int nHeads, int times) =>
        MultiHead.Concat([.. MultiHead.Split(w, nHeads).SelectMany(head => Enumerable.Repeat(head, times))]);
}
