namespace AttentionKit.Tests;

public class AttentionTests
{
    // A handful of roundings in exp, sums and quotient, on numbers below 10.
    private const float Rounding = 2e-6f;

    private static readonly Matrix<float> s_queries = Rows.Of([1, 0], [0, 2]);
    private static readonly Matrix<float> s_keys = Rows.Of([1, 1], [0, 1]);
    private static readonly Matrix<float> s_values = Rows.Of([10, 0], [0, 10]);

    [Fact]
    public void Scores_AreDotProductsOfQueriesAndKeys() =>
        Expect.Same(Rows.Of([1, 0], [2, 2]), Attention.Scores(s_queries, s_keys, scale: 1));

    [Fact]
    public void Scores_AreDividedByTheRootOfTheHeadSize() =>
        Expect.Close(Rows.Of([1 / MathF.Sqrt(2), 0], [MathF.Sqrt(2), MathF.Sqrt(2)]),
            Attention.Scores(s_queries, s_keys), Rounding);

    [Theory]
    [InlineData(0f)]
    [InlineData(-2f)]
    public void Scores_TakeAnyScale(float scale) =>
        Expect.Same(Rows.Of([scale, 0], [2 * scale, 2 * scale]), Attention.Scores(s_queries, s_keys, scale));

    [Fact]
    public void Scores_OfRectangularSourcesHaveARowAQueryAndAColumnAKey() =>
        Expect.Same(Rows.Of([4, 5, 6]), Attention.Scores(Rows.Of([1, 1]), Rows.Of([1, 3], [2, 3], [3, 3]), scale: 1));

    [Fact]
    public void Scores_TooLargeForFloatAreTheLargestFloat() =>
        Expect.Same(Rows.Of([float.MaxValue, float.MinValue, 0]),
            Attention.Scores(Rows.Of([1e30f, 1e30f]), Rows.Of([1e30f, 1e30f], [-1e30f, -1e30f], [1e30f, -1e30f])));

    [Fact]
    public void Scores_TooLargeForFloatFollowTheSignOfTheScale() =>
        Expect.Same(Rows.Of([float.MinValue]), Attention.Scores(Rows.Of([1e30f]), Rows.Of([1e30f]), scale: -2));

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void Scores_NonFiniteInputsFlowThrough(float number)
    {
        Assert.Equal(number, Attention.Scores(Rows.Of([number]), Rows.Of([1]))[0, 0]);
        Assert.Equal(number, Attention.Scores(Rows.Of([1]), Rows.Of([number]))[0, 0]);
    }

    [Fact]
    public void Mix_WeighsTheValues() =>
        Expect.Same(Rows.Of([2.5f, 7.5f], [10, 0]), Attention.Mix(Rows.Of([.25f, .75f], [1, 0]), s_values));

    [Fact]
    public void Steps_WorkedByHand()
    {
        // softmax(1, 0) = 1/(1+e⁻¹), softmax(2, 2) = ½
        var steps = Attention.Steps(s_queries, s_keys, s_values, scale: 1);
        Expect.Same(Rows.Of([1, 0], [2, 2]), steps.Scores);
        Expect.Close(Rows.Of([.7310586f, .2689414f], [.5f, .5f]), steps.Weights, Rounding);
        Expect.Close(Rows.Of([7.310586f, 2.689414f], [5, 5]), steps.Output, Rounding);
    }

    [Fact]
    public void Steps_HoldEveryMatrixInTheOrderOfComputation()
    {
        var steps = Attention.Steps(s_queries, s_keys, s_values, Mask.Causal(2), softcap: 3);
        Assert.Same(s_queries, steps.Queries);
        Assert.Same(s_keys, steps.Keys);
        Assert.Same(s_values, steps.Values);
        Expect.Same(Attention.Scores(s_queries, s_keys), steps.Scores);
        Expect.Same(Softcap.Apply(steps.Scores, 3), steps.CappedScores);
        Expect.Same(Mask.Causal(2).Apply(steps.CappedScores), steps.MaskedScores);
        Expect.Same(Softmax.Rows(steps.MaskedScores), steps.Weights);
        Expect.Same(Attention.Mix(steps.Weights, s_values), steps.Output);
        Assert.Equal((1 / MathF.Sqrt(2), 3f), (steps.Scale, steps.Softcap));
    }

