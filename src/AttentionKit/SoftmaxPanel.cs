using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>Softmax of 32 rows at once: [key][32] scores, lanes along the rows, so that no maximum or sum crosses lanes.</summary>
internal static class SoftmaxPanel
{
    private const int Lanes = 16;

    /// <summary>Turns scores into exp(score − max) in place and adds them to the sums. Where the maximum grows, the sums and the output
    /// so far shrink by exp(old − new), as if they had been measured against it.</summary>
    /// <remarks>Milakov and Gimelshein 2018, algorithm 3.</remarks>
    internal static void Add(Span<float> scores, Span<float> max, Span<float> sum, Span<float> output)
    {
        Vector512<float> oldUpper = Vector512.Create<float>(max), oldLower = Vector512.Create<float>(max[Lanes..]);
        var (upper, lower) = Maxima(scores, oldUpper, oldLower);
        upper.CopyTo(max);
        lower.CopyTo(max[Lanes..]);
        // A row that has seen nothing yet: −∞ − (−∞) would be NaN.
        upper = Vector512.ConditionalSelect(Vector512.IsNegativeInfinity(upper), Vector512<float>.Zero, upper);
        lower = Vector512.ConditionalSelect(Vector512.IsNegativeInfinity(lower), Vector512<float>.Zero, lower);
        Vector512<float> shrinkUpper = Exponential.Of(oldUpper - upper), shrinkLower = Exponential.Of(oldLower - lower);
        if (!Vector512.EqualsAll(shrinkUpper, Vector512<float>.One) || !Vector512.EqualsAll(shrinkLower, Vector512<float>.One))
            Multiply(output, shrinkUpper, shrinkLower);
        var (sumUpper, sumLower) = Exponentials(scores, upper, lower);
        (Vector512.Create<float>(sum) * shrinkUpper + sumUpper).CopyTo(sum);
        (Vector512.Create<float>(sum[Lanes..]) * shrinkLower + sumLower).CopyTo(sum[Lanes..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Maxima(Span<float> scores, Vector512<float> upper, Vector512<float> lower)
    {
        ref var at = ref MemoryMarshal.GetReference(scores);
        for (var left = scores.Length; left > 0; left -= Tile.Rows)
        {
            upper = Vector512.MaxNative(upper, Vector512.LoadUnsafe(ref at));
            lower = Vector512.MaxNative(lower, Vector512.LoadUnsafe(ref at, Lanes));
            at = ref Unsafe.Add(ref at, Tile.Rows);
        }
        return (upper, lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Exponentials(Span<float> scores, Vector512<float> maxUpper, Vector512<float> maxLower)
    {
        Vector512<float> sumUpper = default, sumLower = default;
        ref var at = ref MemoryMarshal.GetReference(scores);
        for (var left = scores.Length; left > 0; left -= Tile.Rows)
        {
            var upper = Exponential.Of(Vector512.LoadUnsafe(ref at) - maxUpper);
            var lower = Exponential.Of(Vector512.LoadUnsafe(ref at, Lanes) - maxLower);
            upper.StoreUnsafe(ref at);
            lower.StoreUnsafe(ref at, Lanes);
            sumUpper += upper;
            sumLower += lower;
            at = ref Unsafe.Add(ref at, Tile.Rows);
        }
        return (sumUpper, sumLower);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(Span<float> panel, Vector512<float> upper, Vector512<float> lower)
    {
        ref var at = ref MemoryMarshal.GetReference(panel);
        for (var left = panel.Length; left > 0; left -= Tile.Rows)
        {
            (Vector512.LoadUnsafe(ref at) * upper).StoreUnsafe(ref at);
            (Vector512.LoadUnsafe(ref at, Lanes) * lower).StoreUnsafe(ref at, Lanes);
            at = ref Unsafe.Add(ref at, Tile.Rows);
        }
    }
}
