using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>eˣ of 16 numbers at once. TensorPrimitives.Exp computes in double and takes several times as long, a third
/// of the fused kernel.</summary>
internal static class Exponential
{
    private const float Lowest = -88.1f; // a little below the logarithm of 2⁻¹²⁷

    /// <summary>eˣ for x ≤ 88, off by at most 2 units in the last place while it is a normal float (x ≥ −87.3); 0 from
    /// −87.7 down; NaN of NaN.</summary>
    /// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2, so that eˣ = 2ⁿ·eʳ: 2ⁿ is written into the exponent's bits, and is
    /// 0 for n = −127; eʳ is the polynomial 1 + r + … + c·r⁶ of the least relative error (3·10⁻⁹). ln 2 is subtracted
    /// in two parts (those of Cephes' expf, Moshier 1989), the first so short that n times it is exact.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Of(Vector512<float> x)
    {
        x = Vector512.MaxNative(Vector512.Create(Lowest), x);
        // Adding 1.5·2²³ rounds to a whole number, which then stands in the lowest bits; 127 more is how the exponent
        // is stored.
        var shifted = Vector512.MultiplyAddEstimate(
            x, Vector512.Create(1.44269504f), Vector512.Create(12582912f + 127));
        var n = shifted - Vector512.Create(12582912f + 127);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-.693359375f), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(.00138145406f), r, Vector512.Create(.00836874545f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(.041668389f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(.166665211f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(.49999994f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512<float>.One);
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512<float>.One);
        return sum * (shifted.AsInt32() << 23).AsSingle();
    }
}
