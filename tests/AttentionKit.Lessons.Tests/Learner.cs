using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests;

/// <summary>Attention as a learner writes it, by loops in double: it shares no code with the checks or the
/// library.</summary>
internal static class Learner
{
    internal static Matrix<float> Fill(int rows, int columns, Func<int, int, double> entry) =>
        Matrix<float>.Build.Dense(rows, columns, (i, j) => (float)entry(i, j));

    internal static double Sum(int n, Func<int, double> term) => Enumerable.Range(0, n).Sum(term);

    internal static Matrix<float> Product(Matrix<float> a, Matrix<float> b) =>
        Fill(a.RowCount, b.ColumnCount, (i, j) => Sum(a.ColumnCount, c => (double)a[i, c] * b[c, j]));

    internal static Matrix<float> Weights(Matrix<float> q, Matrix<float> k, double? divisor = null)
    {
        double Exp(int i, int j) =>
            Math.Exp(Sum(q.ColumnCount, c => (double)q[i, c] * k[j, c]) / (divisor ?? Math.Sqrt(q.ColumnCount)));
        return Fill(q.RowCount, k.RowCount, (i, j) => Exp(i, j) / Sum(k.RowCount, n => Exp(i, n)));
    }

    internal static Matrix<float> Attend(Matrix<float> q, Matrix<float> k, Matrix<float> v, double? divisor = null) =>
        Product(Weights(q, k, divisor), v);

    /// <summary>The terms of a sum in any order.</summary>
    internal static int[] Shuffled(int n, int seed)
    {
        var order = Enumerable.Range(0, n).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    /// <summary>a · b with the terms of each entry in any order, summed in float or in double.</summary>
    internal static Matrix<float> ProductInOrder(Matrix<float> a, Matrix<float> b, int seed, bool inDouble)
    {
        var order = Shuffled(a.ColumnCount, seed);
        return Fill(a.RowCount, b.ColumnCount, (i, j) => inDouble
            ? order.Sum(c => (double)a[i, c] * b[c, j])
            : order.Aggregate(0f, (sum, c) => sum + (a[i, c] * b[c, j])));
    }

    /// <summary>Attention with sums in any order, the division by √dHead on the queries, on the keys, or in part on
    /// both, and a number near the maximum subtracted before exp.</summary>
    internal static Matrix<float> AttendInOrder(
        Matrix<float> q, Matrix<float> k, Matrix<float> v, int seed, bool inDouble, float share)
    {
        var (onQueries, onKeys) = (MathF.Pow(q.ColumnCount, share / 2), MathF.Pow(q.ColumnCount, (1 - share) / 2));
        var scores = ProductInOrder(q / onQueries, k.Transpose() / onKeys, seed, inDouble);
        var exps = scores.MapIndexed((i, _, score) => MathF.Exp(score - scores.Row(i).Maximum() - share));
        var sums = ProductInOrder(exps, Fill(exps.ColumnCount, 1, (_, _) => 1), seed, inDouble);
        return ProductInOrder(exps.MapIndexed((i, _, e) => e / sums[i, 0]), v, seed, inDouble);
    }
}
