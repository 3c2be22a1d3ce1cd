using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Attention with linear biases: each head lowers a score by its slope times the distance between the two
/// tokens.</summary>
/// <remarks>Press et al. 2022, §3.</remarks>
public static class Alibi
{
    /// <summary>A slope for each head: 2^(−8/n), 2^(−16/n) … for n heads, a power of 2; other numbers of heads take
    /// the slopes of the next lower power, then every second one of the next higher.</summary>
    /// <param name="nHeads">Query heads.</param>
    /// <returns>nHeads slopes in (0, 1), in score units a token of distance.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nHeads"/> is less than 1.</exception>
    /// <remarks>Press et al. 2022, §3; for other numbers of heads, their published code.</remarks>
    public static IReadOnlyList<float> Slopes(int nHeads)
    {
        var lower = 1 << BitOperations.Log2((uint)Shape.Positive(nHeads, nameof(nHeads)));
        var slopes = new float[nHeads];
        for (var h = 0; h < nHeads; h++)
            slopes[h] = (float)(h < lower ? Slope(h, lower) : Slope(2 * (h - lower), 2L * lower));
        return slopes;
    }

    /// <summary>bias[i, j] = −slope · |i + offset − j|. Combine it with <see cref="Mask.Causal(int, int, int)"/> to
    /// hide the future.</summary>
    /// <param name="slope">Score units a token of distance.</param>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="offset">How many keys came before the first query.</param>
    /// <returns>[nQueries × nKeys], an additive mask.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the slope is not finite.</exception>
    /// <remarks>Press et al. 2022, §3.</remarks>
    public static Mask Bias(float slope, int nQueries, int nKeys, int offset = 0)
    {
        Shape.Positive(nQueries, nameof(nQueries));
        Shape.Positive(nKeys, nameof(nKeys));
        if (!float.IsFinite(slope))
            throw new ArgumentOutOfRangeException(
                nameof(slope), slope,
                $"slope must be finite: it is {slope}. Take one of Alibi.Slopes(nHeads).");
        return Mask.Additive(
            Matrix<float>.Build.Dense(nQueries, nKeys, (i, j) => -slope * Math.Abs((long)i + offset - j)));
    }

    /// <summary>A <see cref="Bias"/> for each head, with its slope.</summary>
    /// <param name="nHeads">Query heads.</param>
    /// <param name="nQueries">Rows of each.</param>
    /// <param name="nKeys">Columns of each.</param>
    /// <param name="offset">How many keys came before the first query.</param>
    /// <returns>nHeads masks of [nQueries × nKeys].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <remarks>Press et al. 2022, §3.</remarks>
    public static IReadOnlyList<Mask> Biases(int nHeads, int nQueries, int nKeys, int offset = 0) =>
        [.. Slopes(nHeads).Select(slope => Bias(slope, nQueries, nKeys, offset))];

    private static double Slope(int head, long nHeads) => Math.Pow(2, -8.0 * (head + 1) / nHeads);
}
