namespace AttentionKit.Tests;

public class SoftcapTests
{
    [Fact]
    public void Apply_WorkedByHand() => // 2·tanh(1/2), 2·tanh(1), 2·tanh(0), 2·tanh(−2)
                                        // a few roundings
        Expect.Close(Rows.Of([.9242343f, 1.5231883f], [0, -1.9280552f]), Softcap.Apply(Rows.Of([1, 2], [0, -4]), 2),
            1e-6f);

    [Fact]
    public void Apply_LargeScoresLevelOffAtTheCap() =>
        Expect.Same(Rows.Of([30, -30]), Softcap.Apply(Rows.Of([float.MaxValue, float.MinValue]), 30));

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Apply_RefusesACapThatIsNone(float softcap)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            nameof(softcap), () => Softcap.Apply(Rows.Of([1]), softcap));
        Assert.StartsWith($"softcap must be a finite number above 0: it is {softcap}. Leave it out for no cap.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_RefusesNoTokens() =>
        Expect.Error<ArgumentException>(
            "scores must have at least one row and one column: it is 0×0. Attention needs at least one token of at "
            + "least one number.",
            () => Softcap.Apply(Expect.Empty(0, 0), 1));

    [Fact]
    public void Apply_LeavesItsArgumentAlone()
    {
        var scores = Rows.Of([1, 2], [3, 4]);
        Softcap.Apply(scores, 1);
        Expect.Same(Rows.Of([1, 2], [3, 4]), scores);
    }

    [Fact]
    public void Apply_AScoreOfZeroStaysZero_HoweverLargeTheMatrixAndTheCap() =>
        Assert.All(Softcap.Apply(Matrix<float>.Build.Dense(5, 7), 1e6f).Enumerate(), number => Assert.Equal(0, number));

    [Fact]
    public void Apply_TheSameScoreGivesTheSameNumber_InAMatrixOfAnySize()
    {
        var alone = Softcap.Apply(Rows.Of([.3f]), 30)[0, 0];
        Assert.All(
            Softcap.Apply(Matrix<float>.Build.Dense(5, 7, .3f), 30).Enumerate(), number => Assert.Equal(alone, number));
    }
}
