using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Keeps scores within (−softcap, softcap), smoothly, so that no single score can drown the others.</summary>
public static class Softcap
{
    /// <summary>capped[i, j] = softcap · tanh(scores[i, j] / softcap): small scores stay almost as they are, large ones
    /// level off.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless, before the mask: a hidden −∞ would come back as
    /// −softcap.</param>
    /// <param name="softcap">The limit, in the unit of the scores; more than 0.</param>
    /// <returns>[nQueries × nKeys], a new matrix.</returns>
    /// <exception cref="ArgumentException">The scores have no rows or no columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="softcap"/> is not a finite number above
    /// 0.</exception>
    /// <remarks>Gemma 2 (Riviere et al. 2024, §2); ONNX Attention, opset 24.</remarks>
    public static Matrix<float> Apply(Matrix<float> scores, float softcap)
    {
        Shape.Filled(scores, nameof(scores));
        Shape.GuardSoftcap(softcap);
        var capped = scores.ToColumnMajorArray();
        Apply(capped, softcap);
        return Matrix<float>.Build.Dense(scores.RowCount, scores.ColumnCount, capped);
    }

    internal static void Apply(Span<float> scores, float softcap)
    {
        Span<float> last = stackalloc float[Vector512<float>.Count];
        for (; scores.Length >= last.Length; scores = scores[last.Length..]) Cap(scores, softcap);
        scores.CopyTo(last);
        Cap(last, softcap);
        last[..scores.Length].CopyTo(scores);
    }

    private static void Cap(Span<float> scores, float softcap) =>
        (HyperbolicTangent.Of(Vector512.Create<float>(scores) / softcap) * softcap).CopyTo(scores);

    /// <summary>The chain rule through the cap: ∂loss/∂scores = ∂loss/∂capped · (1 − (capped / softcap)²), for tanh' =
    /// 1 − tanh².</summary>
    /// <param name="capped">[nQueries × nKeys]: what <see cref="Apply(Matrix{float}, float)"/> gave.</param>
    /// <param name="softcap">The limit it was given.</param>
    /// <param name="cappedGradient">[nQueries × nKeys]: ∂loss/∂capped.</param>
    /// <returns>[nQueries × nKeys]: ∂loss/∂scores.</returns>
    /// <exception cref="ArgumentException">The matrices differ in shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="softcap"/> is not a finite number above
    /// 0.</exception>
    public static Matrix<float> Backward(Matrix<float> capped, float softcap, Matrix<float> cappedGradient)
    {
        Shape.Filled(capped, nameof(capped));
        Shape.GuardSoftcap(softcap);
        Shape.GuardGradient(cappedGradient, capped, nameof(cappedGradient), nameof(capped));
        var tanh = capped.Divide(softcap);
        return cappedGradient.PointwiseMultiply(1 - tanh.PointwiseMultiply(tanh));
    }
}
