using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>eˣ of 16 numbers at once. TensorPrimitives.Exp computes in double and takes several times as long, a third of the fused kernel.</summary>
internal static class Exponential
{
    private const float Lowest = -87.33654f; // the logarithm of the smallest normal float

    /// <summary>eˣ for x ≤ 88, off by at most 2 units in the last place; 0 below −87.3; NaN of NaN.</summary>
    /// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2, so that eˣ = 2ⁿ·eʳ: 2ⁿ is written into the exponent's bits, eʳ is a polynomial
    /// (the coefficients are those of Cephes' expf, Moshier 1989). ln 2 is subtracted in two parts, the first so short that n times it is exact.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Of(Vector512<float> x)
    {
        var clamped = Vector512.MaxNative(Vector512.Create(Lowest), x);
        // Adding 1.5·2²³ rounds to a whole number, which then stands in the lowest bits.
        var shifted = Vector512.MultiplyAddEstimate(clamped, Vector512.Create(1.44269504f), Vector512.Create(12582912f));
        var n = shifted - Vector512.Create(12582912f);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-.693359375f), clamped);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(8.3334519073e-3f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(4.1665795894e-2f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(1.6666665459e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(5.0000001201e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, r * r, r) + Vector512.Create(1f);
        var power = ((shifted.AsInt32() << 23) + Vector512.Create(0x3f800000)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Vector512<float>.Zero, sum * power);
    }
}
