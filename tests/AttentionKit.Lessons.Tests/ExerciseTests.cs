using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>For every exercise: nothing filled in, the right solution, and each mistake that it must recognise, written
/// as a learner would.</summary>
public partial class ExerciseTests
{
    private static readonly Matrix<float> X = Data.Table("cat-embeddings").Matrix;
    private static readonly Matrix<float> Q = X * Data.Table("cat-wq").Matrix;
    private static readonly Matrix<float> K = X * Data.Table("cat-wk").Matrix;

    private static Matrix<float> Loop(int rows, int columns, Func<int, int, double> entry) =>
        Matrix<float>.Build.Dense(rows, columns, (i, j) => (float)entry(i, j));

    private static double Dot(int n, Func<int, double> term) => Enumerable.Range(0, n).Sum(term);

    [Fact]
    public void Project_IsGivenCopies_SoThatALearnersCodeMayWriteIntoThem()
    {
        Wrong(Check.Project((x, w) => { x.Clear(); return x * w; }), "the arguments x and w are not used");
        Right(Check.Project((x, w) => x * w));
    }

    [Fact]
    public void AsksOfSat_KnowsItsMistakes()
    {
        float[] Six(Func<int, double> score) => [.. Enumerable.Range(0, 6).Select(j => (float)score(j))];
        Open(Check.AsksOfSat(null));
        Right(Check.AsksOfSat(Six(j => Q.Row(2) * K.Row(j))));
        Wrong(Check.AsksOfSat(Six(j => K.Row(2) * Q.Row(j))), "queries and keys are swapped", "Rows ask");
        Wrong(Check.AsksOfSat(Six(j => Q.Row(2) * Q.Row(j))), "queries are matched with queries");
        Wrong(Check.AsksOfSat(Six(j => X.Row(2) * X.Row(j))), "the embeddings are compared, not projected");
        Wrong(Check.AsksOfSat(Six(j => Q.Row(2) * K.Row(j) / Math.Sqrt(2))), "already scaled");
        Wrong(Check.AsksOfSat([1, 2]), "another shape", "Your result is 1×2; it must be 1×6.");
        Wrong(Check.AsksOfSat([]), "your code gave no result");
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
        Assert.StartsWith("the token must be one of The, cat, sat, on, the, mat: it is \"dog\".",
            Assert.Throws<ArgumentException>(() => Check.LooksMostAt("dog", "cat", wq)).Message);
    }

    private static Matrix<float> Rowwise(Matrix<float> m, Func<float[], float[]> row) =>
        Matrix<float>.Build.DenseOfRowArrays(m.ToRowArrays().Select(row));

    private static float[] Share(float[] row) => [.. row.Select(e => e / row.Sum())];

    private static float[] StableRow(float[] row) => row.Max() == float.NegativeInfinity ? new float[row.Length]
        : Share([.. row.Select(s => MathF.Exp(s - row.Max()))]);

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
