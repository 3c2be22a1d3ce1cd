namespace AttentionKit.Tests;

public class MaskTests
{
    private const float Hidden = float.NegativeInfinity;

    private static Matrix<float> Biases(Mask mask) => Matrix<float>.Build.Dense(mask.NQueries, mask.NKeys, mask.Bias);

    [Fact]
    public void Of_TrueMeansMayLook()
    {
        var mask = Mask.Of(new[,] { { true, false, true }, { false, true, true } });
        Assert.Equal((2, 3), (mask.NQueries, mask.NKeys));
        Expect.Same(Rows.Of([0, Hidden, 0], [Hidden, 0, 0]), Biases(mask));
        Assert.True(mask.CanAttend(0, 2));
        Assert.False(mask.CanAttend(1, 0));
    }

    [Fact]
    public void Of_CopiesItsArgument()
    {
        var canAttend = new[,] { { true } };
        var mask = Mask.Of(canAttend);
        canAttend[0, 0] = false;
        Assert.True(mask.CanAttend(0, 0));
    }

    [Fact]
    public void Causal_HidesTheFuture() =>
        Expect.Same(Rows.Of([0, Hidden, Hidden], [0, 0, Hidden], [0, 0, 0]), Biases(Mask.Causal(3)));

    [Fact]
    public void Causal_OneTokenSeesItself() => Expect.Same(Rows.Of([0]), Biases(Mask.Causal(1)));

    [Fact]
    public void Causal_TheOffsetIsThePast() =>
        Expect.Same(Rows.Of([0, 0, 0, Hidden], [0, 0, 0, 0]), Biases(Mask.Causal(2, 4, offset: 2)));

    [Fact]
    public void Causal_ANegativeOffsetLeavesLeadingQueriesNothingToSee() =>
        Expect.Same(Rows.Of([Hidden, Hidden], [Hidden, Hidden], [0, Hidden]), Biases(Mask.Causal(3, 2, offset: -2)));

    [Fact]
    public void Causal_AHugeOffsetDoesNotWrapAround() =>
        Expect.Same(Rows.Of([0, 0], [0, 0]), Biases(Mask.Causal(2, 2, offset: int.MaxValue)));

    [Fact]
    public void SlidingWindow_SeesTheLastTokensItselfIncluded() =>
        Expect.Same(Rows.Of([0, Hidden, Hidden, Hidden], [0, 0, Hidden, Hidden], [Hidden, 0, 0, Hidden],
            [Hidden, Hidden, 0, 0]), Biases(Mask.SlidingWindow(4, 4, window: 2)));

    [Fact]
    public void SlidingWindow_KeepsTheSinksInSight() =>
        Expect.Same(Rows.Of([0, Hidden, Hidden, Hidden, 0, Hidden], [0, Hidden, Hidden, Hidden, Hidden, 0]),
            Biases(Mask.SlidingWindow(2, 6, window: 1, offset: 4, nSinks: 1)));

