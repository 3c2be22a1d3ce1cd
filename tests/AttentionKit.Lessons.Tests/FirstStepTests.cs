using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>A mistake without a name: the verdict says at which step the result departs.</summary>
public class FirstStepTests
{
    private static void Departs(Verdict verdict, string at)
    {
        Assert.Equal((Outcome.Wrong, "not yet"), (verdict.Outcome, verdict.Headline));
        Assert.Contains("The first entry that differs is [", verdict.Explanation);
        Assert.Contains(at, verdict.Explanation);
    }

    [Fact]
    public void WhatIsNoMatrix_IsNotToldByRowsAndColumns()
    {
        Wrong(Check.Divisor(d => d / 2.0), "not yet", "For d = 16: yours is 8, it must be 4. Of d products of size 1, what is the typical sum?");
        Wrong(Check.ParameterCounts((4L * 768 * 768, 2L * 768 * 768)), "not yet", "With 4 key and value heads: yours is 1179648, it must be 1572864.");
        Wrong(Check.KeyHead((h, n, kv) => h == 7 ? 0 : h / (n / kv)), "not yet", "Query head 7 of 8, over 2 key heads: yours is 0, it must be 1. 4 neighbours share one.");
        Wrong(Check.CacheBytes((layers, _, kv, d, n, size) => 3L * layers * kv * d * n * size), "not yet", " tokens: yours is ");
        Wrong(Check.Running(scores => (scores.Max(), 7)), "not yet", "The sum: yours is 7, it must be ", "The scores are 1, 3, 2, 5, 0, 4, 1, 2.");
    }

    [Fact]
    public void APaddingBias_DepartsFromItsColumns() =>
        Wrong(Check.PaddingBias((nQueries, nKeys, length) => Fill(nQueries, nKeys, (_, key) => key == length ? double.NegativeInfinity : 0)), "not yet", "[0, 5]", "yours is 0, it must be −∞. Each of the columns from 4 on is −∞ in every row");

    [Fact]
    public void OtherLengths_AreAnotherShape_AlsoWhereTheCodeThrowsForSome() =>
        Wrong(Check.PaddedWeights((s, length) => Softmax.Rows(s.SubMatrix(0, length, 0, length))), "another shape", "Your result is 4×4; it must be 6×6.");

    [Fact]
    public void Positions_DepartInTheExponent_OrInTheTurn()
    {
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => Math.Sin(i / Math.Pow(10000, c / d)))), "not yet", "2 / 8 of two ints is 0");
        Wrong(Check.Rope(x => Fill(x.RowCount, 2, (i, j) => x[i, j] * Math.Cos(i))), "not yet", "each new number needs both old ones");
        Wrong(Check.Rope(x => Rope.Apply(x * 1, 100)), "not yet", "they turn, but by another angle");
    }

    private static Matrix<float> Rescaled(Matrix<float> m) => m.MapIndexed((i, _, x) => x / m.Row(i).Sum());

    [Fact]
    public void Scores_DepartInTheScale_OrInTheDotProducts()
    {
        Departs(Check.DotProducts((q, k) => q.TransposeAndMultiply(k) * 3), "the scale is not: every entry is 3 times");
        Departs(Check.DotProducts((q, k) => q.TransposeAndMultiply(k) + 1), "in the dot products");
        Departs(Check.DotProducts((q, k) => Fill(6, 6, (_, _) => 0)), "in the dot products");
        Departs(Check.DotProducts((q, k) => Fill(6, 6, (_, _) => double.NaN)), "in the dot products");
        Departs(Check.ScaledScores((x, wq, wk) => (x * wq).TransposeAndMultiply(x * wk) / 7), "every entry is 0.202 times");
    }

    [Fact]
    public void Weights_DepartAtTheMask_InTheSoftmax_OrBefore()
    {
        Departs(Check.Weights((q, k) => Weights(q, k) * 1.1f), "in the softmax: row 0 sums to 1.10, and must sum to 1");
        Departs(Check.Weights((q, k) => Weights(q, k, 5)), "before that, in the scores or in exp");
        Departs(Check.RowSoftmax(s => Rescaled(s.Map(x => x * x))), "in the scores or in exp");
        Departs(Check.CausalWeights(s => Fill(6, 6, (i, j) => j <= i + 1 ? 1.0 / Math.Min(i + 2, 6) : 0)), "at the mask: row 0 gives 0.50 to column 1, which is hidden");
        Departs(Check.CausalWeights(s => Fill(6, 6, (i, j) => j == 0 ? 1 : 0)), "at the mask: row 1 gives nothing to column 1, which it may see");
        Departs(Check.CausalWeights(s => Fill(6, 6, (i, j) => j <= i ? 1.0 / (i + 1) : 0)), "in the scores or in exp");
        Departs(Check.CausalWeights(s => Fill(6, 6, (i, j) => j <= i ? 1 : 0)), "in the softmax: row 1 sums to 2.00");
        Departs(Check.PaddedWeights((s, length) => Fill(s.RowCount, 6, (i, j) => j < length ? .25 : 0)), "in the scores or in exp");
    }

    [Fact]
    public void Output_DepartsInTheMix_OrInTheWeights()
    {
        Departs(Check.Output((w, v) => w * v * 9), "in the mix: entry [");
        Departs(Check.Output((w, v) => Product(Fill(6, 6, (_, _) => 1 / 6.0), v)), "before the mix, in the weights");
        Departs(Check.Heads((q, k, v, nHeads) => Fill(q.RowCount, v.ColumnCount, (_, c) => v.Column(c).Average())), "before the mix, in the weights");
        Departs(Check.Cross((x, s, wq, wk, wv) => Attend(x * wq, s * wk, s * wv, .1)), "before the mix, in the weights");
        Departs(Check.NextToken((_, _, _, _, v) => v * 90), "in the mix");
        Departs(Check.Online((s, v) => v.Row(1) * 7), "in the mix");
    }
}