    [Fact]
    public void RawScores_AreTheProductsBeforeTheScale()
    {
        Matrix<float> queries = Rows.Of([1, 2], [3, 4]), keys = Rows.Of([5, 6], [7, 8], [9, 10]);
        var steps = Attention.Steps(queries, keys, Rows.Of([1], [2], [3]), scale: 0.5f, softcap: 20);
        Expect.Same(Rows.Of([17, 23, 29], [39, 53, 67]), steps.RawScores);
        Expect.Same(steps.RawScores * 0.5f, steps.Scores);
    }

    [Fact]
    public void Steps_WithoutOptionsRepeatNoMatrix()
    {
        var steps = Attention.Steps(s_queries, s_keys, s_values);
        Assert.Same(steps.Scores, steps.CappedScores);
        Assert.Same(steps.Scores, steps.MaskedScores);
        Assert.Null(steps.Softcap);
    }

    [Fact]
    public void Apply_IsTheOutputOfSteps() =>
        Expect.Same(
            Attention.Steps(s_queries, s_keys, s_values, Mask.Causal(2), .3f, 2).Output,
            Attention.Apply(s_queries, s_keys, s_values, Mask.Causal(2), .3f, 2));

    [Fact]
    public void Steps_AQueryWithNothingToSeeGetsZeros()
    {
        var steps = Attention.Steps(s_queries, s_keys, s_values, Mask.Causal(2, 2, offset: -1));
        Expect.Same(Rows.Of([0, 0], [1, 0]), steps.Weights);
        Expect.Same(Rows.Of([0, 0], [10, 0]), steps.Output);
    }

    [Fact]
    public void Steps_NaNInAHiddenKeyIsHidden_ButInItsValueFlowsThrough()
    {
        Matrix<float> keys = Rows.Of([1], [float.NaN]), values = Rows.Of([5], [float.NaN]), one = Rows.Of([1]);
        var first = Mask.Padding(1, 2, length: 1);
        Expect.Same(Rows.Of([5]), Attention.Apply(one, keys, Rows.Of([5], [6]), first));
        Expect.Same(Rows.Of([float.NaN]), Attention.Apply(one, keys, values, first));
    }

    [Fact]
    public void Steps_OneTokenAttendsToItself() =>
        Expect.Same(Rows.Of([7, 8, 9]), Attention.Apply(Rows.Of([1, 2]), Rows.Of([3, 4]), Rows.Of([7, 8, 9])));

    [Fact]
    public void Steps_ValuesMayHaveTheirOwnSize() =>
        Assert.Equal((2, 3), (Attention.Apply(s_queries, s_keys, Rows.Of([1, 2, 3], [4, 5, 6])).RowCount,
            Attention.Apply(s_queries, s_keys, Rows.Of([1, 2, 3], [4, 5, 6])).ColumnCount));

    [Fact]
    public void Steps_TheSoftcapComesBeforeTheMask() => // after it, −∞ would come back as −softcap and get weight
        Assert.Equal(0, Attention.Steps(s_queries, s_keys, s_values, Mask.Causal(2), softcap: .5f).Weights[0, 1]);

    [Fact]
    public void Steps_LeaveTheirArgumentsAlone()
    {
        Matrix<float> queries = s_queries.Clone(), keys = s_keys.Clone(), values = s_values.Clone();
        Attention.Steps(queries, keys, values, Mask.Causal(2), softcap: 1);
        Expect.Same(s_queries, queries);
        Expect.Same(s_keys, keys);
        Expect.Same(s_values, values);
    }

    [Fact]
    public void Scores_RefuseDifferentHeadSizes() =>
        Expect.Error<ArgumentException>(
            "queries and keys must share dHead: queries is 2×2, keys is 1×3. Project both with the same dHead.",
            () => Attention.Scores(s_queries, Rows.Of([1, 2, 3])));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Scores_RefuseAScaleThatIsNotFinite(float scale) =>
        Expect.Error<ArgumentOutOfRangeException>(
            $"scale must be finite: it is {scale}. Leave it out for 1/√dHead.", () =>
            Attention.Scores(s_queries, s_keys, scale));

