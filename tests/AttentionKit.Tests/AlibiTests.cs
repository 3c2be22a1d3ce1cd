namespace AttentionKit.Tests;

public class AlibiTests
{
    [Fact]
    public void Slopes_OfEightHeadsHalveFromHeadToHead() => // Press et al. 2022, §3
        Assert.Equal([1 / 2f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f], Alibi.Slopes(8));

    [Fact]
    public void Slopes_OfSixteenHeadsLieBetween() // Press et al. 2022, §3: 1/2^0.5, 1/2^1 …
    {
        Assert.Equal(MathF.Sqrt(.5f), Alibi.Slopes(16)[0], 1e-7f);
        Assert.Equal(1 / 2f, Alibi.Slopes(16)[1]);
    }

    [Fact]
    public void Slopes_OfTwelveHeadsAreThoseOfEightAndEverySecondOfSixteen() =>
        Assert.Equal([.. Alibi.Slopes(8), Alibi.Slopes(16)[0], Alibi.Slopes(16)[2], Alibi.Slopes(16)[4],
            Alibi.Slopes(16)[6]], Alibi.Slopes(12));

    [Fact]
    public void Slopes_OfOneHead() => Assert.Equal([1 / 256f], Alibi.Slopes(1));

    [Fact]
    public void Bias_FallsWithTheDistance()
    {
        var mask = Alibi.Bias(.5f, 2, 4, offset: 1);
        Expect.Same(Rows.Of([-.5f, 0, -.5f, -1], [-1, -.5f, 0, -.5f]), Matrix<float>.Build.Dense(2, 4, mask.Bias));
    }

    [Fact]
    public void Biases_GiveEachHeadItsSlope()
    {
        var biases = Alibi.Biases(8, 1, 2, offset: 1);
        Assert.Equal(Alibi.Slopes(8).Select(slope => -slope), biases.Select(mask => mask.Bias(0, 0)));
        Assert.All(biases, mask => Assert.Equal((1, 2), (mask.NQueries, mask.NKeys)));
    }

    [Fact]
    public void Alibi_RefusesSizesThatAreNone()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "nHeads must be at least 1: it is 0. Give at least one.", () => Alibi.Slopes(0));
        Expect.Error<ArgumentOutOfRangeException>(
            "nQueries must be at least 1: it is 0. Give at least one.", () => Alibi.Bias(1, 0, 1));
        Expect.Error<ArgumentOutOfRangeException>(
            "nKeys must be at least 1: it is 0. Give at least one.", () => Alibi.Bias(1, 1, 0));
        Expect.Error<ArgumentOutOfRangeException>(
            "slope must be finite: it is NaN. Take one of Alibi.Slopes(nHeads).", () => Alibi.Bias(float.NaN, 1, 1));
    }
}
