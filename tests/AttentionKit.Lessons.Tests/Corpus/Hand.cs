using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>What learners write with: loops, rows, softmaxes of their own. It shares nothing with the checks.</summary>
internal static class Hand
{
    internal const float Hidden = float.NegativeInfinity;

    internal static Matrix<float> X => Data.Table("cat-embeddings").Matrix;

    internal static Matrix<float> Q => X * Data.Table("cat-wq").Matrix;

    internal static Matrix<float> K => X * Data.Table("cat-wk").Matrix;

    internal static Matrix<float> V => X * Data.Table("cat-wv").Matrix;

    internal static Matrix<float> CatScores => Dots(Q, K) / MathF.Sqrt(2);

    internal static Matrix<float> Dots(Matrix<float> a, Matrix<float> b) =>
        Fill(a.RowCount, b.RowCount, (i, j) => Sum(a.ColumnCount, d => (double)a[i, d] * b[j, d]));

    internal static Matrix<float> Rowwise(Matrix<float> m, Func<float[], float[]> row) =>
        Matrix<float>.Build.DenseOfRowArrays(m.ToRowArrays().Select(row));

    internal static Matrix<float> Columnwise(Matrix<float> m, Func<float[], float[]> row) =>
        Rowwise(m.Transpose(), row).Transpose();

    internal static float[] Share(float[] row) => [.. row.Select(x => x / row.Sum())];

    internal static float[] StableRow(float[] row) =>
        row.Max() == Hidden ? new float[row.Length] : Share([.. row.Select(x => MathF.Exp(x - row.Max()))]);

    internal static Matrix<float> Stable(Matrix<float> s) => Rowwise(s, StableRow);

    /// <summary>No maximum is subtracted.</summary>
    internal static Matrix<float> Plain(Matrix<float> s) => Rowwise(s, row => Share([.. row.Select(MathF.Exp)]));

    /// <summary>exp(score − log Σ exp), in double; 0 for a row that sees nothing.</summary>
    internal static Matrix<float> LogSumExp(Matrix<float> s) => Rowwise(s, row =>
    {
        double max = row.Max();
        if (double.IsNegativeInfinity(max)) return new float[row.Length];
        var log = max + Math.Log(row.Sum(x => Math.Exp(x - max)));
        return [.. row.Select(x => (float)Math.Exp(x - log))];
    });

    internal static Matrix<float> Where(Matrix<float> m, Func<int, int, bool> see, float instead = Hidden) =>
        m.MapIndexed((i, j, x) => see(i, j) ? x : instead);

    internal static Matrix<float> Rounded(Matrix<float> m, int decimals) => m.Map(x => MathF.Round(x, decimals));

    internal static Matrix<float> Below(Matrix<float> above, Matrix<float> below) =>
        Fill(above.RowCount + below.RowCount,
        above.ColumnCount, (i, j) => i < above.RowCount ? above[i, j] : below[i - above.RowCount, j]);

    /// <summary>By loops, with what is added and how left to the caller.</summary>
    internal static Matrix<float> Loops(int rows, int columns, int terms, Action<Matrix<float>, int, int, int> step)
    {
        var m = Matrix<float>.Build.Dense(rows, columns);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var c = 0; c < terms; c++)
                    step(m, i, j, c);
        return m;
    }

    internal static bool[,] See(int rows, int columns, Func<int, int, bool> see)
    {
        var mask = new bool[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                mask[i, j] = see(i, j);
        return mask;
    }

    internal static Matrix<float> Slice(Matrix<float> all, int from, int width) =>
        Fill(all.RowCount, width, (i, d) => all[i, from + d]);

    internal static Matrix<float> Beside(IEnumerable<Matrix<float>> parts) => parts.Aggregate((a, b) => a.Append(b));

    internal static Matrix<float> Reshape(int rows, int columns, Matrix<float> m)
    {
        var flat = m.ToRowMajorArray();
        return Fill(rows, columns, (i, j) => flat[(i * columns) + j]);
    }
}
