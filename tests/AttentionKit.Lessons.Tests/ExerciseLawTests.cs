using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>Who is right is never accused: random ways of writing the right solution, or random input where the check
/// takes one.</summary>
public class ExerciseLawTests
{
    private static readonly Gen<int> s_order = Gen.Int; // a seed, for the order in which terms are added

    /// <summary>All dot products of two matrices' rows, the terms in any order, summed in float or in double.</summary>
    private static Matrix<float> Dots(Matrix<float> a, Matrix<float> b, int seed, bool inDouble) =>
        ProductInOrder(a, b.Transpose(), seed, inDouble);

    [Fact]
    public void DotProducts_NeverAccusesTheRight() =>
        Gen.Select(s_order, Gen.Bool)
            .Sample((seed, inDouble) => RightInWords(Check.DotProducts((q, k) => Dots(q, k, seed, inDouble))),
            iter: Ways);

    [Fact]
    public void ScaledScores_NeverAccusesTheRight() => Gen.Select(s_order, Gen.Bool, Gen.Float[0, 1])
        .Sample((seed, inDouble, share) => RightInWords(Check.ScaledScores((x, wq, wk) =>
    {
        // The division may fall on the queries, on the keys, or in part on both.
        var (onQueries, onKeys) = (MathF.Pow(wq.ColumnCount, share / 2), MathF.Pow(wq.ColumnCount, (1 - share) / 2));
        return Dots(x * wq / onQueries, x * wk / onKeys, seed, inDouble);
    })), iter: Ways);

    [Fact]
    public void Divisor_NeverAccusesTheRight() =>
        Gen.Double[-10,
            10].Sample(part => RightInWords(Check.Divisor(d => Math.Pow(d, part) * Math.Pow(d, .5 - part))),
            iter: Ways);

    [Fact]
    public void Finds_AgreesWithTheScores()
    {
        var (words, _, vectors) = Data.Table("glove-words");
        Gen.Float[-2, 2].Array[words.Count].Sample(factors =>
        {
            var query = vectors.TransposeThisAndMultiply(Vector<float>.Build.Dense(factors));
            var scores = words.Select((word, w) =>
                (word, Score: Enumerable.Range(0, vectors.ColumnCount).Sum(c => (double)vectors[w, c] * query[c])))
                .OrderByDescending(pair => pair.Score).ToArray();
            RightInWords(Check.Finds(scores[0].word, query));
            Assert.Equal($"it finds \"{scores[0].word}\"", Check.Finds(scores[1].word, query).Headline);
        }, iter: Ways);
    }

    /// <summary>Softmax of each row, 0 where there is nothing to see; any number may be subtracted that keeps exp
    /// within float.</summary>
    private static Matrix<float> Weighted(Matrix<float> scores, float shift) =>
        Matrix<float>.Build.DenseOfRowArrays(scores.ToRowArrays().Select(row =>
    {
        var max = row.Max();
        var exps = row.Select(score => MathF.Exp(score - max - shift)).ToArray();
        return max == float.NegativeInfinity ? new float[row.Length] : [.. exps.Select(e => e / exps.Sum())];
    }));

    [Fact]
    public void CausalWeights_NeverAccusesTheRight() => Gen.Select(Gen.Float[-20, 20], Gen.Bool)
        .Sample((shift, added) => RightInWords(Check.CausalWeights(scores =>
        Weighted(scores.MapIndexed((i, j, score) => added ? score + (j > i ? float.NegativeInfinity : 0) : j > i
            ? float.NegativeInfinity : score), shift))), iter: Ways);

    [Fact]
    public void PaddedWeights_NeverAccusesTheRight() => Gen.Select(Gen.Float[-20, 20], Gen.Bool)
        .Sample((shift, added) => RightInWords(Check.PaddedWeights((scores, length) =>
        Weighted(scores.MapIndexed((_, j, score) => added ? score + (j < length ? 0 : float.NegativeInfinity)
            : j < length ? score : float.NegativeInfinity), shift))), iter: Ways);

    [Fact]
    public void MaskOfNewTokens_NeverAccusesTheRight() =>
        s_order.Sample(seed => RightInWords(Check.MaskOfNewTokens((nQueries, nKeys) =>
    {
        // Filled in any order: from the query's place backwards, or the future removed from a full mask.
        var canAttend = new bool[nQueries, nKeys];
        foreach (var entry in Shuffled(nQueries * nKeys, seed))
        {
            var (query, key) = (entry / nKeys, entry % nKeys);
            canAttend[query, key] = seed % 2 == 0 ? nKeys - key >= nQueries - query : !(key - query > nKeys - nQueries);
        }
        return canAttend;
    })), iter: Ways);

    [Fact]
    public void CannotReach_AgreesWithTheProductOfMasks() => Gen.Bool.Array[36].Sample(seen =>
    {
        var canSee = new bool[6, 6];
        for (var entry = 0; entry < 36; entry++) canSee[entry / 6, entry % 6] = seen[entry] || entry / 6 == entry % 6;
        var once = Matrix<double>.Build.Dense(6, 6, (i, j) => canSee[i, j] ? 1 : 0);
        var verdict = Check.CannotReach("mat", "cat", canSee);
        Assert.Equal((once * once)[5, 1] > 0 ? Outcome.Wrong : Outcome.Right, verdict.Outcome);
        if (verdict.Outcome == Outcome.Right) Assert.Contains(" by 0.0000.", verdict.Explanation);
        else Assert.DoesNotContain(" by 0.0000.", verdict.Explanation);
    }, iter: Ways);
}
