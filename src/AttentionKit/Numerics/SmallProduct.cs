using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>The dot products of a few vectors with many, as of the next tokens with a layer's weights: the many are
/// read where they lie, for to copy them into panels would take longer than the products.</summary>
internal static class SmallProduct
{
    private const int Block = 4;

    /// <summary>c[j · nRows + i] = rows[i] · columns[j], where the columns lie one behind another.</summary>
    /// <param name="rows">[nRows][depth]</param>
    /// <param name="columns">[nColumns], <paramref name="stride"/> numbers from one to the next.</param>
    /// <param name="stride">At least depth.</param>
    /// <param name="depth">Numbers of a vector.</param>
    /// <param name="c">[nColumns][nRows]</param>
    internal static void Multiply(
        ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, int stride, int depth, Span<float> c)
    {
        int nRows = rows.Length / depth, nColumns = c.Length / nRows;
        for (var j = 0; j < nColumns; j += Block)
            for (var i = 0; i < nRows; i += Block)
            {
                if (nColumns - j >= Block && nRows - i >= Block)
                    MultiplyBlock(ref Unsafe.AsRef(in rows[i * depth]), (nuint)depth,
                        ref Unsafe.AsRef(in columns[j * stride]), (nuint)stride, (nuint)depth, ref c[j * nRows + i],
                        (nuint)nRows);
                else
                    for (var column = j; column < Math.Min(j + Block, nColumns); column++)
                        for (var row = i; row < Math.Min(i + Block, nRows); row++)
                            c[column * nRows + row] = TensorPrimitives.Dot(
                                rows.Slice(row * depth, depth), columns.Slice(column * stride, depth));
            }
    }