    [Fact]
    public void SlidingWindow_ASinkInTheFutureIsHidden() =>
        Expect.Same(Rows.Of([0, Hidden], [0, 0]), Biases(Mask.SlidingWindow(2, 2, window: 1, nSinks: 2)));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    [InlineData(null, 1)]
    [InlineData(1, null)]
    [InlineData(null, null)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Window_SeesAsFarAsEachSideSays(int? left, int? right)
    {
        foreach (var offset in new[] { -2, 0, 3 })
            Expect.Same(
                Matrix<float>.Build.Dense(4, 7, (i, j) =>
                    j >= i + offset - (long)(left ?? 99) && j <= i + offset + (long)(right ?? 99) ? 0 : Hidden),
                Biases(Mask.Window(4, 7, left, right, offset)));
    }

    [Fact]
    public void Window_WithNothingAfter_IsASlidingWindow() =>
        Expect.Same(Biases(Mask.SlidingWindow(5, 6, window: 3, offset: 1)),
            Biases(Mask.Window(5, 6, left: 2, right: 0, offset: 1)));

    [Fact]
    public void Window_AndACausalMask_SeeNoFuture() =>
        Expect.Same(Biases(Mask.Window(4, 4, left: 1, right: 0)),
            Biases(Mask.Window(4, 4, left: 1, right: 2).And(Mask.Causal(4))));

    [Fact]
    public void Padding_HidesTheKeysFromALengthOn() =>
        Expect.Same(Rows.Of([0, 0, Hidden], [0, 0, Hidden]), Biases(Mask.Padding(2, 3, length: 2)));

    [Fact]
    public void Padding_OfLengthZeroHidesAll() =>
        Expect.Same(Rows.Of([Hidden, Hidden]), Biases(Mask.Padding(1, 2, length: 0)));

    [Fact]
    public void And_AddsTheBiases() =>
        Expect.Same(Rows.Of([3, Hidden], [Hidden, Hidden]), Biases(
            Mask.Additive(Rows.Of([1, Hidden], [5, Hidden])).And(Mask.Additive(Rows.Of([2, 7], [Hidden, Hidden])))));

    [Fact]
    public void And_TwoVeryLowBiasesDoNotHide()
    {
        var lowest = Mask.Additive(Rows.Of([float.MinValue]));
        Assert.Equal(float.MinValue, lowest.And(lowest).Bias(0, 0));
    }

    [Fact]
    public void Apply_PutsMinusInfinityInThePlaceOfHiddenScoresOnly() =>
        Expect.Same(Rows.Of([1, Hidden], [3, 4]), Mask.Causal(2).Apply(Rows.Of([1, 2], [3, 4])));

    [Fact]
    public void Apply_AddsTheBias() =>
        Expect.Same(Rows.Of([11, 22]), Mask.Additive(Rows.Of([10, 20])).Apply(Rows.Of([1, 2])));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Apply_HiddenStaysHiddenWhateverTheScoreIs(float score) =>
        Expect.Same(Rows.Of([score, Hidden]), Mask.Padding(1, 2, length: 1).Apply(Rows.Of([score, score])));

    [Fact]
    public void Apply_AFiniteBiasHidesNothing_HoweverLowTheScore() =>
        Expect.Same(Rows.Of([float.MinValue, float.MaxValue]),
            Mask.Additive(Rows.Of([-1e38f, 1e38f])).Apply(Rows.Of([float.MinValue, float.MaxValue])));

    [Fact]
    public void Apply_LeavesItsArgumentAlone()
    {
        var scores = Rows.Of([1, 2], [3, 4]);
        Mask.Causal(2).Apply(scores).Clear();
        Expect.Same(Rows.Of([1, 2], [3, 4]), scores);
    }

    [Fact]
    public void Additive_CopiesItsArgument()
    {
        var bias = Rows.Of([1]);
        var mask = Mask.Additive(bias);
        bias[0, 0] = 9;
        Assert.Equal(1, mask.Bias(0, 0));
    }

    [Fact]
    public void Apply_RefusesScoresOfAnotherShape()
    {
        Expect.Error<ArgumentException>(
            "the mask must have the shape of the scores: the mask is 3×3, scores is 3×2. Rows are queries, columns are "
            + "keys.", () => Mask.Causal(3).Apply(Rows.Of([1, 2], [3, 4], [5, 6])));
        Expect.Error<ArgumentException>(
            "the mask must have the shape of the scores: the mask is 2×2, scores is 1×2. Rows are queries, columns are "
            + "keys.", () => Mask.Causal(2).Apply(Rows.Of([1, 2])));
        Assert.Throws<ArgumentNullException>("scores", () => Mask.Causal(2).Apply(null!));
    }

    [Fact]
    public void And_RefusesAMaskOfAnotherShape()
    {
        Expect.Error<ArgumentException>(
            "masks must have the same shape: this one is 2×2, other is 2×3. Rows are queries, columns are keys.", () =>
            Mask.Causal(2).And(Mask.Causal(2, 3)));
        Expect.Error<ArgumentException>(
            "masks must have the same shape: this one is 2×2, other is 1×2. Rows are queries, columns are keys.", () =>
            Mask.Causal(2).And(Mask.Causal(1, 2)));
        Assert.Throws<ArgumentNullException>("other", () => Mask.Causal(2).And(null!));
    }

    [Fact]
    public void Of_RefusesAnEmptyMask()
    {
        Expect.Error<ArgumentException>(
            "canAttend must have rows and columns: it is 0×3. Give a row a query and a column a key.", () =>
            Mask.Of(new bool[0, 3]));
        Assert.Throws<ArgumentNullException>("canAttend", () => Mask.Of(null!));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Additive_RefusesWhatIsNoBias(float number) =>
        Expect.Error<ArgumentException>(
            $"bias must hold finite numbers or −∞: it is 1×2 and holds {number}. Use −∞ to hide a key, 0 to leave a "
            + "score.", () => Mask.Additive(Rows.Of([0, number])));

    [Fact]
    public void Additive_RefusesAnEmptyBias() =>
        Expect.Error<ArgumentException>(
            "bias must have at least one row and one column: it is 0×1. Attention needs at least one token of at least "
            + "one number.", () => Mask.Additive(Expect.Empty(0, 1)));

    [Fact]
    public void EveryMask_RefusesSizesThatAreNone()
    {
        Refuses("nQueries must be at least 1: it is 0. Give at least one.", () => Mask.Causal(0));
        Refuses("nKeys must be at least 1: it is -1. Give at least one.", () => Mask.Causal(1, -1));
        Refuses("nKeys must be at least 1: it is 0. Give at least one.", () => Mask.Padding(1, 0, 1));
        Refuses("length must not be negative: it is -1. Use 0 for none.", () => Mask.Padding(1, 1, -1));
        Refuses("window must be at least 1: it is 0. Give at least one.", () => Mask.SlidingWindow(1, 1, window: 0));
        Refuses("left must not be negative: it is -1. Use 0 for none.", () => Mask.Window(1, 1, left: -1, right: null));
        Refuses(
            "right must not be negative: it is -2. Use 0 for none.", () => Mask.Window(1, 1, left: null, right: -2));
        Refuses(
            "nSinks must not be negative: it is -2. Use 0 for none.", () => Mask.SlidingWindow(1, 1, 1, nSinks: -2));
    }

    [Fact]
    public void CanAttend_RefusesATokenThatIsNotThere() =>
        Refuses(
            "query and key must be a row and a column of the mask: they are 0 and 2, the mask is 2×2. Both count from "
            + "0.", () => Mask.Causal(2).CanAttend(0, 2));

    private static void Refuses(string message, Func<object?> code) =>
        Expect.Error<ArgumentOutOfRangeException>(message, code);

    [Fact]
    public void And_OfTwoWindowsWithDifferentSinks_HidesWhatEitherHides()
    {
        Mask one = Mask.SlidingWindow(8, 8, 2, nSinks: 3), other = Mask.SlidingWindow(8, 8, 4, nSinks: 1);
        var both = one.And(other);
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < 8; j++)
                Assert.Equal(one.CanAttend(i, j) && other.CanAttend(i, j), both.CanAttend(i, j));
    }

    [Fact]
    public void Dense_OfTooManyNumbers_SaysWhatToDo()
    {
        Mask one = Mask.SlidingWindow(
            50_000, 50_000, 2, nSinks: 3), other = Mask.SlidingWindow(50_000, 50_000, 4, nSinks: 1);
        var error = Assert.Throws<ArgumentException>(() => one.And(other));
        Assert.StartsWith("a matrix holds at most 2,147,483,591 numbers: 50000×50000 would be 2,500,000,000.",
            error.Message, StringComparison.Ordinal);
    }
}
