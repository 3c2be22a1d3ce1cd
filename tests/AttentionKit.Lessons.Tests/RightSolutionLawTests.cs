using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>However a right solution is written (in any order of summation, in float or in double), it is never
/// accused.</summary>
public class RightSolutionLawTests
{
    private static readonly Gen<(int Seed, bool Double)> s_way = Gen.Select(Gen.Int, Gen.Bool);

    /// <summary>Σ term(k), the terms in an order of their own, in float or in double.</summary>
    private static float Sum((int Seed, bool Double) way, int n, Func<int, double> term)
    {
        var order = Shuffled(n, way.Seed);
        if (way.Double) return (float)order.Sum(term);
        var sum = 0f;
        foreach (var k in order) sum += (float)term(k);
        return sum;
    }

    private static Matrix<float> Product((int, bool) way, Matrix<float> a, Matrix<float> b) =>
        Matrix<float>.Build.Dense(a.RowCount, b.ColumnCount, (i, j) =>
            Sum(way, b.RowCount, c => (double)a[i, c] * b[c, j]));

    private static Matrix<float> SoftmaxOf((int Seed, bool Double) way, Matrix<float> scores)
    {
        var shift = new Random(way.Seed).NextSingle() * 10; // any shift near the maximum is as good
        return Matrix<float>.Build.DenseOfRowArrays(scores.ToRowArrays().Select(row =>
        {
            if (row.All(float.IsNegativeInfinity)) return new float[row.Length];
            double Exp(int k) => Math.Exp(row[k] - row.Max() + shift);
            var sum = Sum(way, row.Length, Exp);
            return Enumerable.Range(0, row.Length).Select(k => (float)(Exp(k) / sum)).ToArray();
        }));
    }

    private static bool Right(Verdict verdict) => verdict.Outcome == Outcome.Right;

    [Fact]
    public void Project_IsNeverAccused() =>
        s_way.Sample(way => Right(Check.Project((x, w) => Product(way, x, w))), iter: Ways);

    [Fact]
    public void RowSoftmax_IsNeverAccused() =>
        s_way.Sample(way => Right(Check.RowSoftmax(scores => SoftmaxOf(way, scores))), iter: Ways);

    [Fact]
    public void Weights_AreNeverAccused() => s_way.Sample(way =>
        Right(Check.Weights((q, k) => SoftmaxOf(way, Product(way, q, k.Transpose()) / MathF.Sqrt(q.ColumnCount)))),
            iter: Ways);

    [Fact]
    public void Output_IsNeverAccused() =>
        s_way.Sample(way => Right(Check.Output((w, v) => Product(way, w, v))), iter: Ways);

    [Fact]
    public void Gives_IsNeverAccused() => Gen.Select(s_way, Gen.Bool)
        .Sample((way, weightFirst) => Right(Check.Gives((w, v) => w.MapIndexed((i, j, weight) =>
    {
        // The length of weight · value, or weight times the length of the value.
        var (inside, outside) = weightFirst ? (weight, 1f) : (1f, weight);
        return outside * MathF.Sqrt(Sum(way, v.ColumnCount, c => Math.Pow(inside * v[j, c], 2)));
    }))), iter: Ways);

    [Fact]
    public void AsksOfSat_IsNeverAccused()
    {
        var x = Data.Table("cat-embeddings").Matrix;
        var (q, k) = (x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix);
        s_way.Sample(way =>
            Right(Check.AsksOfSat([.. Enumerable.Range(0, 6)
            .Select(j => Sum(way, 2, d => (double)q[2, d] * k[j, d]))])), iter: Ways);
    }

    [Fact]
    public void LinearQueries_AreNeverAccused() =>
        s_way.Sample(way => Right(Check.LinearQueries((x, stored) => Product(way, x, stored.Transpose()))), iter: Ways);

    [Fact]
    public void Sinusoidal_IsNeverAccused() => s_way.Sample(way => Right(Check.Sinusoidal((n, d) =>
        Matrix<float>.Build.Dense(n, d, (i, c) =>
            Wave(way.Double, i * Math.Exp(-Math.Log(10000) * (c - (c % 2)) / d), c % 2 == 0)))), iter: Ways);

    [Fact]
    public void Rope_IsNeverAccused() => s_way.Sample(way => Right(Check.Rope(x =>
        Matrix<float>.Build.Dense(x.RowCount, 2, (i, j) =>
            Sum(way, 2, k => x[i, k] * (k == j ? Math.Cos(i) : j == 0 ? -Math.Sin(i) : Math.Sin(i)))))), iter: Ways);

    private static float Wave(bool inDouble, double angle, bool sine) => inDouble
        ? (float)(sine ? Math.Sin(angle) : Math.Cos(angle))
        : sine ? MathF.Sin((float)angle) : MathF.Cos((float)angle);
}