    // 4 × 4 sums: each number loaded is used four times, and each sum waits for none of the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock(
        ref float a0, nuint aStride, ref float b0, nuint bStride, nuint depth, ref float c, nuint cStride)
    {
        ref float a1 = ref Unsafe.Add(ref a0, aStride), a2 = ref Unsafe.Add(ref a1, aStride),
            a3 = ref Unsafe.Add(ref a2, aStride);
        ref float b1 = ref Unsafe.Add(ref b0, bStride), b2 = ref Unsafe.Add(ref b1, bStride),
            b3 = ref Unsafe.Add(ref b2, bStride);
        Vector512<float> s00 = default, s10 = default, s20 = default, s30 = default, s01 = default, s11 = default,
            s21 = default, s31 = default;
        Vector512<float> s02 = default, s12 = default, s22 = default, s32 = default, s03 = default, s13 = default,
            s23 = default, s33 = default;
        nuint p = 0;
        for (; p + (nuint)Vector512<float>.Count <= depth; p += (nuint)Vector512<float>.Count)
        {
            Vector512<float> x0 = Vector512.LoadUnsafe(ref a0, p), x1 = Vector512.LoadUnsafe(ref a1, p),
                x2 = Vector512.LoadUnsafe(ref a2, p), x3 = Vector512.LoadUnsafe(ref a3, p);
            var y = Vector512.LoadUnsafe(ref b0, p);
            (s00, s10, s20, s30) = (Vector512.MultiplyAddEstimate(x0, y, s00),
                Vector512.MultiplyAddEstimate(x1, y, s10), Vector512.MultiplyAddEstimate(x2, y, s20),
                Vector512.MultiplyAddEstimate(x3, y, s30));
            y = Vector512.LoadUnsafe(ref b1, p);
            (s01, s11, s21, s31) = (Vector512.MultiplyAddEstimate(x0, y, s01),
                Vector512.MultiplyAddEstimate(x1, y, s11), Vector512.MultiplyAddEstimate(x2, y, s21),
                Vector512.MultiplyAddEstimate(x3, y, s31));
            y = Vector512.LoadUnsafe(ref b2, p);
            (s02, s12, s22, s32) = (Vector512.MultiplyAddEstimate(x0, y, s02),
                Vector512.MultiplyAddEstimate(x1, y, s12), Vector512.MultiplyAddEstimate(x2, y, s22),
                Vector512.MultiplyAddEstimate(x3, y, s32));
            y = Vector512.LoadUnsafe(ref b3, p);
            (s03, s13, s23, s33) = (Vector512.MultiplyAddEstimate(x0, y, s03),
                Vector512.MultiplyAddEstimate(x1, y, s13), Vector512.MultiplyAddEstimate(x2, y, s23),
                Vector512.MultiplyAddEstimate(x3, y, s33));
        }
        Sums(s00, s10, s20, s30).StoreUnsafe(ref c);
        Sums(s01, s11, s21, s31).StoreUnsafe(ref c, cStride);
        Sums(s02, s12, s22, s32).StoreUnsafe(ref c, 2 * cStride);
        Sums(s03, s13, s23, s33).StoreUnsafe(ref c, 3 * cStride);
        for (; p < depth; p++)
        {
            var x = Vector128.Create(
                Unsafe.Add(ref a0, p), Unsafe.Add(ref a1, p), Unsafe.Add(ref a2, p), Unsafe.Add(ref a3, p));
            (Vector128.LoadUnsafe(ref c) + x * Unsafe.Add(ref b0, p)).StoreUnsafe(ref c);
            (Vector128.LoadUnsafe(ref c, cStride) + x * Unsafe.Add(ref b1, p)).StoreUnsafe(ref c, cStride);
            (Vector128.LoadUnsafe(ref c, 2 * cStride) + x * Unsafe.Add(ref b2, p)).StoreUnsafe(ref c, 2 * cStride);
            (Vector128.LoadUnsafe(ref c, 3 * cStride) + x * Unsafe.Add(ref b3, p)).StoreUnsafe(ref c, 3 * cStride);
        }
    }

    /// <summary>c[j] = Σₚ row[p] · columns[p · stride + j]: one vector with many that lie across, as a next token with a
    /// vocabulary of embeddings. Memory is read in long runs, each number once.</summary>
    /// <param name="row">[depth]</param>
    /// <param name="columns">[depth], <paramref name="stride"/> numbers from one run to the next.</param>
    /// <param name="stride">At least as many as c has.</param>
    /// <param name="c">[nColumns]</param>
    internal static void MultiplyAcross(ReadOnlySpan<float> row, ReadOnlySpan<float> columns, int stride, Span<float> c)
    {
        c.Clear();
        var p = 0;
        for (; p + 4 <= row.Length; p += 4)
            AddFour(
                row[p..], ref Unsafe.AsRef(in columns.Slice(p * stride, 3 * stride + c.Length)[0]), (nuint)stride, c);
        for (; p < row.Length; p++) TensorPrimitives.MultiplyAdd(columns.Slice(p * stride, c.Length), row[p], c, c);
    }

    private static void AddFour(ReadOnlySpan<float> row, ref float a, nuint stride, Span<float> c)
    {
        ref float b = ref Unsafe.Add(ref a, stride), d = ref Unsafe.Add(ref b, stride);
        ref float e = ref Unsafe.Add(ref d, stride), sum = ref c[0];
        Vector512<float> xa = Vector512.Create(row[0]), xb = Vector512.Create(row[1]);
        Vector512<float> xd = Vector512.Create(row[2]), xe = Vector512.Create(row[3]);
        nuint j = 0;
        for (; j + (nuint)Vector512<float>.Count <= (nuint)c.Length; j += (nuint)Vector512<float>.Count)
        {
            var first = Vector512.MultiplyAddEstimate(
                xa, Vector512.LoadUnsafe(ref a, j), Vector512.LoadUnsafe(ref sum, j));
            var second = Vector512.MultiplyAddEstimate(
                xb, Vector512.LoadUnsafe(ref b, j), xd * Vector512.LoadUnsafe(ref d, j));
            (Vector512.MultiplyAddEstimate(xe, Vector512.LoadUnsafe(ref e, j), first) + second).StoreUnsafe(ref sum, j);
        }
        for (; j < (nuint)c.Length; j++)
            Unsafe.Add(ref sum, j) += row[0] * Unsafe.Add(ref a, j) + row[1] * Unsafe.Add(ref b, j)
                + row[2] * Unsafe.Add(ref d, j) + row[3] * Unsafe.Add(ref e, j);
    }

    private static Vector128<float> Sums(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        Vector128.Create(Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
}
