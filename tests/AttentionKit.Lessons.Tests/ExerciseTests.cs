using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>For every exercise: nothing filled in, the right solution, and each mistake that it must recognise, written as a learner would.</summary>
public partial class ExerciseTests
{
    private static readonly Matrix<float> X = Data.Table("cat-embeddings").Matrix;
    private static readonly Matrix<float> Q = X * Data.Table("cat-wq").Matrix;
    private static readonly Matrix<float> K = X * Data.Table("cat-wk").Matrix;

    private static Matrix<float> Loop(int rows, int columns, Func<int, int, double> entry) => Matrix<float>.Build.Dense(rows, columns, (i, j) => (float)entry(i, j));

    private static double Dot(int n, Func<int, double> term) => Enumerable.Range(0, n).Sum(term);

    [Fact]
    public void Project_KnowsItsMistakes()
    {
        Open(Check.Project((_, _) => null));
        Right(Check.Project((x, w) => Loop(x.RowCount, w.ColumnCount, (i, j) => Dot(x.ColumnCount, c => x[i, c] * w[c, j]))));
        Wrong(Check.Project((x, w) => Loop(x.RowCount, w.ColumnCount, (i, j) => Dot(x.ColumnCount, c => x[i, c] * w[j, c]))),
            "w is used transposed", "(dOut × dIn)");
        Wrong(Check.Project((x, w) => w * x), "the operands are swapped", "x · w");
        Wrong(Check.Project((x, w) => Loop(x.RowCount, w.ColumnCount, (i, j) => x[i, 5] * w[5, j])), "the products are not summed", "+=");
        Wrong(Check.Project((x, w) => x), "another shape", "Your result is 6×6; it must be 6×2. Where must its rows come from");
        Wrong(Check.Project((x, w) => (x * w) + 1), "not yet", "[0, 0]");
        Wrong(Check.Project((x, w) => x * w.Transpose().Multiply(w)), "your code stopped before it had a result", "do not fit");
        Wrong(Check.Project((x, w) => throw new InvalidOperationException("half done")), "your code stopped before it had a result", "InvalidOperationException: half done");
    }

    [Fact]
    public void Project_IsGivenCopies_SoThatALearnersCodeMayWriteIntoThem()
    {
        Wrong(Check.Project((x, w) => { x.Clear(); return x * w; }), "not yet");
        Right(Check.Project((x, w) => x * w));
    }

    [Fact]
    public void AsksOfSat_KnowsItsMistakes()
    {
        float[] Six(Func<int, double> score) => [.. Enumerable.Range(0, 6).Select(j => (float)score(j))];
        Open(Check.AsksOfSat(null));
        Right(Check.AsksOfSat(Six(j => Q.Row(2) * K.Row(j))));
        Wrong(Check.AsksOfSat(Six(j => K.Row(2) * Q.Row(j))), "queries and keys are swapped", "A row asks");
        Wrong(Check.AsksOfSat(Six(j => Q.Row(2) * Q.Row(j))), "queries are matched with queries");
        Wrong(Check.AsksOfSat(Six(j => X.Row(2) * X.Row(j))), "the embeddings are compared, not projected");
        Wrong(Check.AsksOfSat(Six(j => Q.Row(2) * K.Row(j) / Math.Sqrt(2))), "already scaled");
        Wrong(Check.AsksOfSat([1, 2]), "another shape", "Your result is 1×2; it must be 1×6.");
        Wrong(Check.AsksOfSat([]), "your code stopped before it had a result");
    }

