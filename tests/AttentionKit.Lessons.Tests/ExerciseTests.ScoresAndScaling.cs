using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <remarks>Here: lesson 02.</remarks>
public partial class ExerciseTests
{
    private static Matrix<float> Dots(Matrix<float> a, Matrix<float> b) => Loop(a.RowCount, b.RowCount, (i, j) => Dot(a.ColumnCount, d => a[i, d] * b[j, d]));

    [Fact]
    public void DotProducts_KnowsItsMistakes()
    {
        Open(Check.DotProducts((_, _) => null));
        Right(Check.DotProducts(Dots));
        Wrong(Check.DotProducts((q, k) => Dots(k, q)), "queries and keys are swapped", "gives 0.12 to \"cat\"");
        Wrong(Check.DotProducts((q, k) => q.RowCount == k.RowCount ? Dots(q, k) : Dots(k, q)), "queries and keys are swapped", "gave 6×2; it must be 2×6");
        Wrong(Check.DotProducts((q, k) => Dots(q, q)), "queries are matched with queries");
        Wrong(Check.DotProducts((q, k) => Dots(k, k)), "keys are matched with keys");
        Wrong(Check.DotProducts((q, k) => Dots(q, k) / MathF.Sqrt(2)), "already scaled");
        Wrong(Check.DotProducts((q, k) => Dots(q, k).SubMatrix(0, 1, 0, 6)), "another shape", "Your result is 1×6; it must be 6×6.");
        Wrong(Check.DotProducts((q, k) => Dots(q, k) + 1), "not yet", "[0, 0]");
        Wrong(Check.DotProducts((q, k) => q * k), "your code stopped before it had a result", "do not fit");
        Wrong(Check.DotProducts((q, k) => Loop(6, 6, (i, j) => q[i, j] * k[j, i])), "your code stopped before it had a result", "limits of your loops");
    }

    [Fact]
    public void DotProducts_KnowsASymmetricMatrix()
    {
        foreach (var below in (bool[])[true, false])
            Wrong(Check.DotProducts((q, k) =>
            {
                var s = Dots(q, k);
                for (var i = 0; i < s.RowCount; i++)
                    for (var j = 0; j < i && j < s.ColumnCount && i < s.ColumnCount; j++)
                        if (below) s[i, j] = s[j, i]; else s[j, i] = s[i, j];
                return s;
            }), "expected to be symmetric", below ? "0.12" : "3.72");
        Wrong(Check.DotProducts((q, k) => q.RowCount == k.RowCount ? (Dots(q, k) + Dots(k, q)) / 2 : Dots(q, k)), "expected to be symmetric", "1.92");
    }

    [Fact]
    public void DotProducts_KnowsASumThatIsOverwritten() => Wrong(Check.DotProducts((q, k) =>
    {
        var s = Matrix<float>.Build.Dense(q.RowCount, k.RowCount);
        for (var i = 0; i < q.RowCount; i++)
            for (var j = 0; j < k.RowCount; j++)
                for (var d = 0; d < q.ColumnCount; d++)
                    s[i, j] = q[i, d] * k[j, d];
        return s;
    }), "the products are not summed", "+=");

