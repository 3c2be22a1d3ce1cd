namespace AttentionKit.Tests;

public class MatrixProductTests
{
    // Around the edges of a block of 32 × 8, of a block 512 deep, and of what is shared out among threads.
    private static readonly Gen<(int M, int N, int K)> s_sizes = Gen.Frequency(
        (3, Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 12])),
        (3, Gen.Select(Gen.OneOf(1, 4, 5, 31, 32, 33, 64, 70), Gen.OneOf(1, 7, 8, 9, 17, 40),
            Gen.OneOf(1, 2, 31, 255, 511, 512, 513))),
        (1, Gen.Select(Gen.Const(1), Gen.OneOf(2047, 2048, 2049, 4100), Gen.OneOf(5, 64))),
        (1, Gen.Select(Gen.OneOf(127, 128, 129, 300), Gen.OneOf(65, 128, 130), Gen.OneOf(64, 100))));

    private static readonly Gen<(Matrix<float> A, Matrix<float> B)> s_factors =
        from size in s_sizes
        from a in Gens.Matrices(size.M, size.K)
        from b in Gens.Matrices(size.K, size.N)
        select (a, b);

    [Fact]
    public void Of_WorkedByHand() =>
        Expect.Same(Rows.Of([19, 22], [43, 50]), MatrixProduct.Of(Rows.Of([1, 2], [3, 4]), Rows.Of([5, 6], [7, 8])));

    [Fact]
    public void EveryForm_IsTheProductOfTheDefinition() => s_factors.Sample((a, b) =>
    {
        var exact = DoubleAttention.Product(DoubleAttention.Of(a), DoubleAttention.Of(b));
        var expected = Matrix<float>.Build.Dense(a.RowCount, b.ColumnCount, (i, j) => (float)exact[i, j]);
        // A rounding for each term and its partial sum, none of which is larger than the sum of all terms' magnitudes.
        // Numbers too small to be normal are rounded to a multiple of float.Epsilon.
        var tolerance = (a.ColumnCount + 1) * (
            6e-8f * MatrixProduct.Plain(a.PointwiseAbs(), b.PointwiseAbs()).Enumerate().Max() + 8 * float.Epsilon);
        Expect.Close(expected, MatrixProduct.Plain(a, b), tolerance);
        Expect.Close(expected, MatrixProduct.Of(a, b), tolerance);
        Expect.Close(expected, MatrixProduct.OfTransposed(a, b.Transpose()), tolerance);
        Expect.Close(expected, MatrixProduct.TransposedOf(a.Transpose(), b), tolerance);
        Expect.Close(expected * .5f, MatrixProduct.OfTransposed(a, b.Transpose(), scale: .5f), tolerance);
    }, iter: 200);

    [Fact]
    public void Of_IsExactOnWholeNumbers() =>
        (from size in s_sizes from a in Whole(size.M, size.K) from b in Whole(size.K, size.N) select (a, b)).Sample(
        (a, b) =>
    {
        Expect.Same(MatrixProduct.Plain(a, b), MatrixProduct.Of(a, b));
        Expect.Same(MatrixProduct.Plain(a, b), MatrixProduct.OfTransposed(a, b.Transpose()));
        Expect.Same(MatrixProduct.Plain(a, b), MatrixProduct.TransposedOf(a.Transpose(), b));
    }, iter: 100);

    [Fact]
    public void Of_TakesMatricesThatAreNotDense() =>
        Expect.Same(Rows.Of([2, 4], [6, 8]),
            MatrixProduct.Of(Rows.Of([1, 2], [3, 4]), Matrix<float>.Build.DiagonalOfDiagonalArray([2, 2])));

    [Fact]
    public void Of_NaNStaysInItsRow()
    {
        Matrix<float> a = Matrix<float>.Build.Dense(40, 40, 1), b = Matrix<float>.Build.Dense(40, 40, 1);
        a[33, 7] = float.NaN;
        var product = MatrixProduct.Of(a, b);
        for (var i = 0; i < 40; i++)
            Assert.All(product.Row(i), number => Assert.Equal(i == 33 ? float.NaN : 40, number));
    }

    [Fact]
    public void EveryForm_RefusesShapesThatDoNotFit()
    {
        Matrix<float> a = Rows.Of([1, 2]), b = Rows.Of([1, 2, 3]);
        Expect.Error<ArgumentException>(
            "a must have one column for each row of b: a is 1×2, b is 1×3.", () => MatrixProduct.Of(a, b));
        Expect.Error<ArgumentException>(
            "a must have one column for each row of b: a is 1×2, b is 1×3.", () => MatrixProduct.Plain(a, b));
        Expect.Error<ArgumentException>(
            "a and b must have the same columns: a is 1×2, b is 1×3.", () => MatrixProduct.OfTransposed(a, b));
        Expect.Error<ArgumentException>(
            "a and b must have the same rows: a is 1×2, b is 2×1.", () => MatrixProduct.TransposedOf(a, a.Transpose()));
    }

    [Fact]
    public void EveryForm_RefusesNull()
    {
        var one = Rows.Of([1]);
        foreach (Func<Matrix<float>, Matrix<float>, Matrix<float>> form in new Func<Matrix<float>, Matrix<float>,
            Matrix<float>>[] { MatrixProduct.Of, MatrixProduct.Plain, MatrixProduct.TransposedOf, (a, b) =>
            MatrixProduct.OfTransposed(a, b) })
        {
            Assert.Throws<ArgumentNullException>("a", () => form(null!, one));
            Assert.Throws<ArgumentNullException>("b", () => form(one, null!));
        }
    }

    private static Gen<Matrix<float>> Whole(int nRows, int nColumns) =>
        Gen.Int[-9, 9].Select(n => (float)n).Array[nRows * nColumns].Select(numbers =>
            Matrix<float>.Build.Dense(nRows, nColumns, numbers));
}
