namespace AttentionKit.Tests;

public class RopeTests
{
    private const float Rounding = 1e-6f;

    private static readonly Matrix<float> s_x = Rows.Of([1, 2, 3, 4], [1, 2, 3, 4]);

    [Fact]
    public void Apply_TheFirstTokenStays() =>
        Expect.Same(s_x.SubMatrix(0, 1, 0, 4), Rope.Apply(s_x).SubMatrix(0, 1, 0, 4));

    [Fact]
    public void Apply_HalfSplit_PairsANumberWithTheOneHalfAHeadOn()
    {
        var (c0, s0, c1, s1) = (MathF.Cos(1), MathF.Sin(1), MathF.Cos(.01f), MathF.Sin(.01f));
        Expect.Close(Rows.Of([1 * c0 - 3 * s0, 2 * c1 - 4 * s1, 3 * c0 + 1 * s0, 4 * c1 + 2 * s1]),
            Rope.Apply(s_x).SubMatrix(1, 1, 0, 4), Rounding);
    }

    [Fact]
    public void Apply_Interleaved_PairsNeighbours()
    {
        var (c0, s0, c1, s1) = (MathF.Cos(1), MathF.Sin(1), MathF.Cos(.01f), MathF.Sin(.01f));
        Expect.Close(Rows.Of([1 * c0 - 2 * s0, 2 * c0 + 1 * s0, 3 * c1 - 4 * s1, 4 * c1 + 3 * s1]),
            Rope.Apply(s_x, interleaved: true).SubMatrix(1, 1, 0, 4), Rounding);
    }

    [Fact]
    public void Apply_Partial_LeavesTheRest() =>
        Expect.Close(
            Rows.Of([1, 2, 3, 4], [1 * MathF.Cos(1) - 2 * MathF.Sin(1), 2 * MathF.Cos(1) + 1 * MathF.Sin(1), 3, 4]),
            Rope.Apply(s_x, dRotary: 2), Rounding);

    [Fact]
    public void Apply_TheOffsetIsThePositionOfTheFirstToken() =>
        Expect.Same(
            Rope.Apply(Rows.Of([9, 9], [9, 9], [1, 2])).SubMatrix(2, 1, 0, 2), Rope.Apply(Rows.Of([1, 2]), offset: 2));

    [Fact]
    public void Angle_FollowsTheBase() => // ((π/2)⁻²)^(−2/4) = π/2: a quarter turn a token
        Assert.Equal(MathF.PI / 2,
            Rope.Angle(position: 1, pair: 1, dRotary: 4, frequencyBase: MathF.Pow(MathF.PI / 2, -2)), 1e-6);

    [Fact]
    public void Angle_SlowsDownFromPairToPair() =>
        Assert.Equal([7, 7 / Math.Pow(10000, .25), 7 / 100.0, 7 / Math.Pow(10000, .75)],
            Enumerable.Range(0, 4).Select(pair => Rope.Angle(7, pair, 8)), (a, b) => Math.Abs(a - b) < 1e-12);

    [Fact]
    public void Apply_FarPositionsKeepTheirAngle() => // in float, 10⁷ radians are off by a whole radian
        Assert.Equal((float)Math.Cos(10_000_001), Rope.Apply(Rows.Of([1, 0]), offset: 10_000_001)[0, 0]);

    [Fact]
    public void Apply_RefusesWhatIsNoPair()
    {
        Refuses(
            3, "dRotary must be even and between 2 and dHead: dRotary is 3, x is 2×4. Numbers are turned in pairs.");
        Refuses(
            0, "dRotary must be even and between 2 and dHead: dRotary is 0, x is 2×4. Numbers are turned in pairs.");
        Refuses(
            6, "dRotary must be even and between 2 and dHead: dRotary is 6, x is 2×4. Numbers are turned in pairs.");
        Expect.Error<ArgumentOutOfRangeException>(
            "dRotary must be even and between 2 and dHead: dRotary is 3, x is 1×3. Numbers are turned in pairs.", () =>
            Rope.Apply(Rows.Of([1, 2, 3])));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Apply_RefusesABaseThatIsNone(float frequencyBase) =>
        Expect.Error<ArgumentOutOfRangeException>(
            $"frequencyBase must be a finite number above 0: it is {frequencyBase}.", () =>
            Rope.Apply(s_x, frequencyBase: frequencyBase));

    [Fact]
    public void Angle_RefusesNoNumbers() =>
        Expect.Error<ArgumentOutOfRangeException>(
            "dRotary must be at least 1: it is 0. Give at least one.", () => Rope.Angle(1, 0, 0));

    [Fact]
    public void Rotate_RefusesAnglesThatDoNotFit()
    {
        const string Message =
            "cos and sin must have one row a token and one column a pair of x: x is 2×4, cos is {0}, sin is {1}. Each "
            + "pair takes two columns of x.";
        void Misfit(int cosRows, int cosColumns, int sinRows, int sinColumns) => Expect.Error<ArgumentException>(
            string.Format(null, Message, $"{cosRows}×{cosColumns}", $"{sinRows}×{sinColumns}"),
            () => Rope.Rotate(s_x, Matrix<float>.Build.Dense(cosRows, cosColumns),
                Matrix<float>.Build.Dense(sinRows, sinColumns)));
        Misfit(1, 2, 1, 2);
        Misfit(2, 2, 1, 2);
        Misfit(2, 2, 2, 1);
        Misfit(2, 3, 2, 3);
    }

    [Fact]
    public void Rope_RefusesNoTokens()
    {
        Assert.Throws<ArgumentNullException>("x", () => Rope.Apply(null!));
        Expect.Error<ArgumentException>(
            "x must have at least one row and one column: it is 0×4. Attention needs at least one token of at least "
            + "one number.", () => Rope.Apply(Expect.Empty(0, 4)));
        Assert.Throws<ArgumentNullException>("x", () => Rope.Rotate(null!, s_x, s_x));
        Assert.Throws<ArgumentNullException>("cos", () => Rope.Rotate(s_x, null!, s_x));
        Assert.Throws<ArgumentNullException>("sin", () => Rope.Rotate(s_x, s_x, null!));
    }

    private static void Refuses(int dRotary, string message) =>
        Expect.Error<ArgumentOutOfRangeException>(message, () => Rope.Apply(s_x, dRotary: dRotary));

    [Fact]
    public void Apply_OfADiagonalMatrix_IsThatOfTheSameNumbers()
    {
        var diagonal = Matrix<float>.Build.DiagonalOfDiagonalArray([1, 2, 3, 4]);
        Expect.Same(Rope.Apply(Matrix<float>.Build.DenseOfMatrix(diagonal)), Rope.Apply(diagonal));
    }
}
