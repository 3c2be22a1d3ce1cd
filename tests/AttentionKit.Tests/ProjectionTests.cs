namespace AttentionKit.Tests;

public class ProjectionTests
{
    private static readonly Matrix<float> s_x = Rows.Of([1, 2], [3, 4]);

    [Fact]
    public void Apply_IsTheMatrixProduct() =>
        Expect.Same(Rows.Of([19, 22], [43, 50]), Projection.Apply(s_x, Rows.Of([5, 6], [7, 8])));

    [Fact]
    public void Apply_AddsTheBiasToEveryToken() =>
        Expect.Same(Rows.Of([29, 42], [53, 70]),
            Projection.Apply(s_x, Rows.Of([5, 6], [7, 8]), Vector<float>.Build.Dense([10, 20])));

    [Fact]
    public void Apply_TakesOneToken() =>
        Expect.Same(Rows.Of([3, 5, 7]), Projection.Apply(Rows.Of([1, 2]), Rows.Of([1, 1, 1], [1, 2, 3])));

    [Fact]
    public void FromLinear_TurnsOutputsByInputsIntoInputsByOutputs() =>
        Expect.Same(Rows.Of([1, 3, 5], [2, 4, 6]), Projection.FromLinear(Rows.Of([1, 2], [3, 4], [5, 6])));

    [Fact]
    public void FromLinear_RefusesNull() => Assert.Throws<ArgumentNullException>(() => Projection.FromLinear(null!));

    [Fact]
    public void Apply_RecognisesLinearStorage() =>
        Expect.Error<ArgumentException>(
            "x must have one column for each row of w: x is 2×2, w is 3×2. w seems to be stored as (dOut × dIn), as a "
            + "Linear layer does: pass Projection.FromLinear(w).",
            () => Projection.Apply(s_x, Rows.Of([1, 2], [3, 4], [5, 6])));

    [Fact]
    public void Apply_RefusesAnotherWidth() =>
        Expect.Error<ArgumentException>(
            "x must have one column for each row of w: x is 2×2, w is 1×3. Use a w with as many rows as an embedding "
            + "has numbers.",
            () => Projection.Apply(s_x, Rows.Of([1, 2, 3])));

    [Fact]
    public void Apply_RefusesABiasOfAnotherWidth() =>
        Expect.Error<ArgumentException>(
            "bias must have one number for each column of w: bias has 3, w is 2×2. Each output number has its own "
            + "bias.",
            () => Projection.Apply(s_x, s_x, Vector<float>.Build.Dense(3)));

    [Fact]
    public void Apply_RefusesNoTokens() =>
        Expect.Error<ArgumentException>(
            "x must have at least one row and one column: it is 0×2. Attention needs at least one token of at least "
            + "one number.",
            () => Projection.Apply(Expect.Empty(0, 2), s_x));

    [Fact]
    public void Apply_RefusesAnEmptyW() =>
        Expect.Error<ArgumentException>(
            "w must have at least one row and one column: it is 2×0. Attention needs at least one token of at least "
            + "one number.",
            () => Projection.Apply(s_x, Expect.Empty(2, 0)));

    [Fact]
    public void Apply_RefusesNull()
    {
        Assert.Throws<ArgumentNullException>("x", () => Projection.Apply(null!, s_x));
        Assert.Throws<ArgumentNullException>("w", () => Projection.Apply(s_x, null!));
    }

    [Fact]
    public void Apply_LeavesItsArgumentsAlone()
    {
        Matrix<float> x = s_x.Clone(), w = Rows.Of([5, 6], [7, 8]);
        var bias = Vector<float>.Build.Dense([1, 2]);
        Projection.Apply(x, w, bias).Clear();
        Expect.Same(s_x, x);
        Expect.Same(Rows.Of([5, 6], [7, 8]), w);
        Assert.Equal([1, 2], bias);
    }
}
