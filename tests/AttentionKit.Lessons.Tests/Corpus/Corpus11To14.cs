using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>Answers to the exercises of the lessons on models.</summary>
internal static class Corpus11To14
{
    internal static Answer[] All => [.. Lesson11, .. Lesson12];

    private static Answer[] Lesson11 =>
    [
        Right("11-A", "loops", () => Check.ValuesGradient((w, g) =>
            Fill(w.ColumnCount, g.ColumnCount, (j, c) => Sum(w.RowCount, i => (double)w[i, j] * g[i, c])))),
        Told("11-A", "forward once more", () => Check.ValuesGradient((w, g) => w * g),
            "the weights are not transposed"),
        Told("11-A", "the mean", () => Check.ValuesGradient((w, g) => w.Transpose() * g / w.RowCount),
            "a mean over the queries, not a sum"),
        Certain("11-A", "seven times the gradient", () => Check.ValuesGradient((w, g) => w.Transpose() * g * 7)),
        Right("11-B", "loops", () => Check.ScoresGradient((w, g) => Back(w, g, (i, j, mean) => w[i, j] * (g[i, j] - mean)))),
        Right("11-B", "through the Jacobian", () => Check.ScoresGradient((w, g) => Fill(w.RowCount, w.ColumnCount,
            (i, j) => Sum(w.ColumnCount, k => (double)g[i, k] * w[i, k] * ((j == k ? 1 : 0) - (double)w[i, j]))))),
        Told("11-B", "not subtracted", () => Check.ScoresGradient((w, g) => w.PointwiseMultiply(g)),
            "nothing is subtracted"),
        Told("11-B", "not multiplied", () => Check.ScoresGradient((w, g) => Back(w, g, (i, j, mean) => g[i, j] - mean)),
            "not multiplied by the weights"),
        Told("11-B", "a sigmoid's slope",
            () => Check.ScoresGradient((w, g) => w.PointwiseMultiply(1 - w).PointwiseMultiply(g)),
            "each weight is taken alone"),
        Certain("11-B", "w + g", () => Check.ScoresGradient((w, g) => w + g)),
        Right("11-C", "from the end", () => Check.InductionLooks(t => [.. t.Select((x, i) =>
            Enumerable.Range(0, i).Reverse().Where(j => t[j] == x).Select(j => j + 1).FirstOrDefault(-1))])),
        Told("11-C", "the same token", () => Check.InductionLooks(t => [.. t.Select((x, i) =>
            Array.LastIndexOf(t[..i], x))]), "the same token, not the one after it"),
        Told("11-C", "the first", () => Check.InductionLooks(t => [.. t.Select((x, i) =>
            Array.IndexOf(t[..i], x) is var j && j < 0 ? -1 : j + 1)]), "the first, not the latest"),
        Certain("11-C", "all at the start", () => Check.InductionLooks(t => new int[t.Length])),
    ];

    private static Answer[] Lesson12 =>
    [
        Right("12-A", "the mean of a diagonal", () => Check.PreviousToken(w =>
            Sum(w.RowCount - 1, i => w[i + 1, i]) / w.RowCount)),
        Told("12-A", "the diagonal", () => Check.PreviousToken(w => w.Diagonal().Average()),
            "the token itself, not the one before"),
        Told("12-A", "n − 1", () => Check.PreviousToken(w => Sum(w.RowCount - 1, i => w[i + 1, i]) / (w.RowCount - 1)),
            "divided by one too few"),
        Certain("12-A", "the largest", () => Check.PreviousToken(w => w.Enumerate().Max() * 3)),
        Right("12-B", "entry by entry", () => Check.Patched((x, y, at) => x.MapIndexed((i, d, number) =>
            i == at ? y[i, d] : number))),
        Told("12-B", "a column", () => Check.Patched((x, y, at) => x.MapIndexed((i, d, number) =>
            d == at ? y[i, d] : number)), "a column, not a row"),
        Told("12-B", "added", () => Check.Patched((x, y, at) => x.MapIndexed((i, d, number) =>
            i == at ? number + y[i, d] : number)), "added, not replaced"),
        Certain("12-B", "0 in its place", () => Check.Patched((x, _, at) => x.MapIndexed((i, _, number) =>
            i == at ? 0 : number))),
        Told("12-C", "none", () => Check.PreviousTokenHead((7, 7)), "no such head"),
    ];

    private static Matrix<float> Back(Matrix<float> w, Matrix<float> g, Func<int, int, double, double> entry) =>
        Fill(w.RowCount, w.ColumnCount, (i, j) => entry(i, j, Sum(w.ColumnCount, k => (double)w[i, k] * g[i, k])));
}
