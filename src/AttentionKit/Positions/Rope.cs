using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Rotary positions: each pair of numbers in a query or key is turned by an angle that grows with the token's
/// position, so that a dot product depends on how far apart two tokens are, not on where they are.</summary>
/// <remarks>Su et al. 2021, §3.2.2, eq. 15.</remarks>
public static class Rope
{
    /// <summary>Turns every pair of every token by its <see cref="Angle"/>. Do it to queries and keys, not to
    /// values.</summary>
    /// <param name="x">[nTokens × dHead], queries or keys of one head.</param>
    /// <param name="offset">Position of the first token, as when a cache holds the past.</param>
    /// <param name="interleaved">Pairs are neighbours (0, 1), (2, 3) … when true; else number k is paired with number k
    /// + dRotary/2.</param>
    /// <param name="dRotary">How many leading numbers of each token are turned: even, at most dHead. All when
    /// null.</param>
    /// <param name="frequencyBase">How slowly the last pairs turn; dimensionless, more than 0.</param>
    /// <returns>[nTokens × dHead], a new matrix.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">dRotary is odd, less than 2 or more than dHead, or the base is not
    /// a finite number above 0.</exception>
    /// <remarks>Su et al. 2021, eq. 15 (interleaved); Black et al. 2022 (GPT-NeoX), §2.1.1 (half-split,
    /// partial).</remarks>
    public static Matrix<float> Apply(
        Matrix<float> x, int offset = 0, bool interleaved = false, int? dRotary = null, float frequencyBase = 10000)
    {
        Shape.Filled(x, nameof(x));
        var turned = dRotary ?? x.ColumnCount;
        if (turned < 2 || turned % 2 != 0 || turned > x.ColumnCount)
            throw new ArgumentOutOfRangeException(
                nameof(dRotary), turned,
                $"dRotary must be even and between 2 and dHead: dRotary is {turned}, x is {Shape.Of(x)}. Numbers are "
                + "turned in pairs.");
        var cos = Matrix<float>.Build.Dense(
            x.RowCount, turned / 2, (i, pair) => (float)Math.Cos(Angle(i + offset, pair, turned, frequencyBase)));
        var sin = Matrix<float>.Build.Dense(
            x.RowCount, turned / 2, (i, pair) => (float)Math.Sin(Angle(i + offset, pair, turned, frequencyBase)));
        return Rotate(x, cos, sin, interleaved);
    }

    /// <summary>angle = position · frequencyBase^(−2·pair / dRotary): the first pair turns fastest, one radian a
    /// token.</summary>
    /// <param name="position">The token's place in the sequence, from 0.</param>
    /// <param name="pair">0 … dRotary/2 − 1.</param>
    /// <param name="dRotary">How many numbers of each token are turned.</param>
    /// <param name="frequencyBase">How slowly the last pairs turn; dimensionless, more than 0.</param>
    /// <returns>Radians. In double, for float loses whole turns at far positions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">dRotary is less than 1, or the base is not a finite number above
    /// 0.</exception>
    /// <remarks>Su et al. 2021, §3.2.2.</remarks>
    public static double Angle(int position, int pair, int dRotary, float frequencyBase = 10000)
    {
        Shape.Positive(dRotary, nameof(dRotary));
        Shape.PositiveNumber(frequencyBase, nameof(frequencyBase));
        return position * Math.Pow(frequencyBase, -2.0 * pair / dRotary);
    }

    /// <summary>Turns every pair (a, b) of every token: (a·cos − b·sin, b·cos + a·sin). Numbers beyond the pairs
    /// stay.</summary>
    /// <param name="x">[nTokens × dHead], queries or keys of one head.</param>
    /// <param name="cos">[nTokens × number of pairs]: cosine of each token's angles.</param>
    /// <param name="sin">[nTokens × number of pairs]: sine of each token's angles.</param>
    /// <param name="interleaved">Pairs are neighbours when true; else the first half of the turned numbers is paired
    /// with the second.</param>
    /// <returns>[nTokens × dHead], a new matrix.</returns>
    /// <exception cref="ArgumentException">cos and sin differ in shape, have not one row a token, or more pairs than x
    /// has; or one is empty.</exception>
    /// <remarks>ONNX RotaryEmbedding, opset 23.</remarks>
    public static Matrix<float> Rotate(Matrix<float> x, Matrix<float> cos, Matrix<float> sin, bool interleaved = false)
    {
        Shape.Filled(x, nameof(x));
        Shape.Filled(cos, nameof(cos));
        Shape.Filled(sin, nameof(sin));
        if (cos.RowCount != x.RowCount || cos.RowCount != sin.RowCount || cos.ColumnCount != sin.ColumnCount
            || 2 * cos.ColumnCount > x.ColumnCount)
            throw new ArgumentException(
                $"cos and sin must have one row a token and one column a pair of x: x is {Shape.Of(x)}, cos is "
                + $"{Shape.Of(cos)}, sin is {Shape.Of(sin)}. Each pair takes two columns of x.", nameof(cos));
        var nPairs = cos.ColumnCount;
        var rotated = Matrix<float>.Build.DenseOfMatrix(x);
        for (var pair = 0; pair < nPairs; pair++)
        {
            var first = interleaved ? 2 * pair : pair;
            var second = interleaved ? first + 1 : pair + nPairs;
            for (var i = 0; i < x.RowCount; i++)
            {
                rotated[i, first] = x[i, first] * cos[i, pair] - x[i, second] * sin[i, pair];
                rotated[i, second] = x[i, second] * cos[i, pair] + x[i, first] * sin[i, pair];
            }
        }
        return rotated;
    }
}
