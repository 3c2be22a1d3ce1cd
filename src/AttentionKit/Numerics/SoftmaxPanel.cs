using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>Softmax of 32 rows at once: [key][32] scores, lanes along the rows, so that no maximum or sum crosses
/// lanes.</summary>
internal static class SoftmaxPanel
{
    private const int Lanes = 16;

    // How far scores may lie above what they are measured against: e⁸ times 2²⁴ keys is far from what float holds.
    private const float Slack = 8;

    /// <summary>Turns scores into exp(score − max) in place and adds them to the sums. Where a score is much larger
    /// than the maximum so far, the maximum follows, and the sums and the output shrink by exp(old − new), as if they
    /// had been measured against it.</summary>
    /// <remarks>Milakov and Gimelshein 2018, algorithm 3. As max need not be the largest score, only near it, most
    /// tiles leave the output alone.</remarks>
    internal static void Add(Span<float> scores, Span<float> max, Span<float> sum, Span<float> output)
    {
        Vector512<float> oldUpper = Vector512.Create<float>(max), oldLower = Vector512.Create<float>(max[Lanes..]);
        var (upper, lower) = Maxima(scores, oldUpper, oldLower);
        Vector512<float> hasGrownUpper = Vector512.GreaterThan(upper, oldUpper + Vector512.Create(Slack)),
            hasGrownLower = Vector512.GreaterThan(lower, oldLower + Vector512.Create(Slack));
        upper = Vector512.ConditionalSelect(hasGrownUpper, upper, oldUpper);
        lower = Vector512.ConditionalSelect(hasGrownLower, lower, oldLower);
        if ((hasGrownUpper | hasGrownLower).AsInt32() != Vector512<int>.Zero)
        {
            upper.CopyTo(max);
            lower.CopyTo(max[Lanes..]);
            Vector512<float> shrinkUpper = Exponential.Of(oldUpper - Finite(upper)),
                shrinkLower = Exponential.Of(oldLower - Finite(lower));
            Multiply(output, shrinkUpper, shrinkLower);
            Multiply(sum, shrinkUpper, shrinkLower);
        }
        var (sumUpper, sumLower) = Exponentials(scores, Finite(upper), Finite(lower));
        (Vector512.Create<float>(sum) + sumUpper).CopyTo(sum);
        (Vector512.Create<float>(sum[Lanes..]) + sumLower).CopyTo(sum[Lanes..]);
    }

    /// <summary>to[i · stride + row] = panel[i][row] / sum[row]: out of the panel, into columns of a matrix.</summary>
    /// <returns>Whether all these numbers are finite.</returns>
    internal static bool Write(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> sum, Span<float> to, int stride, int nRows)
    {
        Vector512<float> upper = Vector512.Create(sum), lower = Vector512.Create(sum[Lanes..]);
        if (nRows == MicroKernel.Rows)
            return Write(ref MemoryMarshal.GetReference(panel), upper, lower,
                ref to[..(panel.Length / MicroKernel.Rows * stride - stride + MicroKernel.Rows)][0], (nuint)stride,
                panel.Length / MicroKernel.Rows);
        Span<float> whole = stackalloc float[MicroKernel.Rows];
        var isFinite = true;
        for (var i = 0; i < panel.Length / MicroKernel.Rows; i++)
        {
            Write(ref Unsafe.AsRef(in panel[i * MicroKernel.Rows]), upper, lower, ref whole[0], MicroKernel.Rows, 1);
            whole[..nRows].CopyTo(to[(i * stride)..]);
            isFinite &= TensorPrimitives.IsFiniteAll<float>(whole[..nRows]);
        }
        return isFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Write(
        ref float from, Vector512<float> upper, Vector512<float> lower, ref float to, nuint stride, int count)
    {
        var largest = Vector512.Create(float.MaxValue);
        var isFinite = Vector512<float>.AllBitsSet;
        for (; count > 0; count--)
        {
            Vector512<float> a = Vector512.LoadUnsafe(
                ref from) / upper, b = Vector512.LoadUnsafe(ref from, Lanes) / lower;
            a.StoreUnsafe(ref to);
            b.StoreUnsafe(ref to, Lanes);
            isFinite &= Vector512.LessThanOrEqual(
                Vector512.Abs(a), largest) & Vector512.LessThanOrEqual(Vector512.Abs(b), largest);
            from = ref Unsafe.Add(ref from, MicroKernel.Rows);
            to = ref Unsafe.Add(ref to, stride);
        }
        return isFinite.AsInt32() == Vector512<int>.AllBitsSet;
    }

    // A row that has seen nothing yet: −∞ − (−∞) would be NaN.
    private static Vector512<float> Finite(Vector512<float> max) =>
        Vector512.ConditionalSelect(Vector512.IsNegativeInfinity(max), Vector512<float>.Zero, max);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Maxima(
        Span<float> scores, Vector512<float> upper, Vector512<float> lower)
    {
        ref var at = ref MemoryMarshal.GetReference(scores);
        for (var left = scores.Length; left > 0; left -= MicroKernel.Rows)
        {
            upper = Vector512.MaxNative(upper, Vector512.LoadUnsafe(ref at));
            lower = Vector512.MaxNative(lower, Vector512.LoadUnsafe(ref at, Lanes));
            at = ref Unsafe.Add(ref at, MicroKernel.Rows);
        }
        return (upper, lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Exponentials(
        Span<float> scores, Vector512<float> maxUpper, Vector512<float> maxLower)
    {
        Vector512<float> sumUpper = default, sumLower = default;
        ref var at = ref MemoryMarshal.GetReference(scores);
        for (var left = scores.Length; left > 0; left -= MicroKernel.Rows)
        {
            var upper = Exponential.Of(Vector512.LoadUnsafe(ref at) - maxUpper);
            var lower = Exponential.Of(Vector512.LoadUnsafe(ref at, Lanes) - maxLower);
            upper.StoreUnsafe(ref at);
            lower.StoreUnsafe(ref at, Lanes);
            sumUpper += upper;
            sumLower += lower;
            at = ref Unsafe.Add(ref at, MicroKernel.Rows);
        }
        return (sumUpper, sumLower);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(Span<float> panel, Vector512<float> upper, Vector512<float> lower)
    {
        ref var at = ref MemoryMarshal.GetReference(panel);
        for (var left = panel.Length; left > 0; left -= MicroKernel.Rows)
        {
            (Vector512.LoadUnsafe(ref at) * upper).StoreUnsafe(ref at);
            (Vector512.LoadUnsafe(ref at, Lanes) * lower).StoreUnsafe(ref at, Lanes);
            at = ref Unsafe.Add(ref at, MicroKernel.Rows);
        }
    }
}
