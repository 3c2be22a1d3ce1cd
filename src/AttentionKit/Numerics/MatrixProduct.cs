using System.Buffers;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>The matrix product, as fast as the processor multiplies. Scores, mixtures, projections and all gradients
/// are made of it.</summary>
/// <remarks>Goto and van de Geijn 2008: both matrices are copied into panels in the order in which
/// <see cref="MicroKernel"/> reads them, in blocks that stay in the caches. <see cref="Plain"/> is what it
/// computes.</remarks>
public static class MatrixProduct
{
    // Depth of a block: a right panel of 8 × 512 numbers stays in the first-level cache while the left ones pass.
    private const int BlockDepth = 512;

    // Left panels of one task: 4 × 64 KB stay in the second-level cache while the right ones pass.
    private const int MaxTaskPanels = 4;

    // Right columns of one task, to copy or to multiply with a few rows.
    private const int TaskColumns = 128;

    // Right columns of one task where they lie across: their sums stay in the first-level cache.
    private const int RunColumns = 2048;

    // Rows for which the other factor is read where it lies: copied, it would not be used often enough.
    private const int FewRows = 16;

    // Depth from which a dot product is worth the addition of its lanes at the end.
    private const int LongDepth = 64;

    // Multiplications below which copying into panels costs more than it saves.
    private const long SmallSize = 1 << 10;

