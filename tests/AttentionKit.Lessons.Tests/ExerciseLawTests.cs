using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests;

/// <summary>Who is right is never accused: random ways of writing the right solution, or random input where the check takes one.</summary>
public class ExerciseLawTests
{
    private const int Ways = 500;
    private static readonly Gen<int> s_order = Gen.Int; // a seed, for the order in which terms are added

    private static void Right(Verdict verdict) => Assert.Equal((Outcome.Right, ""), (verdict.Outcome, verdict.Outcome == Outcome.Right ? "" : verdict.ToString()));

    private static int[] Shuffled(int n, int seed)
    {
        var order = Enumerable.Range(0, n).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    /// <summary>All dot products of two matrices' rows, the terms in any order, summed in float or in double.</summary>
    private static Matrix<float> Dots(Matrix<float> a, Matrix<float> b, int seed, bool inDouble) => Matrix<float>.Build.Dense(a.RowCount, b.RowCount, (i, j) =>
    {
        var order = Shuffled(a.ColumnCount, seed);
        return inDouble ? (float)order.Sum(d => (double)a[i, d] * b[j, d]) : order.Aggregate(0f, (sum, d) => sum + (a[i, d] * b[j, d]));
    });

    [Fact]
    public void DotProducts_NeverAccusesTheRight() =>
        Gen.Select(s_order, Gen.Bool).Sample((seed, inDouble) => Right(Check.DotProducts((q, k) => Dots(q, k, seed, inDouble))), iter: Ways);

    [Fact]
    public void ScaledScores_NeverAccusesTheRight() => Gen.Select(s_order, Gen.Bool, Gen.Float[0, 1]).Sample((seed, inDouble, share) => Right(Check.ScaledScores((x, wq, wk) =>
    {
        // The division may fall on the queries, on the keys, or in part on both.
        var (onQueries, onKeys) = (MathF.Pow(wq.ColumnCount, share / 2), MathF.Pow(wq.ColumnCount, (1 - share) / 2));
        return Dots(x * wq / onQueries, x * wk / onKeys, seed, inDouble);
    })), iter: Ways);

    [Fact]
    public void Divisor_NeverAccusesTheRight() =>
        Gen.Double[-10, 10].Sample(part => Right(Check.Divisor(d => Math.Pow(d, part) * Math.Pow(d, .5 - part))), iter: Ways);

    [Fact]
    public void Finds_AgreesWithTheScores()
    {
        var (words, _, vectors) = Data.Table("glove-words");
        Gen.Float[-2, 2].Array[words.Count].Sample(factors =>
        {
            var query = vectors.TransposeThisAndMultiply(Vector<float>.Build.Dense(factors));
            var scores = words.Select((word, w) => (word, Score: Enumerable.Range(0, vectors.ColumnCount).Sum(c => (double)vectors[w, c] * query[c]))).OrderByDescending(pair => pair.Score).ToArray();
            Right(Check.Finds(scores[0].word, query));
            Assert.Equal($"it finds \"{scores[0].word}\"", Check.Finds(scores[1].word, query).Headline);
        }, iter: Ways);
    }
}