    [Fact]
    public void ScaledScores_KnowsItsMistakes()
    {
        static Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> Divided(Func<Matrix<float>, Matrix<float>, double> by) =>
            (x, wq, wk) => Dots(x * wq, x * wk) / (float)by(x, wq);
        Open(Check.ScaledScores((_, _, _) => null));
        Right(Check.ScaledScores(Divided((_, wq) => Math.Sqrt(wq.ColumnCount))));
        Wrong(Check.ScaledScores(Divided((_, _) => 1)), "no scaling", "is 1.81, the plain dot product"); // the book prints 1.8111
        Wrong(Check.ScaledScores(Divided((_, wq) => wq.ColumnCount)), "divided by d, not by √d");
        Wrong(Check.ScaledScores(Divided((x, _) => Math.Sqrt(x.ColumnCount))), "divided by √dModel, not by √dHead", "√3");
        Wrong(Check.ScaledScores(Divided((_, wq) => Math.Sqrt(wq.RowCount))), "divided by √dModel, not by √dHead");
        Wrong(Check.ScaledScores(Divided((x, _) => Math.Sqrt(x.RowCount))), "divided by √nTokens, not by √dHead");
        Wrong(Check.ScaledScores(Divided((_, wq) => 1 / Math.Sqrt(wq.ColumnCount))), "multiplied by √d, not divided");
        Wrong(Check.ScaledScores(Divided((_, _) => Math.Sqrt(2))), "the same divisor for every head");
        Wrong(Check.ScaledScores((x, wq, wk) => Dots(x * wk, x * wq) / MathF.Sqrt(wq.ColumnCount)), "queries and keys are swapped", "Rows ask");
        Wrong(Check.ScaledScores((x, _, _) => Dots(x, x)), "the embeddings are compared, not projected");
        Wrong(Check.ScaledScores((x, _, _) => Dots(x, x) / MathF.Sqrt(x.ColumnCount)), "the embeddings are compared, not projected");
        Wrong(Check.ScaledScores((x, wq, wk) => Rowwise(Dots(x * wq, x * wk) / MathF.Sqrt(wq.ColumnCount), StableRow)), "weights, not scores");
        Wrong(Check.ScaledScores((x, wq, wk) => wq * x), "your code stopped before it had a result", "do not fit");
        Wrong(Check.ScaledScores((x, wq, wk) => x * wq), "another shape", "Your result is 6×2; it must be 6×6.");
    }

    [Fact]
    public void Divisor_KnowsItsMistakes()
    {
        Open(Check.Divisor(_ => null));
        Right(Check.Divisor(d => Math.Sqrt(d)));
        Wrong(Check.Divisor(_ => 1), "no scaling", "32 at d = 1024");
        Wrong(Check.Divisor(d => d), "divided by d, not by √d", "0.03 at d = 1024");
        Wrong(Check.Divisor(d => Math.Pow(d, -.5)), "a factor, not a divisor");
        Wrong(Check.Divisor(_ => 8), "the same divisor for every d", "0.25 at d = 4 and 4 at d = 1024");
        Wrong(Check.Divisor(_ => 10), "the same divisor for every d", "0.2 at d = 4 and 3.2 at d = 1024");
        Wrong(Check.Divisor(d => d / 2), "not yet");
        Wrong(Check.Divisor(d => 1 / (d - d)), "your code stopped before it had a result", "DivideByZeroException");
    }

    [Fact]
    public void Finds_SaysWhatTheQueryFinds()
    {
        var (words, _, vectors) = Data.Table("glove-words");
        Vector<float> Word(string word) => vectors.Row(words.ToList().IndexOf(word));
        Open(Check.Finds("queen", null));
        Right(Check.Finds("queen", Word("king") - (2 * Word("man")) + (2 * Word("woman"))));
        Wrong(Check.Finds("queen", Word("king") - Word("man") + Word("woman")), "it finds \"king\"", "33.25 with \"king\" and 29.91 with \"queen\"");
        Wrong(Check.Finds("queen", 3 * Word("queen")), "that is the word itself");
        Wrong(Check.Finds("queen", 0 * Word("king")), "it finds \"the\"", "scores 0 with \"the\" and 0 with");
        Wrong(Check.Finds("the", 0 * Word("king")), "no word scores higher than another");
        Wrong(Check.Finds("queen", Word("king") / 0), "not a number");
        Wrong(Check.Finds("queen", Word("king").SubVector(0, 3)), "another shape", "Your query has 3 numbers; it must have 100");
        Assert.StartsWith("the word must be one of the, cat, ", Assert.Throws<ArgumentException>(() => Check.Finds("unicorn", null)).Message);
    }
}
