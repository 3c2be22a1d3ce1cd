namespace AttentionKit.Tests;

public class SinusoidalTests
{
    // One rounding from double to float.
    private const float Rounding = 1e-7f;

    [Fact]
    public void Of_WorkedByHand() => // dModel 4: waves of 1 and 100
        Expect.Close(
            Rows.Of([0, 1, 0, 1], [MathF.Sin(1), MathF.Cos(1), MathF.Sin(.01f), MathF.Cos(.01f)],
                [MathF.Sin(2), MathF.Cos(2), MathF.Sin(.02f), MathF.Cos(.02f)]),
            Sinusoidal.Of(3, 4), Rounding);

    [Fact]
    public void Of_TheOffsetSkipsRows() =>
        Expect.Same(Sinusoidal.Of(7, 6).SubMatrix(3, 4, 0, 6), Sinusoidal.Of(4, 6, offset: 3));

    [Fact]
    public void Of_AnOddSizeEndsWithASine() =>
        Assert.Equal(Math.Sin(5 / Math.Pow(10000, 2.0 / 3)), Sinusoidal.Of(6, 3)[5, 2], Rounding);

    [Fact]
    public void Of_RefusesSizesThatAreNone()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "nTokens must be at least 1: it is 0. Give at least one.", () => Sinusoidal.Of(0, 4));
        Expect.Error<ArgumentOutOfRangeException>(
            "dModel must be at least 1: it is -2. Give at least one.", () => Sinusoidal.Of(1, -2));
    }

    [Fact]
    public void Of_MoreThanAMatrixHolds_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Sinusoidal.Of(1_000_000, 5000));
        Assert.StartsWith("a matrix holds at most 2,147,483,591 numbers: 1000000×5000 would be 5,000,000,000.",
            error.Message, StringComparison.Ordinal);
    }
}