    [Fact]
    public void LinearQueries_KnowsItsMistake()
    {
        const string Stored = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)";
        Matrix<float> Turned(Matrix<float> x, Matrix<float> w) => Loop(x.RowCount, w.RowCount, (i, j) => Dot(x.ColumnCount, c => x[i, c] * w[j, c]));
        Open(Check.LinearQueries((_, _) => null));
        Right(Check.LinearQueries(Turned));
        Wrong(Check.LinearQueries((x, w) => w.RowCount == 3 ? Turned(x, w) : x * Loop(3, 2, (i, j) => w.ToRowMajorArray()[(i * 2) + j])), Stored, "reading order");
        Wrong(Check.LinearQueries((x, w) => x * w), Stored, "silently wrong");
        Wrong(Check.LinearQueries((x, w) => w.RowCount == 3 ? Turned(x, w) : x * w), "your code stopped before it had a result", "do not fit");
        Wrong(Check.LinearQueries((_, w) => w), "another shape", "Your result is 2×3; it must be 6×2.");
    }

    [Fact]
    public void LooksMostAt_SaysWhereTheTokenLooks()
    {
        var wq = Data.Table("cat-wq").Matrix;
        Open(Check.LooksMostAt("mat", "cat", null));
        Wrong(Check.LooksMostAt("mat", "cat", wq), "\"mat\" still looks most at \"mat\"", "on \"cat\"");
        Wrong(Check.LooksMostAt("mat", "cat", wq.Transpose()), "another shape", "Your Wq is 2×6; it must be 6×2");
        wq[3, 0] = 2;
        Right(Check.LooksMostAt("mat", "cat", wq));
        Assert.StartsWith("the token must be one of The, cat, sat, on, the, mat: it is \"dog\".", Assert.Throws<ArgumentException>(() => Check.LooksMostAt("dog", "cat", wq)).Message);
    }

    private static Matrix<float> Rowwise(Matrix<float> m, Func<float[], float[]> row) => Matrix<float>.Build.DenseOfRowArrays(m.ToRowArrays().Select(row));

    private static float[] Share(float[] row) => [.. row.Select(e => e / row.Sum())];

    private static float[] StableRow(float[] row) => row.Max() == float.NegativeInfinity ? new float[row.Length] : Share([.. row.Select(s => MathF.Exp(s - row.Max()))]);

    [Fact]
    public void RowSoftmax_KnowsItsMistakes()
    {
        Open(Check.RowSoftmax(_ => null));
        Right(Check.RowSoftmax(s => Rowwise(s, StableRow)));
        Wrong(Check.RowSoftmax(s => Rowwise(s.Transpose(), StableRow).Transpose()), "softmax over the wrong axis", "Your columns sum to 1, not your rows: these sum to 0.79, 0.80, 1.53, 1.27, 0.79, 0.82");
        Wrong(Check.RowSoftmax(s => Rowwise(s.Transpose(), row => Share([.. row.Select(MathF.Exp)])).Transpose()), "softmax over the wrong axis");
        Wrong(Check.RowSoftmax(s => s.Map(MathF.Exp) / s.Map(MathF.Exp).RowSums().Sum()), "one softmax over the whole matrix", "All your weights together sum to 1");
        Wrong(Check.RowSoftmax(s => s.Map(MathF.Exp)), "not divided by the sum");
        Wrong(Check.RowSoftmax(s => Rowwise(s, row => [.. row.Select(e => MathF.Exp(e - row.Max()))])), "not divided by the sum");
        Wrong(Check.RowSoftmax(s => Rowwise(s, row => Share([.. row.Select(MathF.Exp)]))), "softmax overflows", "Subtract the row's maximum");
        Wrong(Check.RowSoftmax(s => Rowwise(s, row => Share([.. row.Select(e => MathF.Exp(e - row.Max()))]))), "a row with nothing to see gives NaN", "its weights are all 0");
    }

    [Fact]
    public void Weights_KnowsItsMistakes()
    {
        Matrix<float> Weighted(Matrix<float> q, Matrix<float> k, double divisor) => Rowwise(q * k.Transpose() / (float)divisor, StableRow);
        Open(Check.Weights((_, _) => null));
        Right(Check.Weights((q, k) => Weighted(q, k, Math.Sqrt(q.ColumnCount))));
        Wrong(Check.Weights((q, k) => Weighted(q, k, 1)), "no scaling", "√2");
        Wrong(Check.Weights((q, k) => Weighted(q, k, q.ColumnCount)), "divided by d, not by √d");
        Wrong(Check.Weights((q, k) => Weighted(q, k, Math.Sqrt(3))), "divided by √dModel, not by √dHead");
        Wrong(Check.Weights((q, k) => Weighted(k, q, Math.Sqrt(2))), "queries and keys are swapped", "Rows ask");
        Wrong(Check.Weights((q, k) => Weighted(k, q, Math.Sqrt(2)).Transpose()), "softmax over the wrong axis", "0.97, 1.26, 1.24, 0.82, 0.76, 0.95");
        Wrong(Check.Weights((q, k) => q * k.Transpose() / MathF.Sqrt(2)), "scores, not weights");
    }

    [Fact]
    public void Output_KnowsItsMistakes()
    {
        Open(Check.Output((_, _) => null));
        Right(Check.Output((w, v) => Loop(6, 3, (i, c) => Dot(6, j => w[i, j] * v[j, c]))));
        Wrong(Check.Output((w, v) => w * K), "keys are mixed in place of values", "not what it carries");
        Wrong(Check.Output((w, v) => w * X), "embeddings are mixed in place of values");
        Wrong(Check.Output((w, v) => w.Transpose() * v), "the weights are used transposed");
        Wrong(Check.Output((w, v) => Loop(6, 3, (_, c) => Dot(6, j => v[j, c]))), "the values are not weighted");
    }

    [Fact]
    public void Gives_KnowsItsMistakes()
    {
        double Length(Matrix<float> v, int j) => Math.Sqrt(Dot(3, c => v[j, c] * v[j, c]));
        Open(Check.Gives((_, _) => null));
        Right(Check.Gives((w, v) => Loop(6, 6, (i, j) => (float)(w[i, j] * Length(v, j)))));
        Wrong(Check.Gives((w, _) => w), "weights are taken for reasons", "\"The\" looks at \"the\" with 0.11", "the value of \"the\" is 0.00, 0.00, 0.00");
        Wrong(Check.Gives((_, v) => Loop(6, 6, (_, j) => (float)Length(v, j))), "lengths of values, without weights");
        Wrong(Check.Gives((w, v) => Loop(6, 6, (i, j) => w[i, j] * Dot(3, c => v[j, c] * v[j, c]))), "the squared length");
        Wrong(Check.Gives((w, v) => Loop(6, 6, (i, j) => w[i, j] * Dot(3, c => v[j, c]))), "a sum, not a length");
        Wrong(Check.Gives((w, v) => Loop(6, 6, (i, j) => (float)(w[j, i] * Length(v, j)))), "the weights are used transposed");
        Wrong(Check.Gives((w, v) => Loop(6, 6, (i, j) => (float)(w[i, j] * Length(v, i)))), "the length of the query's own value");
        Wrong(Check.Gives((w, v) => w * v), "another shape", "it must be 6×6");
        Wrong(Check.Gives((w, _) => w * 2), "not yet", "by hand");
    }

    [Fact]
    public void Temperature_KnowsWhichWayToGo()
    {
        Open(Check.Temperature(null));
        Right(Check.Temperature(.533));
        Wrong(Check.Temperature(1), "not sharp enough", "lower");
        Wrong(Check.Temperature(.25), "too sharp", "higher");
        Wrong(Check.Temperature(1 / .533), "multiplied in place of divided", "1 / 1.88");
        Wrong(Check.Temperature(0), "a temperature is positive");
        Wrong(Check.Temperature(double.NaN), "a temperature is positive");
    }

    [Fact]
    public void Verdict_EscapesWhatALearnersCodeSays()
    {
        var verdict = Check.Project((_, _) => throw new InvalidOperationException("<script>alert(1)</script>"));
        Assert.DoesNotContain("<script>", verdict.ToHtml());
        Assert.StartsWith("✗ your code stopped before it had a result\n", verdict.ToString());
    }
}
