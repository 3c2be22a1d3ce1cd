using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>The innermost loop of every product: a block of the result that stays in registers, fed from packed
/// panels.</summary>
/// <remarks>Goto and van de Geijn 2008, §4. A step multiplies 32 numbers of the left panel with 8 of the right one: 16
/// vectors of sums, so that both multiply-add units always have an independent sum to work on, and each number loaded
/// is used many times. All of it is written for 512 bits: .NET splits such a vector into two or four where the hardware
/// has narrower ones, measured at 99% of their peak.</remarks>
internal static class MicroKernel
{
    /// <summary>Rows of the block: two vectors, lanes along the rows, as column-major storage has them.</summary>
    internal const int Rows = 32;

    /// <summary>Columns of the block.</summary>
    internal const int Columns = 8;

    private const int Lanes = 16;

    /// <summary>How many numbers the panels of <paramref name="count"/> rows or columns hold for each step in
    /// depth.</summary>
    internal static int Padded(int count, int width) => (count + width - 1) / width * width;

    /// <summary>c = left · right, or c += left · right: a block of <see cref="Rows"/> ×
    /// <see cref="Columns"/>.</summary>
    /// <param name="left">[depth] times <see cref="Rows"/> numbers.</param>
    /// <param name="leftStride">From a step's numbers to the next one's: <see cref="Rows"/> in a panel.</param>
    /// <param name="right">[depth] times <see cref="Columns"/> numbers.</param>
    /// <param name="c">The block's first number.</param>
    /// <param name="stride">From a column of c to the next.</param>
    /// <param name="depth">Products to sum.</param>
    /// <param name="add">Whether the sums are added to c or replace it.</param>
    internal static void Multiply(
        ref float left, nuint leftStride, ref float right, ref float c, nuint stride, int depth, bool add)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(ref left, leftStride, ref right, ref c, stride, depth, add);
            return;
        }
        // 16 registers of fewer lanes hold a quarter of the block.
        for (nuint column = 0; column < Columns; column += 4)
            for (nuint row = 0; row < Rows; row += Lanes)
                Narrow(ref Unsafe.Add(ref left, row), leftStride, ref Unsafe.Add(ref right, column),
                    ref Unsafe.Add(ref c, column * stride + row), stride, depth, add);
    }

    /// <summary>Copies numbers into a panel: panel[step · width + lane] = source[lane · laneStride + step · stepStride]
    /// · scale; 0 in lanes that are not there.</summary>
    internal static void Pack(
        ReadOnlySpan<float> source, int laneStride, int stepStride, int nLanes, int depth, float scale,
        Span<float> panel, int width)
    {
        panel = panel[..(depth * width)];
        if (nLanes < width) panel.Clear();
        _ = source[(nLanes - 1) * laneStride + (depth - 1) * stepStride]; // the only guard: references have no bounds
        for (var lane = 0; lane < nLanes; lane += Columns)
        {
            ref var from = ref Unsafe.AsRef(in source[lane * laneStride]);
            if (nLanes - lane < Columns)
                PackSome(source[(lane * laneStride)..], laneStride, stepStride, nLanes - lane, depth, scale,
                    panel[lane..], width);
            else if (laneStride == 1 && lane == 0 && nLanes == Rows)
            {
                CopyRows(ref from, (nuint)stepStride, depth, scale, ref panel[0]);
                return;
            }
            else if (laneStride == 1) Copy(ref from, (nuint)stepStride, depth, scale, ref panel[lane], (nuint)width);
            else Interleave(
                ref from, (nuint)laneStride, (nuint)stepStride, depth, scale, ref panel[lane], (nuint)width);
        }
    }

    private static void PackSome(
        ReadOnlySpan<float> source, int laneStride, int stepStride, int nLanes, int depth, float scale,
        Span<float> panel, int width)
    {
        for (var lane = 0; lane < nLanes; lane++)
            for (var step = 0; step < depth; step++)
                panel[step * width + lane] = source[lane * laneStride + step * stepStride] * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(ref float from, nuint stepStride, int depth, float scale, ref float to)
    {
        for (; depth > 0; depth--)
        {
            (Vector512.LoadUnsafe(ref from) * scale).StoreUnsafe(ref to);
            (Vector512.LoadUnsafe(ref from, Lanes) * scale).StoreUnsafe(ref to, Lanes);
            from = ref Unsafe.Add(ref from, stepStride);
            to = ref Unsafe.Add(ref to, Rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(ref float from, nuint stepStride, int depth, float scale, ref float to, nuint width)
    {
        for (; depth > 0; depth--)
        {
            (Vector256.LoadUnsafe(ref from) * scale).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, stepStride);
            to = ref Unsafe.Add(ref to, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave(
        ref float from, nuint laneStride, nuint stepStride, int depth, float scale, ref float to, nuint width)
    {
        ref var from4 = ref Unsafe.Add(ref from, 4 * laneStride);
        for (; depth > 0; depth--)
        {
            (Vector256.Create(
                from, Unsafe.Add(ref from, laneStride), Unsafe.Add(ref from, 2 * laneStride),
                Unsafe.Add(ref from, 3 * laneStride),
                from4, Unsafe.Add(ref from4, laneStride), Unsafe.Add(ref from4, 2 * laneStride),
                Unsafe.Add(ref from4, 3 * laneStride)) * scale).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, stepStride);
            from4 = ref Unsafe.Add(ref from4, stepStride);
            to = ref Unsafe.Add(ref to, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(
        ref float left, nuint leftStride, ref float right, ref float c, nuint stride, int depth, bool add)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default,
            a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default,
            b6 = default, b7 = default;
        for (; depth > 0; depth--)
        {
            Vector512<float> upper = Vector512.LoadUnsafe(ref left), lower = Vector512.LoadUnsafe(ref left, Lanes);
            (a0, b0) = (Add(upper, ref right, 0, a0), Add(lower, ref right, 0, b0));
            (a1, b1) = (Add(upper, ref right, 1, a1), Add(lower, ref right, 1, b1));
            (a2, b2) = (Add(upper, ref right, 2, a2), Add(lower, ref right, 2, b2));
            (a3, b3) = (Add(upper, ref right, 3, a3), Add(lower, ref right, 3, b3));
            (a4, b4) = (Add(upper, ref right, 4, a4), Add(lower, ref right, 4, b4));
            (a5, b5) = (Add(upper, ref right, 5, a5), Add(lower, ref right, 5, b5));
            (a6, b6) = (Add(upper, ref right, 6, a6), Add(lower, ref right, 6, b6));
            (a7, b7) = (Add(upper, ref right, 7, a7), Add(lower, ref right, 7, b7));
            left = ref Unsafe.Add(ref left, leftStride);
            right = ref Unsafe.Add(ref right, Columns);
        }
        Store(a0, b0, ref c, add);
        Store(a1, b1, ref Unsafe.Add(ref c, stride), add);
        Store(a2, b2, ref Unsafe.Add(ref c, 2 * stride), add);
        Store(a3, b3, ref Unsafe.Add(ref c, 3 * stride), add);
        Store(a4, b4, ref Unsafe.Add(ref c, 4 * stride), add);
        Store(a5, b5, ref Unsafe.Add(ref c, 5 * stride), add);
        Store(a6, b6, ref Unsafe.Add(ref c, 6 * stride), add);
        Store(a7, b7, ref Unsafe.Add(ref c, 7 * stride), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(
        ref float left, nuint leftStride, ref float right, ref float c, nuint stride, int depth, bool add)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (; depth > 0; depth--)
        {
            var upper = Vector512.LoadUnsafe(ref left);
            a0 = Add(upper, ref right, 0, a0);
            a1 = Add(upper, ref right, 1, a1);
            a2 = Add(upper, ref right, 2, a2);
            a3 = Add(upper, ref right, 3, a3);
            left = ref Unsafe.Add(ref left, leftStride);
            right = ref Unsafe.Add(ref right, Columns);
        }
        Store(a0, ref c, add);
        Store(a1, ref Unsafe.Add(ref c, stride), add);
        Store(a2, ref Unsafe.Add(ref c, 2 * stride), add);
        Store(a3, ref Unsafe.Add(ref c, 3 * stride), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Vector512<float> left, ref float right, int column, Vector512<float> sum) =>
        Vector512.MultiplyAddEstimate(left, Vector512.Create(Unsafe.Add(ref right, column)), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> upper, Vector512<float> lower, ref float c, bool add)
    {
        Store(upper, ref c, add);
        Store(lower, ref Unsafe.Add(ref c, Lanes), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> sum, ref float c, bool add) =>
        (add ? sum + Vector512.LoadUnsafe(ref c) : sum).StoreUnsafe(ref c);
}