    /// <summary>a · b</summary>
    /// <param name="a">[m × k]</param>
    /// <param name="b">[k × n]</param>
    /// <returns>[m × n]</returns>
    /// <exception cref="ArgumentException">The columns of a are not as many as the rows of b.</exception>
    public static Matrix<float> Of(Matrix<float> a, Matrix<float> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.ColumnCount != b.RowCount)
            throw new ArgumentException(
                $"a must have one column for each row of b: a is {Shape.Of(a)}, b is {Shape.Of(b)}.", nameof(b));
        return Multiply(Operand.Rows(a), Operand.Columns(b), 1);
    }

    /// <summary>a · bᵀ</summary>
    /// <param name="a">[m × k]</param>
    /// <param name="b">[n × k]</param>
    /// <param name="scale">Multiplies every number of one factor before the sums: a sum of many large products is the
    /// first to overflow.</param>
    /// <returns>[m × n]</returns>
    /// <exception cref="ArgumentException">a and b differ in columns.</exception>
    public static Matrix<float> OfTransposed(Matrix<float> a, Matrix<float> b, float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.ColumnCount != b.ColumnCount)
            throw new ArgumentException(
                $"a and b must have the same columns: a is {Shape.Of(a)}, b is {Shape.Of(b)}.", nameof(b));
        return Multiply(Operand.Rows(a), Operand.Rows(b), scale);
    }

    /// <summary>aᵀ · b</summary>
    /// <param name="a">[k × m]</param>
    /// <param name="b">[k × n]</param>
    /// <returns>[m × n]</returns>
    /// <exception cref="ArgumentException">a and b differ in rows.</exception>
    public static Matrix<float> TransposedOf(Matrix<float> a, Matrix<float> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.RowCount != b.RowCount)
            throw new ArgumentException(
                $"a and b must have the same rows: a is {Shape.Of(a)}, b is {Shape.Of(b)}.", nameof(b));
        return Multiply(Operand.Columns(a), Operand.Columns(b), 1);
    }

    /// <summary>a · b by the definition: c[i, j] = Σₚ a[i, p] · b[p, j]. The version to read; <see cref="Of"/> is the
    /// one to use.</summary>
    /// <inheritdoc cref="Of" path="/param|/returns|/exception"/>
    public static Matrix<float> Plain(Matrix<float> a, Matrix<float> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.ColumnCount != b.RowCount)
            throw new ArgumentException(
                $"a must have one column for each row of b: a is {Shape.Of(a)}, b is {Shape.Of(b)}.", nameof(b));
        var c = Matrix<float>.Build.Dense(a.RowCount, b.ColumnCount);
        for (var j = 0; j < b.ColumnCount; j++)
            for (var p = 0; p < a.ColumnCount; p++)
                for (var i = 0; i < a.RowCount; i++)
                    c[i, j] += a[i, p] * b[p, j];
        return c;
    }

    private static Matrix<float> Multiply(Operand a, Operand b, float scale)
    {
        var c = GC.AllocateUninitializedArray<float>(Shape.Length(a.Count, b.Count, "b"));
        if ((long)a.Count * b.Count * a.Depth <= SmallSize) MultiplySmall(a, b, scale, c);
        else if (a.Count <= FewRows && b.Step == 1 && a.Depth >= LongDepth) MultiplyFew(a, b, scale, c);
        else if (a.Count == 1 && b.Stride == 1) MultiplyOne(a, b, scale, c);
        // Blocks are 32 high and 8 wide: a low product is better computed as its transpose.
        else if (a.Count <= FewRows && b.Count > a.Count) MultiplyPacked(b, a, scale, new Result(c, a.Count, 1));
        else MultiplyPacked(a, b, scale, new Result(c, 1, a.Count));
        return Matrix<float>.Build.Dense(a.Count, b.Count, c);
    }

    private static void MultiplySmall(Operand a, Operand b, float scale, float[] c)
    {
        for (var j = 0; j < b.Count; j++)
        {
            var column = c.AsSpan(j * a.Count, a.Count);
            column.Clear();
            for (var p = 0; p < a.Depth; p++)
            {
                var from = a.From(0, p);
                var factor = b.Numbers[j * b.Stride + p * b.Step] * scale;
                for (int i = 0, at = 0; i < column.Length; i++, at += a.Stride)
                    column[i] += from[at] * factor;
            }
        }
    }

    private static void MultiplyFew(Operand a, Operand b, float scale, float[] c)
    {
        var rows = ArrayPool<float>.Shared.Rent(a.Count * a.Depth);
        for (var i = 0; i < a.Count; i++)
            for (var p = 0; p < a.Depth; p++)
                rows[i * a.Depth + p] = a.Numbers[i * a.Stride + p * a.Step] * scale;
        WorkerPool.Run((b.Count + TaskColumns - 1) / TaskColumns, (long)a.Count * b.Count * a.Depth, (a, b, rows, c),
            static (task, s) =>
        {
            int first = task * TaskColumns, nColumns = Math.Min(TaskColumns, s.b.Count - first);
            SmallProduct.Multiply(s.rows.AsSpan(0, s.a.Count * s.a.Depth), s.b.From(first, 0), s.b.Stride, s.a.Depth,
                s.c.AsSpan(first * s.a.Count, nColumns * s.a.Count));
        });
        ArrayPool<float>.Shared.Return(rows);
    }

    private static void MultiplyOne(Operand a, Operand b, float scale, float[] c)
    {
        var row = ArrayPool<float>.Shared.Rent(a.Depth);
        for (var p = 0; p < a.Depth; p++) row[p] = a.Numbers[p * a.Step] * scale;
        var nTasks = (b.Count + RunColumns - 1) / RunColumns;
        WorkerPool.Run(nTasks, (long)b.Count * b.Depth, (b, row, c), static (task, s) =>
        {
            int first = task * RunColumns, nColumns = Math.Min(RunColumns, s.b.Count - first);
            SmallProduct.MultiplyAcross(
                s.row.AsSpan(0, s.b.Depth), s.b.From(first, 0), s.b.Step, s.c.AsSpan(first, nColumns));
        });
        ArrayPool<float>.Shared.Return(row);
    }

    private static void MultiplyPacked(Operand a, Operand b, float scale, Result c)
    {
        var size = (long)a.Count * b.Count * a.Depth;
        var right = ArrayPool<float>.Shared.Rent(
            Shape.Length(MicroKernel.Padded(b.Count, MicroKernel.Columns), b.Depth, "b"));
        WorkerPool.Run((b.Count + TaskColumns - 1) / TaskColumns, size, (b, right, scale), static (task, s) =>
        {
            var end = Math.Min(s.b.Count, (task + 1) * TaskColumns);
            for (var column = task * TaskColumns; column < end; column += MicroKernel.Columns)
                PackRight(s.b, column, s.scale, s.right);
        });
        var nRows = TaskRows(a.Count);
        WorkerPool.Run((a.Count + nRows - 1) / nRows, size, (a, b, right, c, nRows), static (task, s) =>
            MultiplyRows(s.a, s.b, s.right, s.c, task * s.nRows, Math.Min(s.nRows, s.a.Count - task * s.nRows)));
        ArrayPool<float>.Shared.Return(right);
    }

    private static int TaskRows(int nRows) =>
        MicroKernel.Rows * Math.Clamp(nRows / MicroKernel.Rows / (2 * WorkerPool.Count), 1, MaxTaskPanels);

    // Panels lie behind one another within each block in depth: right[block][panel][step][8].
    private static void PackRight(Operand b, int first, float scale, float[] right)
    {
        for (var p = 0; p < b.Depth; p += BlockDepth)
        {
            var depth = Math.Min(BlockDepth, b.Depth - p);
            MicroKernel.Pack(b.From(first, p), b.Stride, b.Step, Math.Min(MicroKernel.Columns, b.Count - first), depth,
                scale, right.AsSpan(p * MicroKernel.Padded(b.Count, MicroKernel.Columns) + first * depth),
                MicroKernel.Columns);
        }
    }

    private static void MultiplyRows(Operand a, Operand b, float[] right, Result c, int firstRow, int nRows)
    {
        // What is used once or twice is not worth a copy, nor are short columns, which lie almost as close as in a
        // panel.
        var isInPlace = a.Stride == 1 && nRows % MicroKernel.Rows == 0
            && (b.Count <= FewRows || a.Step <= 4 * MicroKernel.Rows);
        var left = isInPlace ? [] : ArrayPool<float>.Shared.Rent(MaxTaskPanels * MicroKernel.Rows * BlockDepth);
        for (var p = 0; p < a.Depth; p += BlockDepth)
        {
            var depth = Math.Min(BlockDepth, a.Depth - p);
            for (var i = 0; i < nRows && !isInPlace; i += MicroKernel.Rows)
                MicroKernel.Pack(a.From(firstRow + i, p), a.Stride, a.Step, Math.Min(MicroKernel.Rows, nRows - i),
                    depth, 1, left.AsSpan(i * depth), MicroKernel.Rows);
            for (var j = 0; j < b.Count; j += MicroKernel.Columns)
                for (var i = 0; i < nRows; i += MicroKernel.Rows)
                    MultiplyTile(
                        isInPlace ? a.From(firstRow + i, p) : left.AsSpan(i * depth),
                            isInPlace ? a.Step : MicroKernel.Rows,
                            right.AsSpan(p * MicroKernel.Padded(b.Count, MicroKernel.Columns) + j * depth),
                        c, firstRow + i, j, Math.Min(MicroKernel.Rows, nRows - i),
                            Math.Min(MicroKernel.Columns, b.Count - j), depth, add: p > 0);
        }
        if (!isInPlace) ArrayPool<float>.Shared.Return(left);
    }

    private static void MultiplyTile(
        ReadOnlySpan<float> left, int leftStride, Span<float> right, Result c, int row, int column, int nRows,
        int nColumns, int depth, bool add)
    {
        ref var from = ref MemoryMarshal.GetReference(left);
        if (c.RowStep == 1 && nRows == MicroKernel.Rows && nColumns == MicroKernel.Columns)
        {
            MicroKernel.Multiply(ref from, (nuint)leftStride, ref MemoryMarshal.GetReference(right),
                ref c.At(row, column), (nuint)c.ColumnStep, depth, add);
            return;
        }
        Span<float> whole = stackalloc float[MicroKernel.Rows * MicroKernel.Columns];
        MicroKernel.Multiply(ref from, (nuint)leftStride, ref MemoryMarshal.GetReference(right),
            ref MemoryMarshal.GetReference(whole), MicroKernel.Rows, depth, add: false);
        for (var j = 0; j < nColumns; j++)
            for (var i = 0; i < nRows; i++)
                c.At(row + i, column + j) = whole[j * MicroKernel.Rows + i] + (add ? c.At(row + i, column + j) : 0);
    }

    /// <summary>A factor: Count vectors of Depth numbers each; vector i's number p is Numbers[i · Stride + p ·
    /// Step].</summary>
    private readonly record struct Operand(float[] Numbers, int Count, int Depth, int Stride, int Step)
    {
        internal static Operand Rows(Matrix<float> matrix) =>
            new(Shape.Storage(matrix), matrix.RowCount, matrix.ColumnCount, 1, matrix.RowCount);

        internal static Operand Columns(Matrix<float> matrix) =>
            new(Shape.Storage(matrix), matrix.ColumnCount, matrix.RowCount, matrix.RowCount, 1);

        internal ReadOnlySpan<float> From(int vector, int number) => Numbers.AsSpan(vector * Stride + number * Step);
    }

    /// <summary>A product: its number at row i and column j is Numbers[i · RowStep + j · ColumnStep].</summary>
    private readonly record struct Result(float[] Numbers, int RowStep, int ColumnStep)
    {
        internal ref float At(int row, int column) => ref Numbers[row * RowStep + column * ColumnStep];
    }
}
