namespace AttentionKit.Tests;

public class MultiHeadParametersTests
{
    private static Matrix<float> M(int nRows, int nColumns) =>
        Matrix<float>.Build.Dense(nRows, nColumns, (i, j) => 10 * i + j);

    private static Vector<float> V(int count) => Vector<float>.Build.Dense(count);

    private static MultiHeadParameters Grouped() =>
        new(M(6, 8), M(5, 4), M(5, 6), M(12, 7), nHeads: 4, nKvHeads: 2, V(8), V(4), V(6), V(7));

    [Fact]
    public void Sizes_FollowFromTheMatrices()
    {
        var parameters = Grouped();
        Assert.Equal((4, 2, 2, 3), (parameters.NHeads, parameters.NKvHeads, parameters.DHead, parameters.DValue));
    }

    [Fact]
    public void NKvHeads_AreAsManyAsQueryHeadsUnlessGiven() =>
        Assert.Equal(4, new MultiHeadParameters(M(6, 8), M(6, 8), M(6, 8), M(8, 6), nHeads: 4).NKvHeads);

    [Fact]
    public void Count_AddsUpMatricesAndBiases()
    {
        Assert.Equal(6 * 8 + 5 * 4 + 5 * 6 + 12 * 7 + 8 + 4 + 6 + 7, Grouped().Count);
        Assert.Equal(4 * 36, new MultiHeadParameters(M(6, 6), M(6, 6), M(6, 6), M(6, 6), nHeads: 3).Count);
    }

    [Fact]
    public void FromLinear_IsTheTransposeOfEach()
    {
        var plain = Grouped();
        var linear = MultiHeadParameters.FromLinear(
            plain.Wq.Transpose(), plain.Wk.Transpose(), plain.Wv.Transpose(), plain.Wo.Transpose(), 4, 2, plain.Bq,
            plain.Bk, plain.Bv, plain.Bo);
        Expect.Same(plain.Wq, linear.Wq);
        Expect.Same(plain.Wk, linear.Wk);
        Expect.Same(plain.Wv, linear.Wv);
        Expect.Same(plain.Wo, linear.Wo);
        Assert.Equal([plain.Bq!, plain.Bk!, plain.Bv!, plain.Bo!], [linear.Bq!, linear.Bk!, linear.Bv!, linear.Bo!]);
        Assert.Equal((4, 2), (linear.NHeads, linear.NKvHeads));
    }

    [Fact]
    public void Heads_MustDivideEqually()
    {
        Refuses(
            "nHeads must be a multiple of nKvHeads: nHeads is 4, nKvHeads is 3. Each key and value head serves equally "
            + "many query heads.",
            () => new(M(6, 8), M(6, 6), M(6, 6), M(8, 6), nHeads: 4, nKvHeads: 3));
        Refuses("Wq must split into nHeads equal heads: Wq is 6×8, nHeads is 3. Choose nHeads that divides 8.",
            () => new(M(6, 8), M(6, 8), M(6, 8), M(8, 6), nHeads: 3));
        Refuses("Wv must split into nKvHeads equal heads: Wv is 6×5, nKvHeads is 2. Choose nKvHeads that divides 5.",
            () => new(M(6, 8), M(6, 4), M(6, 5), M(8, 6), nHeads: 4, nKvHeads: 2));
    }

    [Fact]
    public void Matrices_MustFitTogether()
    {
        Refuses(
            "Wk must have nKvHeads · dHead = 2 · 2 columns: Wk is 6×8, Wq is 6×8 with 4 heads. A key is as long as a "
            + "query.",
            () => new(M(6, 8), M(6, 8), M(6, 4), M(8, 6), nHeads: 4, nKvHeads: 2));
        Refuses("Wk and Wv must have equally many rows: Wk is 6×8, Wv is 5×8. Both project the same sequence.",
            () => new(M(6, 8), M(6, 8), M(5, 8), M(8, 6), nHeads: 4));
        Refuses(
            "Wo must have nHeads · dValue = 4 · 3 rows: Wo is 8×6, Wv is 6×12 with 4 heads. It takes the outputs of "
            + "all heads side by side.",
            () => new(M(6, 8), M(6, 8), M(6, 12), M(8, 6), nHeads: 4));
    }

    [Fact]
    public void Biases_MustFitTheirMatrices()
    {
        Refuses("Bq must have one number for each column of Wq: Bq has 3, Wq is 6×8.", () =>
            new(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 2, bq: V(3)));
        Refuses("Bk must have one number for each column of Wk: Bk has 3, Wk is 6×8.", () =>
            new(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 2, bk: V(3)));
        Refuses("Bv must have one number for each column of Wv: Bv has 9, Wv is 6×8.", () =>
            new(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 2, bv: V(9)));
        Refuses("Bo must have one number for each column of Wo: Bo has 8, Wo is 8×6.", () =>
            new(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 2, bo: V(8)));
    }

    [Fact]
    public void NoHeads_AreRefused()
    {
        Expect.Error<ArgumentOutOfRangeException>("nHeads must be at least 1: it is 0. Give at least one.", () =>
            new MultiHeadParameters(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 0));
        Expect.Error<ArgumentOutOfRangeException>("nKvHeads must be at least 1: it is -1. Give at least one.", () =>
            new MultiHeadParameters(M(6, 8), M(6, 8), M(6, 8), M(8, 6), 2, -1));
    }

    [Fact]
    public void MissingMatrices_AreRefused()
    {
        Assert.Throws<ArgumentNullException>("wq", () => new MultiHeadParameters(null!, M(1, 1), M(1, 1), M(1, 1), 1));
        Assert.Throws<ArgumentNullException>("wk", () => new MultiHeadParameters(M(1, 1), null!, M(1, 1), M(1, 1), 1));
        Assert.Throws<ArgumentNullException>("wv", () => new MultiHeadParameters(M(1, 1), M(1, 1), null!, M(1, 1), 1));
        Assert.Throws<ArgumentNullException>("wo", () => new MultiHeadParameters(M(1, 1), M(1, 1), M(1, 1), null!, 1));
    }

    private static void Refuses(string message, Func<MultiHeadParameters> code) =>
        Expect.Error<ArgumentException>(message, code);
}
