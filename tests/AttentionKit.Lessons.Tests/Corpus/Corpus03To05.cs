using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

internal static class Corpus03To05
{
    private const string Swapped = "queries and keys are swapped", WrongAxis = "softmax over the wrong axis";
    private const string Overflow = "softmax overflows", NaN = "a row with nothing to see gives NaN";
    private const string Late = "the mask comes after softmax, and nothing is renormalised";
    private const string Mended = "masked after softmax, then renormalised", Zero = "0 in place of −∞";
    private const string DValue = "dHead taken for dValue",
        Reshaped = "heads are split by a reshape without a transpose";
    private const string Unmerged = "heads are merged without permuting back";
    private const string Stored = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)";

    internal static IEnumerable<Answer> All => [.. Lesson03, .. Lesson04, .. Lesson05];

    private static bool Past(int i, int j) => j <= i;

    private static Answer[] Lesson03 =>
    [
        Right("03-A", "log-sum-exp in double", () => Check.RowSoftmax(LogSumExp)),
        Right("03-A", "LINQ", () => Check.RowSoftmax(Stable)),
        Right("03-A", "TensorPrimitives after the maximum", () => Check.RowSoftmax(s => Rowwise(s, row =>
        {
            var weights = new float[row.Length];
            if (row.Max() != Hidden) TensorPrimitives.SoftMax([.. row.Select(x => x - row.Max())], weights);
            return weights;
        }))),
        Right("03-A", "NaN put to 0 afterwards", () => Check.RowSoftmax(s =>
            Rowwise(s, row => Share([.. row.Select(x => MathF.Exp(x - row.Max()))])).Map(w => float.IsNaN(w) ? 0 : w))),
        Right("03-A", "rounded to four decimals", () => Check.RowSoftmax(s => Rounded(Stable(s), 4))),
        Right("03-A", "the library", () => Check.RowSoftmax(s => Softmax.Rows(s))),
        Told("03-A", "columns", () => Check.RowSoftmax(s => Columnwise(s, StableRow)), WrongAxis),
        Told("03-A", "one softmax for all", () => Check.RowSoftmax(s => Reshape(s.RowCount, s.ColumnCount,
            Stable(Reshape(1, s.RowCount * s.ColumnCount, s)))), "one softmax over the whole matrix"),
        Told("03-A", "no maximum",
            () => Check.RowSoftmax(s => Plain(s).MapIndexed((i, _, w) => s.Row(i).Max() == Hidden ? 0 : w)), Overflow),
        Told("03-A", "maximum from 0 up",
            () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden ? new float[row.Length]
            : Share([.. row.Select(x => MathF.Exp(x - MathF.Max(0, row.Max())))]))), "the maximum starts at 0"),
        Told("03-A", "NaN row",
            () => Check.RowSoftmax(s => Rowwise(s, row => Share([.. row.Select(x => MathF.Exp(x - row.Max()))]))), NaN),
        Told("03-A", "not divided",
            () => Check.RowSoftmax(s => Rowwise(s, row => [.. row.Select(x => row.Max() == Hidden ? 0
            : MathF.Exp(x - row.Max()))])), "not divided by the sum"),
        Told("03-A", "twice", () => Check.RowSoftmax(s => Stable(Stable(s))), "softmax is taken twice"),
        Told("03-A", "skips where the first is −∞", () => Check.RowSoftmax(s => Rowwise(s, row =>
            row[0] == Hidden ? new float[row.Length] : StableRow(row))),
                "a row is skipped because its first entry is −∞"),
        Told("03-A", "skips where the least is −∞", () => Check.RowSoftmax(s => Rowwise(s, row =>
            row.Min() == Hidden ? new float[row.Length] : StableRow(row))), "a row is skipped because one entry is −∞"),
        Told("03-A", "columns, and no maximum", () => Check.RowSoftmax(s => Columnwise(s, row => row.Max() == Hidden
            ? new float[row.Length] : Share([.. row.Select(MathF.Exp)]))), WrongAxis, Overflow),
        Told("03-A", "no maximum, and NaN rows", () => Check.RowSoftmax(Plain), Overflow, NaN),
        Certain("03-A", "squares in place of exp",
            () => Check.RowSoftmax(s => Rowwise(s, row => Share([.. row.Select(x => x * x)])))),
        Right("03-B", "LINQ in double",
            () => Check.Weights((q, k) => LogSumExp(Dots(q, k) / (float)Math.Sqrt(q.ColumnCount)))),
        Right("03-B", "exp(s/√d) from scaled keys",
            () => Check.Weights((q, k) => Stable(Dots(q, k / MathF.Sqrt(k.ColumnCount))))),
        Right("03-B", "Steps of the library", () => Check.Weights((q, k) => Attention.Steps(q, k, k).Weights)),
        Told("03-B", "√2 typed in", () => Check.Weights((q, k) => Stable(Dots(q, k) / MathF.Sqrt(2))),
            "the same divisor for every head"),
        Told("03-B", "no scale", () => Check.Weights((q, k) => Stable(Dots(q, k))), "no scaling"),
        Told("03-B", "÷ d", () => Check.Weights((q, k) => Stable(Dots(q, k) / q.ColumnCount)),
            "divided by d, not by √d"),
        Told("03-B", "scaled after softmax",
            () => Check.Weights((q, k) => Stable(Dots(q, k)) / MathF.Sqrt(q.ColumnCount)),
            "scaled after softmax"),
        Told("03-B", "K asks", () => Check.Weights((q, k) => Stable(Dots(k, q) / MathF.Sqrt(q.ColumnCount))), Swapped),
        Told("03-B", "columns",
            () => Check.Weights((q, k) => Columnwise(Dots(q, k) / MathF.Sqrt(q.ColumnCount), StableRow)), WrongAxis),
        Told("03-B", "no softmax", () => Check.Weights((q, k) => Dots(q, k) / MathF.Sqrt(q.ColumnCount)),
            "scores, not weights"),
        Told("03-B", "columns and no scale", () => Check.Weights((q, k) => Columnwise(Dots(q, k), StableRow)),
            WrongAxis, "no scaling"),
        Told("03-B", "swapped and ÷ d", () => Check.Weights((q, k) => Stable(Dots(k, q) / q.ColumnCount)), Swapped,
            "divided by d, not by √d"),
        Told("03-B", "the notebook's scores", () => Check.Weights((_, _) => Stable(CatScores)),
            "the arguments queries and keys are not used"),
        Certain("03-B", "÷ ∛d", () => Check.Weights((q, k) => Stable(Dots(q, k) / MathF.Cbrt(q.ColumnCount)))),
        Right("03-C", "by loops", () => Check.Output(Product)),
        Right("03-C", "rows summed up",
            () => Check.Output((w, v) => Matrix<float>.Build.DenseOfRowVectors(w.EnumerateRows().Select(row =>
            v.EnumerateRows().Select((value, j) => value * row[j]).Aggregate((a, b) => a + b))))),
        Right("03-C", "the library", () => Check.Output(Attention.Mix)),
        Told("03-C", "the notebook's keys", () => Check.Output((w, _) => w * K), "keys are mixed in place of values"),
        Told("03-C", "the notebook's embeddings", () => Check.Output((w, _) => w * X),
            "embeddings are mixed in place of values"),
        Told("03-C", "wᵀ", () => Check.Output((w, v) => w.Transpose() * v), "the weights are used transposed"),
        Told("03-C", "unweighted",
            () => Check.Output((w, v) => Fill(w.RowCount, v.ColumnCount, (_, c) => v.Column(c).Sum())),
            "the values are not weighted"),
        Told("03-C", "average",
            () => Check.Output((w, v) => Fill(w.RowCount, v.ColumnCount, (_, c) => v.Column(c).Average())),
            "an average in place of the mixture"),
        Certain("03-C", "dHead = 2 columns",
            () => Check.Output((w, v) => Fill(w.RowCount, 2, (i, c) => Product(w, v)[i, c]))),
        Certain("03-C", "three columns, always",
            () => Check.Output((w, v) => Fill(w.RowCount, 3, (i, c) => Product(w, v)[i, c]))),
        Told("03-C", "wᵀ and = for +=", () => Check.Output((w, v) => Loops(w.ColumnCount, v.ColumnCount, w.RowCount,
            (o, i, c, j) => o[i, c] = w[j, i] * v[j, c])), "the weights are used transposed",
                "the products are not summed"),
        Told("03-C", "the notebook's weights", () => Check.Output((_, v) => Stable(CatScores) * v),
            "the argument w is not used"),
        Right("03-D", "0.533", () => Check.Temperature(.533)),
        Told("03-D", "1 / 0.533", () => Check.Temperature(1 / .533), "multiplied in place of divided"),
        Told("03-D", "a bit too sharp", () => Check.Temperature(.5), "too sharp"),
        Told("03-D", "0", () => Check.Temperature(0), "a temperature is positive"),
        Right("03-E", "length of the product", () => Check.Gives((w, v) => Fill(w.RowCount, v.RowCount,
            (i, j) => (w[i, j] * v.Row(j)).L2Norm()))),
        Right("03-E", "in double, rounded", () => Check.Gives((w, v) => Rounded(Fill(w.RowCount, v.RowCount,
            (i, j) => w[i, j] * Math.Sqrt(Sum(v.ColumnCount, c => (double)v[j, c] * v[j, c]))), 4))),
        Told("03-E", "the weights", () => Check.Gives((w, _) => w), "weights are taken for reasons"),
        Told("03-E", "squared",
            () => Check.Gives((w, v) => w.MapIndexed((_, j, x) => x * v.Row(j).DotProduct(v.Row(j)))),
            "the squared length"),
        Told("03-E", "sums", () => Check.Gives((w, v) => w.MapIndexed((_, j, x) => x * v.Row(j).Sum())),
            "a sum, not a length"),
        Told("03-E", "sum of absolute numbers",
            () => Check.Gives((w, v) => w.MapIndexed((_, j, x) => x * (float)v.Row(j).L1Norm())),
            "a sum, not a length"),
        Told("03-E", "the asker's value", () => Check.Gives((w, v) => Fill(w.RowCount, v.RowCount,
            (i, j) => w[i, j] * v.Row(i % v.RowCount).L2Norm())), "the length of the query's own value"),
        Told("03-E", "wᵀ and squared", () => Check.Gives((w, v) => Fill(w.ColumnCount, w.RowCount,
            (i, j) => w[j, i] * v.Row(j).DotProduct(v.Row(j)))), "the weights are used transposed",
                "the squared length"),
        Certain("03-E", "doubled",
            () => Check.Gives((w, v) => w.MapIndexed((_, j, x) => 2 * x * (float)v.Row(j).L2Norm()))),
    ];

    private static Answer[] Lesson04 =>
    [
        Right("04-A", "in the argument itself", () => Check.CausalWeights(s =>
        {
            for (var i = 0; i < s.RowCount; i++)
                for (var j = i + 1; j < s.ColumnCount; j++)
                    s[i, j] = Hidden;
            return Softmax.Rows(s);
        })),
        Right("04-A", "only the past, by log-sum-exp", () => Check.CausalWeights(s => LogSumExp(Where(s, Past)))),
        Right("04-A", "row by row, zeros appended", () => Check.CausalWeights(s => Matrix<float>.Build.DenseOfRowArrays(
            s.ToRowArrays().Select((row, i) =>
                (float[])[.. StableRow(row[..(i + 1)]), .. new float[row.Length - i - 1]])))),
        Right("04-A", "−1e30 for −∞", () => Check.CausalWeights(s => Stable(Where(s, Past, -1e30f)))),
        Told("04-A", "after softmax", () => Check.CausalWeights(s => Where(Stable(s), Past, 0)), Late),
        Told("04-A", "after softmax, renormalised",
            () => Check.CausalWeights(s => Rowwise(Where(Stable(s), Past, 0), Share)), Mended),
        Told("04-A", "0", () => Check.CausalWeights(s => Stable(Where(s, Past, 0))), Zero),
        Told("04-A", "−10", () => Check.CausalWeights(s => Stable(Where(s, Past, -10))), "a low number in place of −∞"),
        Told("04-A", "inverted", () => Check.CausalWeights(s => Stable(Where(s, (i, j) => j > i))),
            "the mask is inverted"),
        Told("04-A", "diagonal hidden", () => Check.CausalWeights(s => Stable(Where(s, (i, j) => j < i))),
            "the diagonal is hidden"),
        Told("04-A", "one too many", () => Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i + 1))),
            "one token of the future is in sight"),
        Told("04-A", "nothing hidden", () => Check.CausalWeights(Stable), "nothing is hidden"),
        Told("04-A", "no softmax", () => Check.CausalWeights(s => Where(s, Past)), "masked scores, not weights"),
        Told("04-A", "inverted and 0", () => Check.CausalWeights(s => Stable(Where(s, (i, j) => j > i, 0))),
            "the mask is inverted", Zero),
        Told("04-A", "columns and 0", () => Check.CausalWeights(s => Columnwise(Where(s, Past, 0), StableRow)),
            WrongAxis, Zero),
        Told("04-A", "diagonal hidden, after softmax",
            () => Check.CausalWeights(s => Where(Stable(s), (i, j) => j < i, 0)),
            "the diagonal is hidden", Late),
        Certain("04-A", "even weights",
            () => Check.CausalWeights(s => Fill(s.RowCount, s.ColumnCount, (i, j) => j <= i ? 1.0 / (i + 1) : 0))),
        Right("04-B", "the library's mask", () => Check.PaddedWeights((s, length) =>
            Softmax.Rows(Mask.Padding(s.RowCount, s.ColumnCount, length).Apply(s)))),
        Right("04-B", "real columns, zeros appended",
            () => Check.PaddedWeights((s, length) => Matrix<float>.Build.DenseOfRowArrays(
            s.ToRowArrays().Select(row =>
                (float[])[.. length == 0 ? [] : StableRow(row[..length]), .. new float[row.Length - length]])))),
        Told("04-B", "rows", () => Check.PaddedWeights((s, length) => Stable(Where(s, (i, _) => i < length))),
            "padding hides queries, not keys"),
        Told("04-B", "rows too",
            () => Check.PaddedWeights((s, length) => Stable(Where(s, (i, j) => i < length && j < length))),
            "padding hides queries too"),
        Told("04-B", "after softmax, renormalised", () => Check.PaddedWeights((s, length) =>
            Rowwise(Where(Stable(s), (_, j) => j < length, 0), row => row.Sum() == 0 ? row : Share(row))), Mended),
        Told("04-B", "NaN row", () => Check.PaddedWeights((s, length) => Rowwise(Where(s, (_, j) => j < length),
            row => Share([.. row.Select(x => MathF.Exp(x - row.Max()))]))), NaN),
        Told("04-B", "−1e9", () => Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length, -1e9f))),
            "a low number in place of −∞"),
        Told("04-B", "one too many",
            () => Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j <= length))), "one key too many"),
        Told("04-B", "one too few",
            () => Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length - 1))), "one key too few"),
        Told("04-B", "inverted", () => Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j >= length))),
            "the mask is inverted"),
        Told("04-B", "rows, and 0 (a whole row of any number is even: 0 or −1e9 can't be told)", () =>
            Check.PaddedWeights((s, length) => Stable(Where(s, (i, _) => i < length, 0))),
                "padding hides queries, not keys"),
        Told("04-B", "one too many, after softmax",
            () => Check.PaddedWeights((s, length) => Where(Stable(s), (_, j) => j <= length, 0)),
            "one key too many", Late),
        Certain("04-B", "cut to length",
            () => Check.PaddedWeights((s, length) => Stable(s.SubMatrix(0, s.RowCount, 0, Math.Max(1, length))))),
        Right("04-C", "from the cache on",
            () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => nk - j >= nq - i))),
        Right("04-C", "the library", () => Check.MaskOfNewTokens((nq, nk) =>
            See(nq, nk, (i, j) => Mask.Causal(nq, nk, nk - nq).CanAttend(i, j)))),
        Told("04-C", "no offset", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, Past)),
            "the cached past is forgotten"),
        Told("04-C", "diagonal hidden",
            () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j < i + nk - nq)), "the diagonal is hidden"),
        Told("04-C", "inverted", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j > i + nk - nq)),
            "the mask is inverted"),
        Told("04-C", "all in sight", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (_, _) => true)),
            "nothing is hidden"),
        Told("04-C", "the past only", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (_, j) => j < nk - nq)),
            "only the cache is in sight"),
        Told("04-C", "transposed", () => Check.MaskOfNewTokens((nq, nk) => See(nk, nq, (j, i) => j <= i + nk - nq)),
            "the mask is transposed"),
        Told("04-C", "no offset, diagonal hidden",
            () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j < i)),
            "the cached past is forgotten", "the diagonal is hidden"),
        Certain("04-C", "every other key", () => Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j % 2 == 0))),
        Right("04-D", "none after cat looks there",
            () => Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j == 1 && i > 1)))),
        Right("04-D", "each only itself", () => Check.CannotReach("mat", "cat", See(6, 6, (i, j) => i == j))),
        Told("04-D", "only the direct way",
            () => Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && (i, j) != (5, 1))),
            "\"cat\" still reaches \"mat\""),
        Told("04-D", "mat sees nothing", () => Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && i < 5)),
            "the diagonal is hidden"),
    ];

    private delegate Matrix<float> Split(Matrix<float> all, int head, int nHeads);

    private static Matrix<float> Columns(Matrix<float> all, int head, int nHeads) =>
        Slice(all, head * (all.ColumnCount / nHeads), all.ColumnCount / nHeads);

    private static Matrix<float> Viewed(Matrix<float> all, int head, int nHeads)
    {
        var (flat, dHead) = (all.ToRowMajorArray(), all.ColumnCount / nHeads);
        return Fill(all.RowCount, dHead, (i, d) => flat[(head * all.RowCount * dHead) + (i * dHead) + d]);
    }

    private static Verdict Heads(Split split,
        Func<Matrix<float>[], Matrix<float>> join, Func<int, int, float?>? scale = null, bool swapped = false) =>
        Check.Heads((q, k, v, n) =>
            join([.. Enumerable.Range(0, n).Select(h => Attention.Apply(split(swapped ? k : q, h, n),
            split(swapped ? q : k, h, n), split(v, h, n), scale: scale?.Invoke(q.ColumnCount, n)))]));

    private static Matrix<float> ViewedBack(Matrix<float>[] parts)
    {
        var flat = parts.SelectMany(part => part.ToRowMajorArray()).ToArray();
        var (n, width) = (parts[0].RowCount, parts.Sum(part => part.ColumnCount));
        return Fill(n, width, (i, c) => flat[(i * width) + c]);
    }

    private static Matrix<float> Added(Matrix<float>[] parts) => parts.Aggregate((a, b) => a + b);

    private static Matrix<float> PlusBias(Matrix<float> m, Vector<float> b, float sign = 1) =>
        m.MapIndexed((_, j, x) => x + (sign * b[j]));

    private static Answer[] Lesson05 =>
    [
        Right("05-A", "slices, appended", () => Heads(Columns, Beside)),
        Right("05-A", "by the library", () => Check.Heads((q, k, v, n) => MultiHead.Concat([.. MultiHead.Split(q, n)
            .Zip(MultiHead.Split(k, n), MultiHead.Split(v, n))
                .Select(h => Attention.Apply(h.First, h.Second, h.Third))]))),
        Right("05-A", "fused heads", () => Check.Heads((q, k, v, n) => FlashAttention.ApplyHeads(q, k, v, nHeads: n))),
        Right("05-A", "by loops in double", () => Check.Heads((q, k, v, n) => Beside(Enumerable.Range(0, n).Select(h =>
            Product(LogSumExp(Dots(Columns(q, h, n), Columns(k, h, n)) / MathF.Sqrt(q.ColumnCount / n)),
                Columns(v, h, n)))))),
        Told("05-A", "dHead for dValue",
            () => Check.Heads((q, k, v, n) => Beside(Enumerable.Range(0, n).Select(h => Attention.Apply(
            Columns(q, h, n), Columns(k, h, n), Slice(v, h * (q.ColumnCount / n), q.ColumnCount / n))))), DValue),
        Told("05-A", "reshaped", () => Heads(Viewed, ViewedBack), Reshaped, Unmerged),
        Told("05-A", "split by a reshape", () => Heads(Viewed, Beside), Reshaped),
        Told("05-A", "joined by a reshape", () => Heads(Columns, ViewedBack), Unmerged),
        Told("05-A", "slice from h", () => Heads((m, h, n) => Slice(m, h, m.ColumnCount / n), Beside),
            "a slice starts at h, not at h · dHead"),
        Told("05-A", "head 0 for all", () => Heads((m, _, n) => Columns(m, 0, n), Beside), "all heads do the same"),
        Told("05-A", "not split", () => Check.Heads((q, k, v, _) => Attention.Apply(q, k, v)), "not split: one head"),
        Told("05-A", "reversed", () => Heads(Columns, parts => Beside(parts.Reverse())),
            "heads are joined in another order"),
        Told("05-A", "added", () => Heads(Columns, Added), "heads are added, not put side by side"),
        Told("05-A", "interleaved", () => Heads(Columns, parts => Fill(parts[0].RowCount, parts.Sum(p => p.ColumnCount),
            (i, c) => parts[c % parts.Length][i, c / parts.Length])), "heads are joined column by column in turn"),
        Told("05-A", "√dModel", () => Heads(Columns, Beside, (width, _) => 1 / MathF.Sqrt(width)),
            "divided by √dModel, not by √dHead"),
        Told("05-A", "reversed and swapped", () => Heads(Columns, parts => Beside(parts.Reverse()), swapped: true),
            Swapped,
            "heads are joined in another order"),
        Told("05-A", "slice from h, no scale",
            () => Heads((m, h, n) => Slice(m, h, m.ColumnCount / n), Beside, (_, _) => 1),
            "a slice starts at h, not at h · dHead", "no scaling"),
        Certain("05-A", "twice as much", () => Heads(Columns, parts => Beside(parts) * 2)),
        Right("05-B", "dots with the stored rows", () => Check.Join((c, wo, b) => PlusBias(Dots(c, wo), b))),
        Right("05-B", "the bias as one more column", () => Check.Join((c, wo, b) =>
            Product(c.Append(Fill(c.RowCount, 1, (_, _) => 1)), wo.Transpose().Stack(b.ToRowMatrix())))),
        Told("05-B", "as stored", () => Check.Join((c, wo, b) => PlusBias(c * wo, b)), Stored),
        Told("05-B", "no bias", () => Check.Join((c, wo, _) => Dots(c, wo)), "the bias is missing"),
        Told("05-B", "minus the bias", () => Check.Join((c, wo, b) => PlusBias(Dots(c, wo), b, -1)),
            "the bias is subtracted"),
        Told("05-B", "bias first",
            () => Check.Join((c, wo, b) => Dots(c.MapIndexed((_, j, x) => x + b[j % b.Count]), wo)),
            "the bias is added before Wo"),
        Told("05-B", "reshaped",
            () => Check.Join((c, wo, b) => PlusBias(c * Reshape(wo.ColumnCount, wo.RowCount, wo), b)),
            "reshaped in place of transposed"),
        Told("05-B", "as stored, no bias", () => Check.Join((c, wo, _) => c * wo), Stored, "the bias is missing"),
        Told("05-B", "the bias in row 0 only",
            () => Check.Join((c, wo, b) => Dots(c, wo).MapIndexed((i, j, x) => i == 0 ? x + b[j] : x)),
            "the bias is added to the first row only"),
        Certain("05-B", "the input", () => Check.Join((c, _, _) => c)),
        Right("05-C", "by hand", () => Check.ParameterCounts((2359296, 1572864))),
        Told("05-C", "no Wo", () => Check.ParameterCounts((3 * 768 * 768, (768 * 768) + (2 * 768 * 256))),
            "Wo is missing"),
        Told("05-C", "nothing saved", () => Check.ParameterCounts((4 * 768 * 768, 4 * 768 * 768)),
            "sharing changes nothing"),
        Told("05-C", "a third of all", () => Check.ParameterCounts((4 * 768 * 768, 4 * 768 * 256)),
            "sharing shrinks all four"),
        Told("05-C", "full width", () => Check.ParameterCounts((48L * 768 * 768, 32L * 768 * 768)),
            "every head counted at full width"),
        Certain("05-C", "with biases", () => Check.ParameterCounts((2359296 + 3072, 1572864 + 2048))),
        Right("05-D", "h · kv / heads", () => Check.KeyHead((h, n, kv) => h * kv / n)),
        Right("05-D", "by floor", () => Check.KeyHead((h, n, kv) => (int)Math.Floor(h / ((double)n / kv)))),
        Told("05-D", "modulo", () => Check.KeyHead((h, _, kv) => h % kv), "key heads are dealt out in turn"),
        Told("05-D", "÷ kv", () => Check.KeyHead((h, _, kv) => h / kv), "divided by the number of groups"),
        Told("05-D", "modulo the group", () => Check.KeyHead((h, n, kv) => h % (n / kv)),
            "the place in the group, not the group"),
        Told("05-D", "0", () => Check.KeyHead((_, _, _) => 0), "all read key head 0"),
        Told("05-D", "from 1", () => Check.KeyHead((h, n, kv) => 1 + (h / (n / kv))), "counted from 1"),
        Told("05-D", "modulo, from 1", () => Check.KeyHead((h, _, kv) => 1 + (h % kv)),
            "key heads are dealt out in turn", "counted from 1"),
        Certain("05-D", "backwards", () => Check.KeyHead((h, n, kv) => kv - 1 - (h / (n / kv)))),
        Right("05-E", "articles ask for nouns", () => Check.FourthHead([2, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0])),
        Told("05-E", "zeros", () => Check.FourthHead(new float[6], new float[6]),
            "your head looks nowhere in particular"),
        Told("05-E", "the doer once more", () => Check.FourthHead([.5f, 0, 0, .5f, 2, 0], [0, .5f, 1.2f, 0, .5f, 0]),
            "your head does what \"doer\" does"),
        Told("05-E", "NaN", () => Check.FourthHead([float.NaN, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]), "not a number"),
    ];
}
