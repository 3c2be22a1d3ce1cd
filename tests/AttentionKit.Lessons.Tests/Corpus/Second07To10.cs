using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>Answers written by an adversary of the finished checker, with their verdicts, before they were
/// run.</summary>
internal static class Second07To10
{
    private const string Overflow = "softmax overflows", WrongAxis = "softmax over the wrong axis";
    private const string SumReplaced = "the sum is replaced, not added to";
    private const string OutputReplaced = "the output is replaced, not added to";

    internal static IEnumerable<Answer> All => [.. Lesson07, .. Cost, .. Cache, .. Flash];

    private static Matrix<float> Scores(Matrix<float> q, Matrix<float> k) => Dots(q, k) / MathF.Sqrt(q.ColumnCount);

    private static Matrix<float> Head(Matrix<float> x) => Attention.Apply(x * Data.Table("cat-wq").Matrix,
        x * Data.Table("cat-wk").Matrix, x * Data.Table("cat-wv").Matrix);

    private static double Wave(int c, double angle) => c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);

    private static Verdict Waves(Func<int, int, int, double> angle) =>
        Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => Wave(c, angle(i, c, d))));

    private static Answer[] Lesson07 =>
    [
        Right("07-A", "a permutation matrix", () => Check.BlindToOrder(
            Fill(6, 6, (i, j) => i + j == 5 ? 1 : 0) * Head(X))),
        Right("07-A", "rounded to four decimals", () => Check.BlindToOrder(Rounded(Head(
            Matrix<float>.Build.DenseOfRowArrays(X.ToRowArrays().Reverse())), 4))),
        Certain("07-A", "the values reversed", () =>
            Check.BlindToOrder(Matrix<float>.Build.DenseOfRowArrays(V.ToRowArrays().Reverse()))),
        Certain("07-A", "zeros", () => Check.BlindToOrder(V * 0)),
        Certain("07-A", "two rows exchanged", () => Check.BlindToOrder(Fill(6, 3, (i, j) =>
            Head(X)[i switch { 0 => 5, 5 => 0, _ => i }, j]))),
        Certain("07-A", "one row", () => Check.BlindToOrder(Head(X).SubMatrix(0, 1, 0, 3))),
        Right("07-B", "pair by pair", () => Check.Sinusoidal((n, d) =>
        {
            var p = Matrix<float>.Build.Dense(n, d);
            for (var k = 0; k < d / 2; k++)
                for (var i = 0; i < n; i++)
                    (p[i, 2 * k], p[i, (2 * k) + 1]) = MathF.SinCos(i * MathF.Pow(10000, -2f * k / d));
            return p;
        })),
        Right("07-B", "each row turned on from the one before", () => Check.Sinusoidal((n, d) =>
        {
            var p = Fill(n, d, (_, c) => c % 2);
            for (var i = 1; i < n; i++)
                for (var c = 0; c < d; c += 2)
                {
                    var (sin, cos) = Math.SinCos(Math.Pow(10000, -c / (double)d));
                    p[i, c] = (float)((p[i - 1, c] * cos) + (p[i - 1, c + 1] * sin));
                    p[i, c + 1] = (float)((p[i - 1, c + 1] * cos) - (p[i - 1, c] * sin));
                }
            return p;
        })),
        Told("07-B", "no frequencies", () => Waves((i, _, _) => i), "every column turns equally fast"),
        Told("07-B", "slow first", () => Waves((i, c, d) => i * Math.Pow(10000, (c - (c % 2)) / (double)d)),
            "slow hands first"),
        Told("07-B", "only cosines, from 1", () => Check.Sinusoidal((n, d) => Fill(n, d, (i, c) =>
            Math.Cos((i + 1) / Math.Pow(10000, (c - (c % 2)) / (double)d)))), "only cosines",
            "positions are shifted by one"),
        Certain("07-B", "degrees", () => Waves((i, c, d) => Math.PI / 180 * i / Math.Pow(10000,
            (c - (c % 2)) / (double)d))),
        Certain("07-B", "÷ (dModel − 2)", () => Waves((i, c, d) => i / Math.Pow(10000, d == 2 ? 0
            : (c - (c % 2)) / (double)(d - 2)))),
        Certain("07-B", "the notebook's size", () => Check.Sinusoidal((_, _) => Sinusoidal.Of(12, 8))),
        Certain("07-B", "rows and columns exchanged", () => Check.Sinusoidal((n, d) =>
            Sinusoidal.Of(n, d).Transpose())),
        Right("07-C", "a matrix of rotation", () => Check.Rope(x => Matrix<float>.Build.DenseOfRowVectors(
            x.EnumerateRows().Select((row, i) => Matrix<float>.Build.DenseOfRowArrays(
                [MathF.Cos(i), -MathF.Sin(i)], [MathF.Sin(i), MathF.Cos(i)]) * row)))),
        Right("07-C", "by lengths and angles", () => Check.Rope(x => Fill(x.RowCount, 2, (i, j) =>
        {
            var (length, angle) = (Math.Sqrt((x[i, 0] * x[i, 0]) + (x[i, 1] * x[i, 1])),
                Math.Atan2(x[i, 1], x[i, 0]) + i);
            return length * (j == 0 ? Math.Cos(angle) : Math.Sin(angle));
        }))),
        Told("07-C", "degrees", () => Check.Rope(x => Turn(x, i => i * Math.PI / 180)), "degrees, not radians"),
        Told("07-C", "by one radian", () => Check.Rope(x => Turn(x, _ => 1)), "every row turns alike"),
        Certain("07-C", "sine and cosine exchanged", () => Check.Rope(x => Fill(x.RowCount, 2, (i, j) => j == 0
            ? (x[i, 0] * Math.Sin(i)) - (x[i, 1] * Math.Cos(i)) : (x[i, 1] * Math.Sin(i)) + (x[i, 0] * Math.Cos(i))))),
        Certain("07-C", "both plus", () => Check.Rope(x => Fill(x.RowCount, 2, (i, j) => j == 0
            ? (x[i, 0] * Math.Cos(i)) + (x[i, 1] * Math.Sin(i)) : (x[i, 1] * Math.Cos(i)) + (x[i, 0] * Math.Sin(i))))),
        Certain("07-C", "twice the angle", () => Check.Rope(x => Turn(x, i => 2 * i))),
        Certain("07-C", "as it was", () => Check.Rope(x => x)),
        Right("07-D", "0.5", () => Check.Slope(.5f)),
        Told("07-D", "∞", () => Check.Slope(float.PositiveInfinity), "a slope is positive"),
    ];

    private static Matrix<float> Turn(Matrix<float> x, Func<int, double> angle) => Fill(x.RowCount, 2, (i, j) => j == 0
        ? (x[i, 0] * Math.Cos(angle(i))) - (x[i, 1] * Math.Sin(angle(i)))
        : (x[i, 1] * Math.Cos(angle(i))) + (x[i, 0] * Math.Sin(angle(i))));

    private static Answer[] Cost =>
    [
        Right("08-A", "by bisection", () => Check.Crossing(8191.99996)),
        Told("08-A", "upside down", () => Check.Crossing(2048), "upside down"),
        Told("08-A", "negative", () => Check.Crossing(-8192), "not a number of tokens"),
        Told("08-A", "NaN", () => Check.Crossing(double.NaN), "not a number of tokens"),
    ];

    private static Answer[] Cache =>
    [
        Right("09-A", "log-sum-exp over all", () => Check.NextToken((pk, pv, q, k, v) =>
            LogSumExp(Scores(q, Below(pk, k))) * Below(pv, v))),
        Right("09-A", "past and new merged", () => Check.NextToken((pk, pv, q, k, v) =>
        {
            var (old, own) = (Scores(q, pk), Scores(q, k)[0, 0]);
            var max = Math.Max(own, old.Enumerate().Max());
            var (e, one) = (old.Map(s => MathF.Exp(s - max)), MathF.Exp(own - max));
            return ((e * pv) + (one * v)) / (e.RowSums()[0] + one);
        })),
        Right("09-A", "a causal mask with its offset", () => Check.NextToken((pk, pv, q, k, v) =>
            Attention.Apply(q, Below(pk, k), Below(pv, v), Mask.Causal(1, pk.RowCount + 1, pk.RowCount)))),
        Told("09-A", "no maximum", () => Check.NextToken((pk, pv, q, k, v) =>
            Plain(Scores(q, Below(pk, k))) * Below(pv, v)), Overflow),
        Told("09-A", "columns", () => Check.NextToken((pk, pv, q, k, v) =>
            Columnwise(Scores(q, Below(pk, k)), StableRow) * Below(pv, v)), WrongAxis),
        Told("09-A", "scaled twice", () => Check.NextToken((pk, pv, q, k, v) =>
            Attention.Apply(q / MathF.Sqrt(q.ColumnCount), Below(pk, k), Below(pv, v))), "divided by d, not by √d"),
        Told("09-A", "√2 typed in", () => Check.NextToken((pk, pv, q, k, v) =>
            Stable(Dots(q, Below(pk, k)) / MathF.Sqrt(2)) * Below(pv, v)), "the same divisor for every head"),
        Told("09-A", "k asks, no scale", () => Check.NextToken((pk, pv, _, k, v) =>
            Stable(Dots(k, Below(pk, k))) * Below(pv, v)), "the key asks", "no scaling"),
        Certain("09-A", "the last past token only", () => Check.NextToken((pk, pv, q, k, v) => Attention.Apply(q,
            Below(Slice(pk, 0, pk.ColumnCount).SubMatrix(pk.RowCount - 1, 1, 0, pk.ColumnCount), k),
            Below(pv.SubMatrix(pv.RowCount - 1, 1, 0, pv.ColumnCount), v)))),
        Certain("09-A", "the mean of past and own", () => Check.NextToken((pk, pv, q, _, v) =>
            (Attention.Apply(q, pk, pv) + v) / 2)),
        Certain("09-A", "the notebook's six tokens", () => Check.NextToken((pk, pv, q, k, v) =>
        {
            Matrix<float> keys = Matrix<float>.Build.Dense(6, pk.ColumnCount),
                values = Matrix<float>.Build.Dense(6, pv.ColumnCount);
            keys.SetSubMatrix(0, 0, pk);
            values.SetSubMatrix(0, 0, pv);
            keys.SetRow(5, k.Row(0));
            values.SetRow(5, v.Row(0));
            return Attention.Apply(q, keys, values);
        })),
        Right("09-B", "by a loop over layers", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            Enumerable.Range(0, layers).Sum(_ => 2L * kv * d * n * size))),
        Right("09-B", "in double", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            (long)(2.0 * layers * kv * d * n * size))),
        Certain("09-B", "queries too", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            3L * layers * kv * d * n * size)),
        Told("09-B", "n²", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            2L * layers * kv * d * n * n * size), "n² counted"),
        Certain("09-B", "checked", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            checked(2 * layers * kv * d * n * size))),
        Certain("09-B", "GiB", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            2L * layers * kv * d * n * size / (1 << 30))),
        Certain("09-B", "negative", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            -2L * layers * kv * d * n * size)),
        Certain("09-B", "0", () => Check.CacheBytes((_, _, _, _, _, _) => 0)),
        Certain("09-B", "a float's rounding", () => Check.CacheBytes((layers, _, kv, d, n, size) =>
            (long)(2f * layers * kv * d * n * size))),
        Right("09-C", "by sets", () => Check.Sees((i, j, w, s) => Enumerable.Range(0, s)
            .Union(Enumerable.Range(Math.Max(0, i - w + 1), w)).Intersect(Enumerable.Range(0, i + 1)).Contains(j))),
        Told("09-C", "both ways", () => Check.Sees((i, j, w, s) => Math.Abs(i - j) < w || j < s),
            "the window looks ahead, too"),
        Certain("09-C", "sinks at the end", () => Check.Sees((i, j, w, s) => j <= i && (i - j < w || j > i - s))),
        Certain("09-C", "not itself", () => Check.Sees((i, j, w, s) => j < i && (i - j < w || j < s))),
        Told("09-C", "all", () => Check.Sees((_, _, _, _) => true), "everything is in sight"),
        Certain("09-C", "a window of 4, two sinks", () => Check.Sees((i, j, _, _) => j <= i && (i - j < 4 || j < 2))),
        Right("09-D", "four heads, half the tokens", () => Check.FitsInOneGiB((4, 16384, 2))),
        Told("09-D", "no heads", () => Check.FitsInOneGiB((0, 8192, 2)), "heads that can't be shared out"),
        Told("09-D", "no tokens", () => Check.FitsInOneGiB((1, 0, 1)), "no such window"),
        Told("09-D", "three bytes", () => Check.FitsInOneGiB((1, 8192, 3)), "no such number"),
    ];

    private static (float, float)? Pass(float[] scores, Func<float, float, float> add)
    {
        float max = Hidden, sum = 0;
        foreach (var score in scores)
        {
            if (score == Hidden) continue;
            var larger = MathF.Max(max, score);
            sum = add(sum * MathF.Exp(max - larger), MathF.Exp(score - larger));
            max = larger;
        }
        return (max, sum);
    }

    private static Vector<float> Gathered(float[] s, Matrix<float> v, bool addsSum = true, bool addsOutput = true)
    {
        float max = Hidden, sum = 0;
        var output = Vector<float>.Build.Dense(v.ColumnCount);
        for (var j = 0; j < s.Length; j++)
        {
            var larger = MathF.Max(max, s[j]);
            var (shrink, weight) = (MathF.Exp(max - larger), MathF.Exp(s[j] - larger));
            if (s[j] == Hidden) continue;
            sum = (addsSum ? sum * shrink : 0) + weight;
            output = (addsOutput ? output * shrink : output * 0) + (v.Row(j) * weight);
            max = larger;
        }
        return output / sum;
    }

    private static Answer[] Flash =>
    [
        Right("10-A", "in float", () => Check.Running(s => Pass(s, (sum, e) => sum + e))),
        Right("10-A", "log of sums", () => Check.Running(s =>
        {
            double log = double.NegativeInfinity, max = s.Max();
            foreach (double x in s)
                if (!double.IsNegativeInfinity(x))
                    log = Math.Max(log, x) + Math.Log(Math.Exp(log - Math.Max(log, x))
                        + Math.Exp(x - Math.Max(log, x)));
            return ((float)max, (float)Math.Exp(log - max));
        })),
        Right("10-A", "from float.MinValue up", () => Check.Running(s =>
        {
            float max = float.MinValue, sum = 0;
            foreach (var x in s)
            {
                var larger = MathF.Max(max, x);
                sum = (sum * MathF.Exp(max - larger)) + MathF.Exp(x - larger);
                max = larger;
            }
            return (max, sum);
        })),
        Told("10-A", "= for +=", () => Check.Running(s => Pass(s, (_, e) => e)), SumReplaced),
        Told("10-A", "−∞ not left out", () => Check.Running(s =>
        {
            float max = Hidden, sum = 0;
            foreach (var x in s)
            {
                var larger = MathF.Max(max, x);
                sum = (sum * MathF.Exp(max - larger)) + MathF.Exp(x - larger);
                max = larger;
            }
            return (max, sum);
        }), "a hidden first key gives NaN"),
        Told("10-A", "no maximum subtracted", () => Check.Running(s => (s.Max(), s.Sum(MathF.Exp))),
            "the maximum is not subtracted"),
        Certain("10-A", "number of scores", () => Check.Running(s => (s.Max(), s.Length))),
        Certain("10-A", "the least", () => Check.Running(s => (s.Min(), s.Sum(x => MathF.Exp(x - s.Max()))))),
        Certain("10-A", "log of the sum", () => Check.Running(s =>
            (s.Max(), MathF.Log(s.Sum(x => MathF.Exp(x - s.Max())))))),
        Certain("10-A", "NaN", () => Check.Running(_ => (float.NaN, float.NaN))),
        Certain("10-A", "sum first", () => Check.Running(s => (s.Sum(x => MathF.Exp(x - s.Max())), s.Max()))),
        Right("10-B", "in float", () => Check.Online((s, v) => Gathered(s, v))),
        Right("10-B", "always divided, and multiplied back", () => Check.Online((s, v) =>
        {
            double max = double.NegativeInfinity, sum = 0;
            var output = new double[v.ColumnCount];
            for (var j = 0; j < s.Length; j++)
            {
                if (s[j] == Hidden) continue;
                var larger = Math.Max(max, s[j]);
                var (old, weight) = (sum * Math.Exp(max - larger), Math.Exp(s[j] - larger));
                for (var d = 0; d < output.Length; d++)
                    output[d] = ((output[d] * old) + (weight * v[j, d])) / (old + weight);
                (sum, max) = (old + weight, larger);
            }
            return Vector<float>.Build.Dense([.. output.Select(x => (float)x)]);
        })),
        Told("10-B", "= for += in the output", () => Check.Online((s, v) => Gathered(s, v, addsOutput: false)),
            OutputReplaced),
        Told("10-B", "= for += in the sum", () => Check.Online((s, v) => Gathered(s, v, addsSum: false)), SumReplaced),
        Certain("10-B", "the mean of the values", () => Check.Online((_, v) => v.ColumnSums() / v.RowCount)),
        Certain("10-B", "the value of the largest score", () => Check.Online((s, v) =>
            v.Row(Array.IndexOf(s, s.Max())))),
        Certain("10-B", "one number", () => Check.Online((s, v) => Gathered(s, v).SubVector(0, 1))),
        Certain("10-B", "the last score forgotten", () => Check.Online((s, v) =>
            Gathered(s[..^1], v.SubMatrix(0, v.RowCount - 1, 0, v.ColumnCount)))),
        Right("10-C", "against the other's maximum first", () => Check.Merge((a, b) => a[0] < b[0]
            ? [b[0], .. a[1..].Zip(b[1..], (x, y) => (x * MathF.Exp(a[0] - b[0])) + y)]
            : [a[0], .. a[1..].Zip(b[1..], (x, y) => x + (y * MathF.Exp(b[0] - a[0])))])),
        Told("10-C", "averaged", () => Check.Merge((a, b) =>
            [Math.Max(a[0], b[0]), .. a[1..].Zip(b[1..], (x, y) => (x + y) / 2)]), "averaged"),
        Told("10-C", "divided", () => Check.Merge((a, b) =>
        {
            var max = Math.Max(a[0], b[0]);
            float[] both = [.. a.Zip(b, (x, y) => (x * MathF.Exp(a[0] - max)) + (y * MathF.Exp(b[0] - max)))];
            return [max, both[1], .. both[2..].Select(x => x / both[1])];
        }), "divided too early"),
        Certain("10-C", "empty", () => Check.Merge((_, _) => [])),
        Certain("10-C", "one behind the other", () => Check.Merge((a, b) => [.. a, .. b])),
        Certain("10-C", "maximum of everything", () => Check.Merge((a, b) => [.. a.Zip(b, Math.Max)])),
        Certain("10-C", "without outputs", () => Check.Merge((a, b) => [Math.Max(a[0], b[0]), a[1] + b[1]])),
        Right("10-D", "not wholly above the diagonal", () => Check.NeedsTile((i, nq, j, _) => !(j > i + nq - 1))),
        Told("10-D", "all", () => Check.NeedsTile((_, _, _, _) => true), "no tile is skipped"),
        Certain("10-D", "by numbers of tiles", () => Check.NeedsTile((i, nq, j, nk) => j / nk <= i / nq)),
        Certain("10-D", "square tiles", () => Check.NeedsTile((i, _, j, nk) => j < i + nk)),
        Certain("10-D", "null above", () => Check.NeedsTile((i, nq, j, _) => j < i + nq ? true : null)),
        Told("10-E", "(64, 32): 56 KiB", () => Check.TileFits((64, 32)), "too large for the fast memory"),
        Told("10-E", "zero", () => Check.TileFits((0, 16)), "no such tile"),
        Told("10-E", "negative", () => Check.TileFits((64, -1)), "no such tile"),
    ];
}
