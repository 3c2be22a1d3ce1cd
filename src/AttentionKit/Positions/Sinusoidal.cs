using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Sinusoidal positions: a row of waves of growing length for each place in the sequence, added to the token's
/// embedding.</summary>
public static class Sinusoidal
{
    private const double LongestWave = 10000;

    /// <summary>positions[i, 2k] = sin((i + offset) / 10000^(2k/dModel)), positions[i, 2k + 1] = cos of the
    /// same.</summary>
    /// <param name="nTokens">Rows, one a place.</param>
    /// <param name="dModel">Numbers of an embedding.</param>
    /// <param name="offset">Place of the first row.</param>
    /// <returns>[nTokens × dModel], each number in [−1, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nTokens"/> or <paramref name="dModel"/> is less
    /// than 1.</exception>
    /// <exception cref="ArgumentException">One matrix does not hold so many numbers.</exception>
    /// <remarks>Vaswani et al. 2017, §3.5.</remarks>
    public static Matrix<float> Of(int nTokens, int dModel, int offset = 0)
    {
        Shape.Positive(nTokens, nameof(nTokens));
        Shape.Positive(dModel, nameof(dModel));
        Shape.Length(nTokens, dModel, nameof(dModel));
        var positions = Matrix<float>.Build.Dense(nTokens, dModel);
        for (var i = 0; i < nTokens; i++)
            for (var d = 0; d < dModel; d++)
            {
                var angle = ((double)i + offset) / Math.Pow(LongestWave, (d - d % 2) / (double)dModel);
                positions[i, d] = (float)(d % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        return positions;
    }
}