    [Fact]
    public void Steps_RefuseKeysAndValuesOfDifferentTokens() =>
        Expect.Error<ArgumentException>(
            "keys and values must have the same tokens: keys is 2×2, values is 1×2. Project both from the same "
            + "sequence.",
            () => Attention.Steps(s_queries, s_keys, Rows.Of([1, 2])));

    [Fact]
    public void Steps_RefuseAMaskOfAnotherShape() =>
        Expect.Error<ArgumentException>(
            "the mask must have the shape of the scores: the mask is 3×3, scores is 2×2. Rows are queries, columns are "
            + "keys.",
            () => Attention.Steps(s_queries, s_keys, s_values, Mask.Causal(3)));

    [Fact]
    public void Mix_RefusesWeightsWithoutValues() =>
        Expect.Error<ArgumentException>(
            "weights must have one column for each row of values: weights is 1×3, values is 2×2. Weights are queries × "
            + "keys, and each key has its value.",
            () => Attention.Mix(Rows.Of([1, 0, 0]), s_values));

    [Fact]
    public void Everything_RefusesNoTokens()
    {
        var none = Expect.Empty(0, 2);
        Expect.Error<ArgumentException>(NoTokens("queries"), () => Attention.Scores(none, s_keys));
        Expect.Error<ArgumentException>(NoTokens("keys"), () => Attention.Scores(s_queries, none));
        Expect.Error<ArgumentException>(NoTokens("queries"), () => Attention.Steps(none, s_keys, s_values));
        Expect.Error<ArgumentException>(NoTokens("keys"), () => Attention.Steps(s_queries, none, s_values));
        Expect.Error<ArgumentException>(NoTokens("values"), () => Attention.Steps(s_queries, s_keys, none));
        Expect.Error<ArgumentException>(NoTokens("weights"), () => Attention.Mix(none, s_values));
        Expect.Error<ArgumentException>(NoTokens("values"), () => Attention.Mix(s_queries, none));
    }

    [Fact]
    public void Everything_RefusesNull()
    {
        Assert.Throws<ArgumentNullException>("queries", () => Attention.Steps(null!, s_keys, s_values));
        Assert.Throws<ArgumentNullException>("keys", () => Attention.Steps(s_queries, null!, s_values));
        Assert.Throws<ArgumentNullException>("values", () => Attention.Steps(s_queries, s_keys, null!));
        Assert.Throws<ArgumentNullException>("keys", () => Attention.Scores(s_queries, null!));
        Assert.Throws<ArgumentNullException>("weights", () => Attention.Mix(null!, s_values));
        Assert.Throws<ArgumentNullException>("values", () => Attention.Mix(s_queries, null!));
    }

    private static string NoTokens(string name) =>
        $"{name} must have at least one row and one column: it is 0×2. Attention needs at least one token of at least "
        + "one number.";

    [Fact]
    public void Scores_OfMoreTokensThanAMatrixHolds_SayWhatToDo() =>
        Expect.Error<ArgumentException>(
            "a matrix holds at most 2,147,483,591 numbers: 50000×50000 would be 2,500,000,000. "
            + "FlashAttention.Apply gives the output without storing the scores; or take fewer tokens at once.",
            () => Attention.Scores(Matrix<float>.Build.Dense(50_000, 1), Matrix<float>.Build.Dense(50_000, 1)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 64)]
    [InlineData(40, 64)]
    public void Scores_OfTinyQueriesAndALargeScaleAreFinite(int nQueries, int dHead)
    {
        var scores = Attention.Scores(
            Matrix<float>.Build.Dense(nQueries, dHead, 1e-30f), Matrix<float>.Build.Dense(40, dHead, 1e10f), 1e30f);
        // dHead roundings
        Assert.All(scores.Enumerate(), score => Assert.Equal(1e10f * dHead, score, 1e10f * dHead * 1e-5f));
    }
}
