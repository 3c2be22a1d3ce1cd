using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>Answers written by an adversary of the finished checker, with their verdicts, before they were
/// run.</summary>
internal static class Second04To06
{
    private const string Mended = "masked after softmax, then renormalised", WrongAxis = "softmax over the wrong axis";
    private const string Low = "a low number in place of −∞", NaN = "a row with nothing to see gives NaN";
    private const string Overflow = "softmax overflows", Keys = "keys are mixed in place of values";

    internal static IEnumerable<Answer> All => [.. Lesson04, .. Lesson05, .. Lesson06];

    private static bool Past(int i, int j) => j <= i;

    private static Matrix<float> Overflowing(Matrix<float> s) => Plain(s);

    private static Answer[] Lesson04 =>
    [
        Right("04-A", "sums over the past alone", () => Check.CausalWeights(s => Fill(s.RowCount, s.ColumnCount,
            (i, j) => j > i ? 0 : 1 / Sum(i + 1, n => Math.Exp((double)s[i, n] - s[i, j]))))),
        Right("04-A", "a triangle of −∞ added", () => Check.CausalWeights(s =>
            LogSumExp(s + Fill(s.RowCount, s.ColumnCount, (i, j) => j > i ? Hidden : 0)))),
        Right("04-A", "exp of the past, then the library's sums", () => Check.CausalWeights(s =>
        {
            var e = s.MapIndexed((i, j, x) => j <= i ? MathF.Exp(x - s.Row(i).SubVector(0, i + 1).Maximum()) : 0);
            return e.MapIndexed((i, _, x) => x / e.Row(i).Sum());
        })),
        Right("04-A", "float.MinValue for −∞", () => Check.CausalWeights(s => Stable(Where(s, Past, float.MinValue)))),
        Right("04-A", "rounded to four decimals",
            () => Check.CausalWeights(s => Rounded(Softmax.Rows(Mask.Causal(s.RowCount).Apply(s)), 4))),
        Right("04-A", "the library's weights under a mask", () => Check.CausalWeights(s =>
            Attention.Steps(s, Matrix<float>.Build.DenseIdentity(s.RowCount), s, Mask.Causal(s.RowCount), 1).Weights)),
        Told("04-A", "the past hidden", () => Check.CausalWeights(s => Stable(Where(s, (i, j) => j >= i))),
            "the past is hidden, the future in sight"),
        Told("04-A", "no maximum", () => Check.CausalWeights(s => Overflowing(Where(s, Past))), Overflow),
        Told("04-A", "no maximum, 0 for −∞", () => Check.CausalWeights(s => Overflowing(Where(s, Past, 0))),
            "0 in place of −∞", Overflow),
        Told("04-A", "−1000", () => Check.CausalWeights(s => Stable(Where(s, Past, -1000))), Low),
        Certain("04-A", "−20 added", () => Check.CausalWeights(s => Stable(s.MapIndexed((i, j, x) =>
            j > i ? x - 20 : x)))),
        Certain("04-A", "a triangle times the scores, −∞ elsewhere", () => Check.CausalWeights(s =>
            Stable(s.PointwiseMultiply(Fill(s.RowCount, s.ColumnCount, (i, j) => j > i ? Hidden : 1))))),
        Certain("04-A", "the largest of the past", () => Check.CausalWeights(s => s.MapIndexed((i, j, x) =>
            j <= i && x == s.Row(i).SubVector(0, i + 1).Maximum() ? 1f : 0))),
        Certain("04-A", "one column too few", () => Check.CausalWeights(s => s.ColumnCount == 1 ? s
            : Softmax.Rows(Mask.Causal(s.RowCount).Apply(s)).SubMatrix(0, s.RowCount, 0, s.ColumnCount - 1))),
        Certain("04-A", "a window of two", () => Check.CausalWeights(s =>
            Stable(Where(s, (i, j) => j <= i && j > i - 2)))),
        Certain("04-A", "the notebook's six tokens", () => Check.CausalWeights(s =>
        {
            for (var i = 0; i < 6; i++) for (var j = i + 1; j < 6; j++) s[i, j] = Hidden;
            return Softmax.Rows(s);
        })),
        Right("04-B", "exp of the real, sums guarded", () => Check.PaddedWeights((s, length) => Rowwise(s, row =>
        {
            float[] e = [.. row.Select((x, j) => j < length ? MathF.Exp(x - row.Take(length).Max()) : 0)];
            return length == 0 ? e : Share(e);
        }))),
        Right("04-B", "in place, −∞ by columns", () => Check.PaddedWeights((s, length) =>
        {
            for (var j = length; j < s.ColumnCount; j++)
                s.SetColumn(j, Vector<float>.Build.Dense(s.RowCount, Hidden));
            return LogSumExp(s);
        })),
        Told("04-B", "after softmax, renormalised, NaN for an empty row", () => Check.PaddedWeights((s, length) =>
            Rowwise(Where(Stable(s), (_, j) => j < length, 0), Share)), Mended),
        Told("04-B", "−1e4", () => Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length, -1e4f))),
            "a row with nothing to see looks at all alike"),
        Told("04-B", "even where nothing is real", () => Check.PaddedWeights((s, length) => length == 0
            ? s.Map(_ => 1f / s.ColumnCount, Zeros.Include) : Stable(Where(s, (_, j) => j < length))),
            "a row with nothing to see looks at all alike"),
        Told("04-B", "a causal mask too", () => Check.PaddedWeights((s, length) =>
            Stable(Where(s, (i, j) => j < length && j <= i))), "a causal mask"),
        Told("04-B", "columns, one too many", () => Check.PaddedWeights((s, length) =>
            Columnwise(Where(s, (_, j) => j <= length), StableRow)), WrongAxis, "one key too many"),
        Certain("04-B", "only where something is real, else null", () => Check.PaddedWeights((s, length) =>
            length == 0 ? null : Stable(Where(s, (_, j) => j < length)))),
        Certain("04-B", "throws where nothing is real", () => Check.PaddedWeights((s, length) => length == 0
            ? throw new InvalidOperationException("nothing") : Stable(Where(s, (_, j) => j < length)))),
        Told("04-B", "four, always", () => Check.PaddedWeights((s, _) => Stable(Where(s, (_, j) => j < 4))),
            "the argument length is not used"),
        Certain("04-B", "the first key of the padding hidden", () => Check.PaddedWeights((s, length) =>
            Stable(Where(s, (_, j) => j != length)))),
        Right("04-C", "false taken away", () => Check.MaskOfNewTokens((nq, nk) =>
        {
            var all = See(nq, nk, (_, _) => true);
            for (var i = 0; i < nq; i++) for (var j = nk - nq + i + 1; j < nk; j++) all[i, j] = false;
            return all;
        })),
        Told("04-C", "an offset of one", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j <= i + 1)),
            "the cached past is forgotten", "one token of the future is in sight"),
        Told("04-C", "the past hidden", () => Check.MaskOfNewTokens((nq, nk) =>
            See(nq, nk, (i, j) => j >= i + nk - nq)), "the past is hidden, the future in sight"),
        Certain("04-C", "empty", () => Check.MaskOfNewTokens((_, _) => new bool[0, 0])),
        Certain("04-C", "the new tokens alone, and not the cache", () => Check.MaskOfNewTokens((nq, nk) =>
            See(nq, nk, (i, j) => j >= nk - nq && j <= i + nk - nq))),
        Certain("04-C", "mirrored", () => Check.MaskOfNewTokens((nq, nk) =>
            See(nq, nk, (i, j) => nk - 1 - j <= i + nk - nq))),
        Right("04-D", "as few as can be", () => Check.CannotReach("mat", "cat",
            See(6, 6, (i, j) => j <= i && (i < 2 || j != 1)))),
        Told("04-D", "five by five", () => Check.CannotReach("mat", "cat", new bool[5, 5]), "another shape"),
        Told("04-D", "nothing hidden", () => Check.CannotReach("mat", "cat", See(6, 6, Past)),
            "\"cat\" still reaches \"mat\""),
    ];

    private static Matrix<float> Part(Matrix<float> all, int h, int n) =>
        Slice(all, h * (all.ColumnCount / n), all.ColumnCount / n);

    private delegate Matrix<float> Attend(Matrix<float> q, Matrix<float> k, Matrix<float> v);

    private static Verdict Each(Attend attend) => Check.Heads((q, k, v, n) => Beside(Enumerable.Range(0, n)
        .Select(h => attend(Part(q, h, n), Part(k, h, n), Part(v, h, n)))));

    private static Matrix<float> Scores(Matrix<float> q, Matrix<float> k) => Dots(q, k) / MathF.Sqrt(q.ColumnCount);

    private static Answer[] Lesson05 =>
    [
        Right("05-A", "masks of columns, and sums", () => Check.Heads((q, k, v, n) => Enumerable.Range(0, n)
            .Select(h =>
            {
                Matrix<float> Only(Matrix<float> m) => m.MapIndexed((_, c, x) => c / (m.ColumnCount / n) == h ? x : 0);
                return Stable(Dots(Only(q), Only(k)) / MathF.Sqrt(q.ColumnCount / n)) * Only(v);
            }).Aggregate((a, b) => a + b))),
        Right("05-A", "log-sum-exp", () => Each((q, k, v) => LogSumExp(Scores(q, k)) * v)),
        Told("05-A", "no maximum", () => Each((q, k, v) => Plain(Scores(q, k)) * v), Overflow),
        Told("05-A", "columns", () => Each((q, k, v) => Columnwise(Scores(q, k), StableRow) * v), WrongAxis),
        Told("05-A", "scaled twice", () => Each((q, k, v) => Attention.Apply(q / MathF.Sqrt(q.ColumnCount), k, v)),
            "divided by d, not by √d"),
        Told("05-A", "keys mixed, where they fit", () => Check.Heads((q, k, v, n) => Beside(Enumerable.Range(0, n)
            .Select(h => Attention.Apply(Part(q, h, n), Part(k, h, n), Part(k, h, n))))), Keys),
        Told("05-A", "two heads, reversed and added", () => Check.Heads((q, k, v, n) => Enumerable.Range(0, n)
            .Select(h => Attention.Apply(Part(q, h, n), Part(k, h, n), Part(v, h, n))).Aggregate((a, b) => a + b)),
            "heads are added, not put side by side"),
        Certain("05-A", "a causal mask", () => Each((q, k, v) => Attention.Apply(q, k, v, Mask.Causal(q.RowCount)))),
        Certain("05-A", "three heads, always", () => Check.Heads((q, k, v, _) => q.ColumnCount % 3 != 0
            || v.ColumnCount % 3 != 0 ? throw new ArgumentException("3 heads")
            : Beside(Enumerable.Range(0, 3).Select(h => Attention.Apply(Part(q, h, 3), Part(k, h, 3),
                Part(v, h, 3)))))),
        Certain("05-A", "the values", () => Check.Heads((_, _, v, _) => v)),
        Certain("05-A", "the mean of the values", () => Each((_, _, v) => Fill(v.RowCount, v.ColumnCount,
            (_, c) => v.Column(c).Average()))),
        Told("05-A", "the first head only", () => Check.Heads((q, k, v, n) =>
            Attention.Apply(Part(q, 0, n), Part(k, 0, n), Part(v, 0, n))), "only the first head is returned"),
        Right("05-B", "row by row", () => Check.Join((c, wo, b) =>
            Matrix<float>.Build.DenseOfRowVectors(c.EnumerateRows().Select(row => (wo * row) + b)))),
        Right("05-B", "the bias repeated", () => Check.Join((c, wo, b) =>
            c.TransposeAndMultiply(wo) + Matrix<float>.Build.Dense(c.RowCount, b.Count, (_, j) => b[j]))),
        Told("05-B", "twice the bias", () => Check.Join((c, wo, b) => Dots(c, wo).MapIndexed((_, j, x) =>
            x + (2 * b[j]))), "the bias is added twice"),
        Certain("05-B", "the bias by rows", () => Check.Join((c, wo, b) => Dots(c, wo).MapIndexed((i, _, x) =>
            x + b[i % b.Count]))),
        Certain("05-B", "the bias alone", () => Check.Join((c, _, b) =>
            Matrix<float>.Build.Dense(c.RowCount, b.Count, (_, j) => b[j]))),
        Told("05-B", "reshaped, and minus the bias", () => Check.Join((c, wo, b) =>
            (c * Reshape(wo.ColumnCount, wo.RowCount, wo)).MapIndexed((_, j, x) => x - b[j])),
            "reshaped in place of transposed", "the bias is subtracted"),
        Told("05-C", "one of two shrinks", () => Check.ParameterCounts((2359296,
            (768 * 768 * 3) + (768 * 256))), "sharing shrinks one of two"),
        Certain("05-C", "the other way round", () => Check.ParameterCounts((1572864, 2359296))),
        Certain("05-C", "in millions", () => Check.ParameterCounts((2, 1))),
        Certain("05-C", "zeros", () => Check.ParameterCounts((0, 0))),
        Certain("05-C", "Wq alone", () => Check.ParameterCounts((768 * 768, 768 * 256))),
        Right("05-D", "by a loop", () => Check.KeyHead((h, n, kv) =>
        {
            var group = 0;
            while (h >= (group + 1) * (n / kv)) group++;
            return group;
        })),
        Told("05-D", "h", () => Check.KeyHead((h, _, _) => h), "nothing is shared"),
        Told("05-D", "1", () => Check.KeyHead((_, _, _) => 1), "all read the same key head"),
        Certain("05-D", "four, always", () => Check.KeyHead((h, _, _) => h / 4)),
        Certain("05-D", "rounded", () => Check.KeyHead((h, n, kv) => (int)Math.Round(h / ((double)n / kv)))),
        Certain("05-D", "÷ 0", () => Check.KeyHead((h, n, kv) => h / (kv / n))),
        Certain("05-D", "null for some", () => Check.KeyHead((h, n, kv) => n == 8 ? h / (n / kv) : null)),
        Right("05-E", "places ask for places", () => Check.FourthHead([0, 0, 3, 0, 0, 0], [0, 0, 0, 3, 0, 0])),
        Told("05-E", "five numbers", () => Check.FourthHead(new float[5], new float[6]), "another shape"),
        Told("05-E", "∞", () => Check.FourthHead([float.PositiveInfinity, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0]),
            "not a number"),
    ];

    private static Matrix<float> Attends(Matrix<float> q, Matrix<float> k, Matrix<float> v) =>
        LogSumExp(Scores(q, k)) * v;

    private static Answer[] Lesson06 =>
    [
        Right("06-A", "x·(Wq·Wkᵀ)·sourceᵀ", () => Check.Cross((x, s, wq, wk, wv) => Stable(
            x * (wq * wk.Transpose()) * s.Transpose() / MathF.Sqrt(wk.ColumnCount)) * s * wv)),
        Right("06-A", "word by word", () => Check.Cross((x, s, wq, wk, wv) => Matrix<float>.Build.DenseOfRowVectors(
            x.EnumerateRows().Select(word => Attends((word * wq).ToRowMatrix(), s * wk, s * wv).Row(0))))),
        Told("06-A", "no maximum", () => Check.Cross((x, s, wq, wk, wv) => Plain(Scores(x * wq, s * wk)) * (s * wv)),
            Overflow),
        Told("06-A", "columns", () => Check.Cross((x, s, wq, wk, wv) =>
            Columnwise(Scores(x * wq, s * wk), StableRow) * (s * wv)), WrongAxis),
        Told("06-A", "scaled twice", () => Check.Cross((x, s, wq, wk, wv) =>
            Attends(x * wq / MathF.Sqrt(wq.ColumnCount), s * wk, s * wv)), "divided by d, not by √d"),
        Told("06-A", "Wq for both", () => Check.Cross((x, s, wq, _, wv) => Attends(x * wq, s * wq, s * wv)),
            "queries are matched with queries"),
        Told("06-A", "Wq and Wk exchanged, no scale", () => Check.Cross((x, s, wq, wk, wv) =>
            Stable(Dots(x * wk, s * wq)) * (s * wv)), "Wq and Wk are exchanged", "no scaling"),
        Told("06-A", "embeddings mixed", () => Check.Cross((x, s, wq, wk, _) => Attends(x * wq, s * wk, s)),
            "embeddings are mixed in place of values"),
        Told("06-A", "the notebook's statement", () => Check.Cross((x, _, wq, wk, wv) =>
            Attends(x * wq, Statement * wk, Statement * wv)), "the argument source is not used"),
        Certain("06-A", "Wk for both", () => Check.Cross((x, s, _, wk, wv) => Attends(x * wk, s * wk, s * wv))),
        Certain("06-A", "asking added", () => Check.Cross((x, s, wq, wk, wv) =>
            Attends(x * wq, s * wk, s * wv) + (x * wv))),
        Certain("06-A", "the last word hidden", () => Check.Cross((x, s, wq, wk, wv) =>
            Stable(Where(Scores(x * wq, s * wk), (_, j) => j < s.RowCount - 1 || j == 0)) * (s * wv))),
        Right("06-B", "a matrix of zeros, columns filled", () => Check.PaddingBias((nq, nk, length) =>
        {
            var bias = Matrix<float>.Build.Dense(nq, nk);
            for (var j = length; j < nk; j++) bias.SetColumn(j, Vector<float>.Build.Dense(nq, Hidden));
            return bias;
        })),
        Right("06-B", "−1 / 0", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length ? -0.0 : -1 / 0.0))),
        Told("06-B", "−10000", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length ? 0 : -10000)), Low),
        Certain("06-B", "−65504", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length ? 0 : -65504))),
        Certain("06-B", "NaN", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length ? 0 : double.NaN))),
        Told("06-B", "one too few, −1e9", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length - 1 ? 0 : -1e9)), "one key too few is in sight", Low),
        Certain("06-B", "one row", () => Check.PaddingBias((_, nk, length) =>
            Fill(1, nk, (_, j) => j < length ? 0 : Hidden))),
        Told("06-C", "stored", () => Check.CrossShapes([(16, 64), (48, 16), (48, 8), (12, 20), (12, 8)]),
            "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)"),
        Told("06-C", "four", () => Check.CrossShapes([(64, 16), (48, 16), (48, 8), (12, 20)]),
            "another number of shapes"),
        Told("06-C", "none", () => Check.CrossShapes([]), "another number of shapes"),
        Right("06-D", "the integration is no thing", () => Check.ItMeans("update", Changed(1, 1, 0))),
        Told("06-D", "zeros", () => Check.ItMeans("update", Statement * 0), "no word is looked at more than another"),
        Told("06-D", "zeros, and the first word by luck",
            () => Check.ItMeans(Data.Table("statement-embeddings").RowNames[0], Statement * 0),
            "no word is looked at more than another"),
        Told("06-D", "so large that scores overflow", () => Check.ItMeans("update", Changed(6, 1, float.MaxValue) * 4),
            "not a number"),
        Told("06-D", "turned round", () => Check.ItMeans("update", Statement.Transpose()), "another shape"),
    ];

    private static Matrix<float> Statement => Data.Table("statement-embeddings").Matrix;

    private static Matrix<float> Changed(int row, int column, float number) =>
        Statement.MapIndexed((i, j, x) => (i, j) == (row, column) ? number : x);
}
