using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

internal static class Corpus06To10
{
    private const string Confused = "self- and cross-attention are confused",
        Torn = "keys and values come from different sources";
    private const string Keys = "keys are mixed in place of values", Apart = "a key and its value are torn apart";
    private const string SumKept = "the sum is not rescaled", OutputKept = "the output is not rescaled";

    internal static IEnumerable<Answer> All => [.. Lesson06, .. Lesson07, .. Lesson08, .. Lesson09, .. Lesson10];

    private static Matrix<float> Attends(Matrix<float> q, Matrix<float> k, Matrix<float> v, double? divisor = null) =>
        Product(LogSumExp(Dots(q, k) / (float)(divisor ?? Math.Sqrt(q.ColumnCount))), v);

    private static Answer[] Lesson06 =>
    [
        Right("06-A", "by loops in double", () => Check.Cross((x, s, wq, wk, wv) => Attends(x * wq, s * wk, s * wv))),
        Right("06-A", "mix first, project afterwards", () => Check.Cross((x, s, wq, wk, wv) =>
            LogSumExp(Dots(x * wq, s * wk) / MathF.Sqrt(wq.ColumnCount)) * s * wv)),
        Right("06-A", "the fused kernel",
            () => Check.Cross((x, s, wq, wk, wv) => FlashAttention.Apply(x * wq, s * wk, s * wv))),
        Told("06-A", "all from asking", () => Check.Cross((x, _, wq, wk, wv) => Attends(x * wq, x * wk, x * wv)),
            Confused),
        Told("06-A", "all from source", () => Check.Cross((_, s, wq, wk, wv) => Attends(s * wq, s * wk, s * wv)),
            Confused),
        Told("06-A", "swapped", () => Check.Cross((x, s, wq, wk, wv) => Attends(s * wq, x * wk, x * wv)),
            "asking and source are swapped"),
        Told("06-A", "values from asking", () => Check.Cross((x, s, wq, wk, wv) => x.RowCount == s.RowCount
            ? Attends(x * wq, s * wk, x * wv) : throw new ArgumentException("6 rows, 5 rows")), Torn),
        Told("06-A", "no scale", () => Check.Cross((x, s, wq, wk, wv) => Attends(x * wq, s * wk, s * wv, 1)),
            "no scaling"),
        Told("06-A", "√dModel",
            () => Check.Cross((x, s, wq, wk, wv) => Attends(x * wq, s * wk, s * wv, Math.Sqrt(x.ColumnCount))),
            "divided by √dModel, not by √dHead"),
        Told("06-A", "keys mixed", () => Check.Cross((x, s, wq, wk, _) => Attends(x * wq, s * wk, s * wk)), Keys),
        Told("06-A", "self-attention without scale",
            () => Check.Cross((x, _, wq, wk, wv) => Attends(x * wq, x * wk, x * wv, 1)),
            Confused, "no scaling"),
        Told("06-A", "keys mixed, ÷ d",
            () => Check.Cross((x, s, wq, wk, _) => Attends(x * wq, s * wk, s * wk, wq.ColumnCount)), Keys,
            "divided by d, not by √d"),
        Certain("06-A", "projected, not attended", () => Check.Cross((x, _, _, _, wv) => x * wv)),
        Right("06-B", "the library's bias", () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (i, j) => Mask.Padding(nq, nk, length).Bias(i, j)))),
        Right("06-B", "log of 1 and 0",
            () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (_, j) => Math.Log(j < length ? 1 : 0)))),
        Told("06-B", "rows",
            () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (i, _) => i < length ? 0 : Hidden)),
            "padding masks queries, not keys"),
        Told("06-B", "transposed",
            () => Check.PaddingBias((nq, nk, length) => Fill(nk, nq, (j, _) => j < length ? 0 : Hidden)),
            "mask shape transposed"),
        Told("06-B", "inverted",
            () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (_, j) => j < length ? Hidden : 0)),
            "mask inverted"),
        Told("06-B", "1 and 0", () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (_, j) => j < length ? 1 : 0)),
            "mask with 0 in place of −∞"),
        Told("06-B", "−1e9", () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (_, j) => j < length ? 0 : -1e9)),
            "a low number in place of −∞"),
        Told("06-B", "one too many",
            () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (_, j) => j <= length ? 0 : Hidden)),
            "one key too many is in sight"),
        Told("06-B", "rows, inverted",
            () => Check.PaddingBias((nq, nk, length) => Fill(nq, nk, (i, _) => i < length ? Hidden : 0)),
            "padding masks queries, not keys", "mask inverted"),
        Certain("06-B", "+∞",
            () => Check.PaddingBias((nq, nk, length) =>
            Fill(nq, nk, (_, j) => j < length ? 0 : double.PositiveInfinity))),
        Right("06-C", "right", () => Check.CrossShapes([(64, 16), (48, 16), (48, 8), (12, 20), (12, 8)])),
        Told("06-C", "Wk of the translation",
            () => Check.CrossShapes([(64, 16), (64, 16), (48, 8), (12, 20), (12, 8)]), Confused),
        Told("06-C", "weights transposed", () => Check.CrossShapes([(64, 16), (48, 16), (48, 8), (20, 12), (12, 8)]),
            "weights transposed"),
        Certain("06-C", "a shape from nowhere",
            () => Check.CrossShapes([(64, 16), (48, 16), (48, 8), (12, 20), (1, 1)])),
        Right("06-D", "more of a thing", () => Check.ItMeans("update", Changed(1.1f))),
        Told("06-D", "not enough", () => Check.ItMeans("update", Changed(.7f)),
            "\"it\" still looks most at \"integration\""),
        Told("06-D", "NaN", () => Check.ItMeans("update", Changed(float.NaN)), "not a number"),
    ];

    private static Matrix<float> Changed(float number) =>
        Data.Table("statement-embeddings").Matrix.MapIndexed((i, j, x) => (i, j) == (6, 1) ? number : x);

    private static Matrix<float> Head(Matrix<float> x) =>
        Attends(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix, x * Data.Table("cat-wv").Matrix);

    private static Matrix<float> Upside(Matrix<float> m) =>
        Matrix<float>.Build.DenseOfRowArrays(m.ToRowArrays().Reverse());

    private static Verdict Waves(Func<int, int, double> exponent, Func<int, double, double>? wave = null) =>
        Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => (wave ?? Wave)(c, i / Math.Pow(10000, exponent(c, d)))));

    private static double Wave(int c, double angle) => c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);

    private static double Pair(int c, int d) => (c - (c % 2)) / (double)d;

    private static Verdict Turned(Func<int, int, double> angle) => Check.Rope(x => Fill(x.RowCount, 2, (i, j) => j == 0
        ? (x[i, 0] * Math.Cos(angle(i, x.RowCount))) - (x[i, 1] * Math.Sin(angle(i, x.RowCount)))
        : (x[i, 1] * Math.Cos(angle(i, x.RowCount))) + (x[i, 0] * Math.Sin(angle(i, x.RowCount)))));

    private static Answer[] Lesson07 =>
    [
        Right("07-A", "rows reversed", () => Check.BlindToOrder(Upside(Head(X)))),
        Right("07-A", "run again", () => Check.BlindToOrder(Head(Upside(X)))),
        Told("07-A", "as it was", () => Check.BlindToOrder(Head(X)),
            "attention is thought to know the order by itself"),
        Told("07-A", "columns reversed", () => Check.BlindToOrder(Upside(Head(X).Transpose()).Transpose()),
            "columns were reversed, not rows"),
        Certain("07-A", "the embeddings", () => Check.BlindToOrder(Upside(X))),
        Right("07-B", "exp and log",
            () => Waves((c, d) => Pair(c, d), (c, a) => c % 2 == 0 ? Math.Sin(a) : Math.Sin(a + (Math.PI / 2)))),
        Right("07-B", "the library", () => Check.Sinusoidal((n, d) => Sinusoidal.Of(n, d))),
        Told("07-B", "cosine first", () => Waves(Pair, (c, a) => c % 2 == 1 ? Math.Sin(a) : Math.Cos(a)),
            "sine and cosine have changed places"),
        Told("07-B", "own number", () => Waves((c, d) => c / (double)d), "a pair does not share its angle"),
        Told("07-B", "k / dModel", () => Waves((c, d) => c / 2 / (double)d), "the exponent is half of what it must be"),
        Told("07-B", "integer division", () => Waves((c, d) => (c - (c % 2)) / d), "every column turns equally fast"),
        Told("07-B", "only sines", () => Waves(Pair, (_, a) => Math.Sin(a)), "only sines"),
        Told("07-B", "from 1",
            () => Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => Wave(c, (i + 1) / Math.Pow(10000, Pair(c, d))))),
            "positions are shifted by one"),
        Told("07-B", "halves", () => Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c < d / 2
            ? Math.Sin(i / Math.Pow(10000, 2.0 * c / d)) : Math.Cos(i / Math.Pow(10000, (2.0 * c / d) - 1)))),
            "all sines first, then all cosines"),
        Told("07-B", "cosine first, k / dModel",
            () => Waves((c, d) => c / 2 / (double)d, (c, a) => c % 2 == 1 ? Math.Sin(a) : Math.Cos(a)),
            "sine and cosine have changed places", "the exponent is half of what it must be"),
        Certain("07-B", "1000 for 10000",
            () => Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => Wave(c, i / Math.Pow(1000, Pair(c, d)))))),
        Right("07-C", "complex numbers", () => Check.Rope(x => Fill(x.RowCount, 2, (i, j) =>
        {
            var turned = new System.Numerics.Complex(x[i, 0], x[i, 1]) * System.Numerics.Complex.Exp(new(0, i));
            return j == 0 ? turned.Real : turned.Imaginary;
        }))),
        Right("07-C", "in place, with the old a kept", () => Check.Rope(x =>
        {
            for (var i = 0; i < x.RowCount; i++)
            {
                var (a, b) = (x[i, 0], x[i, 1]);
                x[i, 0] = (float)((a * Math.Cos(i)) - (b * Math.Sin(i)));
                x[i, 1] = (float)((b * Math.Cos(i)) + (a * Math.Sin(i)));
            }
            return x;
        })),
        Told("07-C", "the other way", () => Turned((i, _) => -i), "turned the other way"),
        Told("07-C", "from 1", () => Turned((i, _) => i + 1), "positions are shifted by one"),
        Told("07-C", "the other way, from 1", () => Turned((i, _) => -i - 1), "turned the other way",
            "positions are shifted by one"),
        Told("07-C", "overwritten", () => Check.Rope(x => Fill(x.RowCount, 2, (i, j) =>
        {
            var a = (x[i, 0] * Math.Cos(i)) - (x[i, 1] * Math.Sin(i));
            return j == 0 ? a : (x[i, 1] * Math.Cos(i)) + (a * Math.Sin(i));
        })), "the first number is overwritten too early"),
        Told("07-C", "added", () => Check.Rope(x => x + Sinusoidal.Of(x.RowCount, 2)),
            "the place is added, not turned by"),
        Certain("07-C", "i / n", () => Turned((i, n) => i / (double)n)),
        Right("07-D", "0.45", () => Check.Slope(.45f)),
        Told("07-D", "flat", () => Check.Slope(0), "not steep enough"),
        Told("07-D", "steep", () => Check.Slope(2), "too steep"),
        Told("07-D", "negative", () => Check.Slope(-.4f), "a slope is positive"),
    ];

    private delegate Matrix<float> Next(
        Matrix<float> pk, Matrix<float> pv, Matrix<float> q, Matrix<float> k, Matrix<float> v);

    private static Verdict Nexts(Next next) => Check.NextToken((pk, pv, q, k, v) => next(pk, pv, q, k, v));

    private static Answer[] Lesson08 =>
    [
        Right("08-A", "2 · dModel", () => Check.Crossing(8192)),
        Right("08-A", "by a root", () => Check.Crossing(4 * Math.Pow(4096, 2) / (2.0 * 4096))),
        Told("08-A", "no mix", () => Check.Crossing(16384), "the mix is missing"),
        Told("08-A", "no Wo", () => Check.Crossing(6144), "Wo is missing"),
        Told("08-A", "dModel", () => Check.Crossing(4096), "two and four are mixed up"),
        Certain("08-A", "10000", () => Check.Crossing(10000)),
        Right("08-B", "natural logarithms", () => Check.Exponent((a, x, b, y) => Math.Log(y / x) / Math.Log(b / a))),
        Right("08-B", "differences of logarithms, in float", () => Check.Exponent((a, x, b, y) =>
            (MathF.Log10((float)y) - MathF.Log10((float)x)) / (MathF.Log10((float)b) - MathF.Log10((float)a)))),
        Told("08-B", "how many times", () => Check.Exponent((_, x, _, y) => y / x), "a factor, not an exponent"),
        Told("08-B", "log2", () => Check.Exponent((_, x, _, y) => Math.Log2(y / x)), "right for doublings only"),
        Told("08-B", "upside down", () => Check.Exponent((a, x, b, y) => Math.Log(b / a) / Math.Log(y / x)),
            "upside down"),
        Told("08-B", "no logarithm", () => Check.Exponent((a, x, b, y) => y / x / (b / a)), "no logarithm"),
        Told("08-B", "milliseconds", () => Check.Exponent((a, x, b, y) => (y - x) / (b - a)),
            "a slope in milliseconds"),
        Certain("08-B", "always 2", () => Check.Exponent((_, _, _, _) => 2)),
        Right("08-C", "by a root", () => Check.LongestText(Math.Sqrt(1L << 30))),
        Told("08-C", "one table", () => Check.LongestText(46340), "one table only"),
        Told("08-C", "numbers", () => Check.LongestText(65536), "numbers, not bytes"),
        Told("08-C", "no root", () => Check.LongestText(1 << 30), "no root"),
        Certain("08-C", "100000", () => Check.LongestText(100_000)),
    ];

    private static Answer[] Lesson09 =>
    [
        Right("09-A", "the new one first, both times",
            () => Nexts((pk, pv, q, k, v) => Attends(q, Below(k, pk), Below(v, pv)))),
        Right("09-A", "the library's cache", () => Nexts((pk, pv, q, k, v) =>
        {
            var cache = new KvCache(nKvHeads: 1);
            cache.Append(pk, pv);
            cache.Append(k, v);
            return FlashAttention.Decode(q, cache, nHeads: 1);
        })),
        Told("09-A", "a stale cache", () => Nexts((pk, pv, q, _, _) => Attends(q, pk, pv)),
            "the new token does not see itself"),
        Told("09-A", "only itself", () => Nexts((_, _, q, k, v) => Attends(q, k, v)), "the past is forgotten"),
        Told("09-A", "a causal mask", () => Nexts((pk, pv, q, k, v) => Attention.Apply(q, Below(pk, k), Below(pv, v),
            Mask.Causal(1, pk.RowCount + 1))), "the mask forgets the past"),
        Told("09-A", "torn", () => Nexts((pk, pv, q, k, v) => Attends(q, Below(k, pk), Below(pv, v))), Apart),
        Told("09-A", "k asks", () => Nexts((pk, pv, _, k, v) => Attends(k, Below(pk, k), Below(pv, v))),
            "the key asks"),
        Told("09-A", "q is cached", () => Nexts((pk, pv, q, _, v) => Attends(q, Below(pk, q), Below(pv, v))),
            "the query is cached"),
        Told("09-A", "no scale", () => Nexts((pk, pv, q, k, v) => Attends(q, Below(pk, k), Below(pv, v), 1)),
            "no scaling"),
        Told("09-A", "keys mixed", () => Nexts((pk, _, q, k, _) => Attends(q, Below(pk, k), Below(pk, k))), Keys),
        Told("09-A", "stale, no scale", () => Nexts((pk, pv, q, _, _) => Attends(q, pk, pv, 1)),
            "the new token does not see itself", "no scaling"),
        Told("09-A", "torn, ÷ d",
            () => Nexts((pk, pv, q, k, v) => Attends(q, Below(k, pk), Below(pv, v), q.ColumnCount)), Apart,
            "divided by d, not by √d"),
        Certain("09-A", "all rows",
            () => Nexts((pk, pv, q, k, v) => Attends(Below(pk, q), Below(pk, k), Below(pv, v)))),
        Right("09-B", "long from the start",
            () => Check.CacheBytes((layers, _, kv, d, n, size) => 2L * layers * kv * d * n * size)),
        Right("09-B", "decimal",
            () => Check.CacheBytes((layers, _, kv, d, n, size) => (long)(2m * layers * kv * d * n * size))),
        Told("09-B", "int", () => Check.CacheBytes((layers, _, kv, d, n, size) => 2 * layers * kv * d * n * size),
            "int overflows"),
        Told("09-B", "keys only",
            () => Check.CacheBytes((layers, _, kv, d, n, size) => 1L * layers * kv * d * n * size),
            "keys or values only"),
        Told("09-B", "query heads",
            () => Check.CacheBytes((layers, h, _, d, n, size) => 2L * layers * h * d * n * size),
            "query heads counted"),
        Told("09-B", "numbers", () => Check.CacheBytes((layers, _, kv, d, n, _) => 2L * layers * kv * d * n),
            "numbers, not bytes"),
        Told("09-B", "one layer, query heads", () => Check.CacheBytes((_, h, _, d, n, size) => 2L * h * d * n * size),
            "one layer only", "query heads counted"),
        Told("09-B", "keys only, numbers", () => Check.CacheBytes((layers, _, kv, d, n, _) => 1L * layers * kv * d * n),
            "keys or values only", "numbers, not bytes"),
        Certain("09-B", "1,500 bytes too many",
            () => Check.CacheBytes((layers, _, kv, d, n, size) => (2L * layers * kv * d * n * size) + 1500)),
        Certain("09-B", "in float",
            () => Check.CacheBytes((layers, _, kv, d, n, size) => (long)(2f * layers * kv * d * n * size * 1.0001f))),
        Right("09-C", "not hidden",
            () => Check.Sees((i, j, window, sinks) => !(j > i) && !(j <= i - window && j >= sinks))),
        Right("09-C", "the library", () => Check.Sees((i, j, w, s) =>
            Mask.SlidingWindow(Math.Max(i, j) + 1, Math.Max(i, j) + 1, w, nSinks: s).CanAttend(i, j))),
        Told("09-C", "future", () => Check.Sees((i, j, w, s) => i - j < w || j < s), "the future is in sight"),
        Told("09-C", "one too many", () => Check.Sees((i, j, w, s) => j <= i && (i - j <= w || j < s)),
            "one token too many in the window"),
        Told("09-C", "no sinks", () => Check.Sees((i, j, w, _) => j <= i && i - j < w), "the sinks are out of sight"),
        Told("09-C", "one sink too many", () => Check.Sees((i, j, w, s) => j <= i && (i - j < w || j <= s)),
            "one sink too many"),
        Told("09-C", "one more of each", () => Check.Sees((i, j, w, s) => j <= i && (i - j <= w || j <= s)),
            "one token too many in the window", "one sink too many"),
        Told("09-C", "no sinks, one too few", () => Check.Sees((i, j, w, _) => j <= i && i - j < w - 1),
            "the sinks are out of sight", "one token too few in the window"),
        Told("09-C", "inverted", () => Check.Sees((i, j, w, s) => !(j <= i && (i - j < w || j < s))),
            "the mask is inverted"),
        Told("09-C", "nobody", () => Check.Sees((_, _, _, _) => false), "nothing is in sight"),
        Right("09-D", "shared heads, a window", () => Check.FitsInOneGiB((8, 8192, 2))),
        Right("09-D", "one byte", () => Check.FitsInOneGiB((1, 131072, 1))),
        Told("09-D", "everything", () => Check.FitsInOneGiB((32, 131072, 2)), "too large"),
        Told("09-D", "three heads", () => Check.FitsInOneGiB((3, 8192, 2)), "heads that can't be shared out"),
    ];

    /// <summary>One pass over the scores that are not hidden, in double.</summary>
    private static (float, float) Pass(float[] scores,
        Func<double, double, double, double> atNew, double start = double.NegativeInfinity)
    {
        double max = start, sum = 0;
        foreach (var score in scores.Where(float.IsFinite))
        {
            if (score > max) (max, sum) = (score, sum == 0 ? 0 : atNew(sum, max, score));
            sum += Math.Exp(score - max);
        }
        return ((float)max, (float)sum);
    }

    private static double Shrunk(double sum, double old, double now) => sum * Math.Exp(old - now);

    private static Vector<float> Gathered(float[] s, Matrix<float> v, bool sums = true, bool outputs = true,
        bool divide = true)
    {
        double max = double.NegativeInfinity, sum = 0;
        var output = new double[v.ColumnCount];
        for (var j = 0; j < s.Length; j++)
        {
            if (s[j] == Hidden) continue;
            var now = Math.Max(max, s[j]);
            var (shrink, weight) = (Math.Exp(max - now), Math.Exp(s[j] - now));
            sum = (sums ? sum * shrink : sum) + weight;
            for (var d = 0; d < output.Length; d++) output[d] = (outputs ? output[d] * shrink : output[d])
                + (weight * v[j, d]);
            max = now;
        }
        return Vector<float>.Build.Dense(v.ColumnCount, d => (float)(divide ? output[d] / sum : output[d]));
    }

    private static Verdict Merged(Func<float[], float, double> ofSum, Func<float[], float, double>? ofOutput = null,
        Func<float, float, float>? larger = null) => Check.Merge((a, b) =>
    {
        var max = (larger ?? MathF.Max)(a[0], b[0]);
        double Of(int at, float[] tile) => at == 1 ? ofSum(tile, max) : (ofOutput ?? ofSum)(tile, max);
        return [max, .. Enumerable.Range(1, a.Length - 1)
            .Select(at => (float)((a[at] * Of(at, a)) + (b[at] * Of(at, b))))];
    });

    private static double Shrink(float[] tile, float max) => Math.Exp(tile[0] - max);

    private static double AsIs(float[] tile, float max) => 1;

    private static Answer[] Lesson10 =>
    [
        Right("10-A", "one pass in double", () => Check.Running(s => Pass(s, Shrunk))),
        Right("10-A", "two passes, LINQ", () => Check.Running(s => (s.Max(), s.Sum(x => MathF.Exp(x - s.Max()))))),
        Right("10-A", "from the end", () => Check.Running(s => Pass([.. s.Reverse()], Shrunk))),
        Told("10-A", "not shrunk", () => Check.Running(s => Pass(s, (sum, _, _) => sum)), SumKept),
        Told("10-A", "grown", () => Check.Running(s => Pass(s, (sum, old, now) => sum * Math.Exp(now - old))),
            "rescaled the wrong way"),
        Told("10-A", "thrown away", () => Check.Running(s => Pass(s, (_, _, _) => 0)), "the sum starts anew"),
        Told("10-A", "from 0", () => Check.Running(s => Pass(s, Shrunk, 0)), "the maximum starts at 0"),
        Told("10-A", "from 0, not shrunk", () => Check.Running(s => Pass(s, (sum, _, _) => sum, 0)), SumKept,
            "the maximum starts at 0"),
        Certain("10-A", "the mean", () => Check.Running(s => (s.Max(), s.Where(float.IsFinite).Average()))),
        Right("10-B", "one pass in double", () => Check.Online((s, v) => Gathered(s, v))),
        Right("10-B", "the library", () => Check.Online((s, v) => (Softmax.Rows(Rows.Of(s)) * v).Row(0))),
        Right("10-B", "tiles of one, from the end", () => Check.Online((s, v) =>
            Gathered([.. s.Reverse()], Matrix<float>.Build.DenseOfRowArrays(v.ToRowArrays().Reverse())))),
        Told("10-B", "no maximum", () => Check.Online((s, v) => Vector<float>.Build.Dense(v.ColumnCount,
            d => s.Select((x, j) => MathF.Exp(x) * v[j, d]).Sum() / s.Sum(MathF.Exp))),
                "the maximum is not subtracted"),
        Told("10-B", "sum kept", () => Check.Online((s, v) => Gathered(s, v, sums: false)), SumKept),
        Told("10-B", "output kept", () => Check.Online((s, v) => Gathered(s, v, outputs: false)), OutputKept),
        Told("10-B", "both kept", () => Check.Online((s, v) => Gathered(s, v, false, false)), SumKept, OutputKept),
        Told("10-B", "not divided", () => Check.Online((s, v) => Gathered(s, v, divide: false)),
            "not divided by the sum"),
        Told("10-B", "output kept, not divided",
            () => Check.Online((s, v) => Gathered(s, v, outputs: false, divide: false)),
            OutputKept, "not divided by the sum"),
        Certain("10-B", "seven times the first", () => Check.Online((_, v) => v.Row(0) * 7)),
        Right("10-C", "b first", () => Check.Merge((a, b) =>
        {
            var max = Math.Max(b[0], a[0]);
            return [max, .. b[1..].Zip(a[1..],
                (x, y) => (float)((x * Math.Exp(b[0] - max)) + (y * Math.Exp(a[0] - max))))];
        })),
        Told("10-C", "as they are", () => Merged(AsIs), "nothing is rescaled"),
        Told("10-C", "sums only", () => Merged(Shrink, AsIs), "only the sums are rescaled"),
        Told("10-C", "outputs only", () => Merged(AsIs, Shrink), "only the outputs are rescaled"),
        Told("10-C", "grown", () => Merged((tile, max) => Math.Exp(max - tile[0])), "rescaled the wrong way"),
        Told("10-C", "the second's maximum", () => Merged(Shrink, larger: (_, b) => b),
            "the second tile is taken for the larger"),
        Told("10-C", "sums only, the first's maximum", () => Merged(Shrink, AsIs, (a, _) => a),
            "only the sums are rescaled",
            "the first tile is taken for the larger"),
        Certain("10-C", "the first tile", () => Check.Merge((a, _) => a)),
        Right("10-D", "any pair", () => Check.NeedsTile((i, nq, j, nk) =>
            Enumerable.Range(i, nq).Any(q => Enumerable.Range(j, nk).Any(k => k <= q)))),
        Told("10-D", "< one too few", () => Check.NeedsTile((i, nq, j, _) => j < i + nq - 1), "one tile too few"),
        Told("10-D", "one too many", () => Check.NeedsTile((i, nq, j, _) => j <= i + nq), "one tile too many"),
        Told("10-D", "first with first", () => Check.NeedsTile((i, _, j, _) => j <= i), "the first query decides"),
        Told("10-D", "last with last", () => Check.NeedsTile((i, nq, j, nk) => j + nk <= i + nq),
            "the last key decides"),
        Told("10-D", "inverted", () => Check.NeedsTile((i, nq, j, _) => j >= i + nq), "the skipped are computed"),
        Certain("10-D", "the diagonal", () => Check.NeedsTile((i, _, j, _) => i == j)),
        Right("10-E", "(64, 16)", () => Check.TileFits((64, 16))),
        Right("10-E", "(80, 8)", () => Check.TileFits((80, 8))),
        Told("10-E", "small", () => Check.TileFits((32, 32)), "keys and values are read too often"),
        Told("10-E", "large", () => Check.TileFits((64, 64)), "too large for the fast memory"),
    ];
}
