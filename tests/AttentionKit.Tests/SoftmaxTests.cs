namespace AttentionKit.Tests;

public class SoftmaxTests
{
    // A handful of roundings in exp, sum and quotient.
    private const float Rounding = 1e-6f;

    private const float Inf = float.PositiveInfinity;

    [Fact]
    public void Rows_WorkedByHand() => // e⁰ : e^ln3 = 1 : 3
        Expect.Close(Rows.Of([.25f, .75f], [.5f, .5f]), Softmax.Rows(Rows.Of([0, MathF.Log(3)], [5, 5])), Rounding);

    [Fact]
    public void Rows_LargeScoresDoNotOverflow() => // e⁻², e⁻¹, e⁰ over their sum
        Expect.Close(
            Rows.Of([.09003057f, .24472847f, .66524096f]), Softmax.Rows(Rows.Of([1000, 1001, 1002])), Rounding);

    [Fact]
    public void Rows_LowScoresDoNotVanish() =>
        Expect.Close(
            Rows.Of([.09003057f, .24472847f, .66524096f]), Softmax.Rows(Rows.Of([-1002, -1001, -1000])), Rounding);

    [Fact]
    public void Rows_EachRowIsItsOwnDistribution() =>
        Expect.Close(Rows.Of([1, 0], [0, 1]), Softmax.Rows(Rows.Of([200, 0], [0, 200])), Rounding);

    [Fact]
    public void Rows_OneKeyGetsEverything() =>
        Expect.Same(Rows.Of([1], [1]), Softmax.Rows(Rows.Of([-3], [7])));

    [Fact]
    public void Rows_AHiddenKeyGetsExactlyNothing() =>
        Expect.Same(Rows.Of([.5f, 0, .5f]), Softmax.Rows(Rows.Of([3, -Inf, 3])));

    [Fact]
    public void Rows_ARowWithNothingToSeeIsZero() =>
        Expect.Same(Rows.Of([0, 0], [.5f, .5f]), Softmax.Rows(Rows.Of([-Inf, -Inf], [1, 1])));

    [Fact]
    public void Rows_ALowFiniteRowIsNotHidden() =>
        Expect.Same(Rows.Of([.5f, .5f]), Softmax.Rows(Rows.Of([-1e9f, -1e9f])));

    [Theory]
    [InlineData(Inf)]
    [InlineData(float.NaN)]
    public void Rows_ARowWithoutADistributionIsNaN_AndOnlyThatRow(float culprit)
    {
        var weights = Softmax.Rows(Rows.Of([1, culprit, 2], [-Inf, culprit, -Inf], [4, 4, -Inf]));
        Expect.Same(
            Rows.Of([float.NaN, float.NaN, float.NaN], [float.NaN, float.NaN, float.NaN], [.5f, .5f, 0]), weights);
    }

    [Fact]
    public void Rows_TheLargestDifferenceOfScoresIsHarmless() =>
        Expect.Same(Rows.Of([1, 0]), Softmax.Rows(Rows.Of([float.MaxValue, float.MinValue])));

    [Fact]
    public void Rows_RefusesNoTokens() =>
        Expect.Error<ArgumentException>(
            "scores must have at least one row and one column: it is 2×0. Attention needs at least one token of at "
            + "least one number.",
            () => Softmax.Rows(Expect.Empty(2, 0)));

    [Fact]
    public void Rows_RefusesNull() => Assert.Throws<ArgumentNullException>("scores", () => Softmax.Rows(null!));

    [Fact]
    public void Rows_LeavesItsArgumentAlone()
    {
        var scores = Rows.Of([1, 2], [3, 4]);
        Softmax.Rows(scores).Clear();
        Expect.Same(Rows.Of([1, 2], [3, 4]), scores);
    }

    [Theory]
    [InlineData(1, 3_000_000)]
    [InlineData(32, 200_000)]
    public void Rows_OfVeryManyKeysSumToOne(int nRows, int nKeys)
    {
        var random = new Random(7);
        var weights = Softmax.Rows(Matrix<float>.Build.Dense(nRows, nKeys, (_, _) => (float)random.NextDouble()));
        var numbers = weights.AsColumnMajorArray();
        for (var i = 0; i < nRows; i++)
        {
            var sum = 0.0;
            for (var at = i; at < numbers.Length; at += nRows) sum += numbers[at];
            Assert.Equal(1, sum, 2e-6); // roundings of the weights themselves, and of 512 sums at a time
        }
    }

    [Fact]
    public void Rows_ALongRowNeedsNoMoreThanAFewTimesItsSize()
    {
        const int nKeys = 2_000_000;
        var scores = Matrix<float>.Build.Dense(1, nKeys);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Softmax.Rows(scores);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L * sizeof(float) * nKeys);
    }

    [Fact]
    public void Rows_AreTheSameAloneAndTogether() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany(size =>
            Gens.Matrices(size.Item1, size.Item2)).Sample(scores =>
        {
            var together = Softmax.Rows(scores);
            for (var i = 0; i < scores.RowCount; i++)
                Expect.Close(Softmax.Rows(scores.SubMatrix(i, 1, 0, scores.ColumnCount)),
                    together.SubMatrix(i, 1, 0, scores.ColumnCount), Rounding);
        });
}
