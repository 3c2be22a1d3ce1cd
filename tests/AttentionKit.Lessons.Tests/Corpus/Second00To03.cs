using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>Answers written by an adversary of the finished checker, with their verdicts, before they were
/// run.</summary>
internal static class Second00To03
{
    private const string Swapped = "queries and keys are swapped", Overflow = "softmax overflows";
    private const string NaN = "a row with nothing to see gives NaN", LastRow = "the last row is left out";

    internal static IEnumerable<Answer> All => [.. Lesson00, .. Lesson01, .. Lesson02, .. Lesson03];

    private static Answer[] Lesson00 =>
    [
        Certain("00-A", "the", () => Check.OnLooksAt("the")),
        Told("00-A", "MAT", () => Check.OnLooksAt("MAT"), "not a word of the sentence"),
        Right("00-B", "counted by a loop", () => Check.LostAfter([1, .1, .009, .001], 2)),
        Told("00-B", "a list that never gets there, and −1", () => Check.LostAfter([1, .5, .3], -1), "not in the list"),
        Told("00-B", "a list that never gets there, and 0", () => Check.LostAfter([1, .5, .3], 0), "too early"),
        Told("00-B", "too late", () => Check.LostAfter([1, .1, .009, .008, .001], 4), "too late"),
        Right("00-C", "1.9", () => Check.AsksWithLength(1.9f)),
        Told("00-C", "infinite", () => Check.AsksWithLength(float.PositiveInfinity), "not a number"),
        Told("00-C", "0", () => Check.AsksWithLength(0), "not clear enough"),
    ];

    /// <summary>x · w by rows of w, recursively: the sum of a half and of the other half.</summary>
    private static double Halved(int from, int count, Func<int, double> term) => count == 1 ? term(from)
        : Halved(from, count / 2, term) + Halved(from + (count / 2), count - (count / 2), term);

    private static float[][] Jagged(Matrix<float> m) => m.ToRowArrays();

    private static Answer[] Lesson01 =>
    [
        Right("01-A", "jagged arrays", () => Check.Project((x, w) =>
        {
            float[][] a = Jagged(x), b = Jagged(w), y = [.. a.Select(_ => new float[b[0].Length])];
            for (var c = 0; c < b.Length; c++)
                for (var i = 0; i < a.Length; i++)
                    for (var j = 0; j < b[0].Length; j++)
                        y[i][j] += a[i][c] * b[c][j];
            return Matrix<float>.Build.DenseOfRowArrays(y);
        })),
        Right("01-A", "by recursion", () => Check.Project((x, w) => Fill(x.RowCount, w.ColumnCount,
            (i, j) => Halved(0, x.ColumnCount, c => x[i, c] * w[c, j])))),
        Right("01-A", "Multiply into a matrix that is there", () => Check.Project((x, w) =>
        {
            var y = Matrix<float>.Build.Dense(x.RowCount, w.ColumnCount, 7);
            x.Multiply(w, y);
            return y;
        })),
        Right("01-A", "a sparse matrix", () => Check.Project((x, w) => Matrix<float>.Build.SparseOfMatrix(x) * w)),
        Right("01-A", "rows in parallel", () => Check.Project((x, w) =>
        {
            var rows = new Vector<float>[x.RowCount];
            Parallel.For(0, x.RowCount, i => rows[i] = w.LeftMultiply(x.Row(i)));
            return Matrix<float>.Build.DenseOfRowVectors(rows);
        })),
        Told("01-A", "the last row left out, an average", () => Check.Project((x, w) =>
            (x * w / x.ColumnCount).MapIndexed((i, _, y) => i == x.RowCount - 1 ? 0 : y)), LastRow,
            "an average, not a sum"),
        Certain("01-A", "zeros", () => Check.Project((x, w) => Fill(x.RowCount, w.ColumnCount, (_, _) => 0))),
        Certain("01-A", "NaN", () => Check.Project((x, w) => Fill(x.RowCount, w.ColumnCount, (_, _) => double.NaN))),
        Certain("01-A", "a product of one row only", () => Check.Project((x, w) => (x * w).SubMatrix(0, 1, 0, 1))),
        Certain("01-A", "null for all but the notebook's x",
            () => Check.Project((x, w) => x.RowCount == 6 && x.ColumnCount == 6 && w.ColumnCount == 2 ? x * w : null)),
        Certain("01-A", "throws", () => Check.Project((_, _) => throw new NotImplementedException("later"))),
        Certain("01-A", "endless recursion", () => Check.Project((_, _) =>
            throw new InsufficientExecutionStackException())),
        Certain("01-A", "added to each other", () => Check.Project((x, w) => Fill(x.RowCount, w.ColumnCount,
            (i, j) => Sum(x.ColumnCount, c => x[i, c] + w[c, j])))),
        Certain("01-A", "the sign turned", () => Check.Project((x, w) => -(x * w))),
        Right("01-B", "by MathNet", () => Check.AsksOfSat([.. K * Q.Row(2)])),
        Certain("01-B", "empty", () => Check.AsksOfSat([])),
        Certain("01-B", "NaN", () => Check.AsksOfSat([.. Enumerable.Repeat(float.NaN, 6)])),
        Certain("01-B", "zeros", () => Check.AsksOfSat(new float[6])),
        Certain("01-B", "softmax already", () => Check.AsksOfSat([.. Stable(Dots(Q, K)).Row(2)])),
        Certain("01-B", "ranked", () => Check.AsksOfSat([.. Dots(Q, K).Row(2).OrderDescending()])),
        Right("01-C", "Projection.FromLinear",
            () => Check.LinearQueries((x, s) => Projection.Apply(x, Projection.FromLinear(s)))),
        Right("01-C", "TransposeAndMultiply", () => Check.LinearQueries((x, s) => x.TransposeAndMultiply(s))),
        Told("01-C", "(stored · xᵀ), not turned back", () => Check.LinearQueries((x, s) => s * x.Transpose()),
            "another shape"),
        Told("01-C", "as stored where it fits, transposed where not",
            () => Check.LinearQueries((x, s) => s.RowCount == s.ColumnCount ? x * s : x * s.Transpose()),
            "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)"),
        Certain("01-C", "inverted", () => Check.LinearQueries((x, s) =>
            s.RowCount == s.ColumnCount ? x * s.Inverse() : Dots(x, s))),
        Right("01-D", "things ask for doers, twice", () => Check.LooksMostAt("mat", "cat", Asking(3, 0, 4))),
        Told("01-D", "∞", () => Check.LooksMostAt("mat", "cat", Asking(3, 0, float.PositiveInfinity)), "not a number"),
        Told("01-D", "so large that scores overflow",
            () => Check.LooksMostAt("mat", "cat", Asking(3, 0, float.MaxValue) * 3), "not a number"),
    ];

    private static Matrix<float> Asking(int row, int column, float number) =>
        Data.Table("cat-wq").Matrix.MapIndexed((i, j, x) => (i, j) == (row, column) ? number : x);

    private static Answer[] Lesson02 =>
    [
        Right("02-A", "sums of outer products", () => Check.DotProducts((q, k) => Enumerable.Range(0, q.ColumnCount)
            .Select(c => q.Column(c).OuterProduct(k.Column(c))).Aggregate((a, b) => a + b))),
        Right("02-A", "(|q + k|² − |q − k|²) / 4", () => Check.DotProducts((q, k) => Fill(q.RowCount, k.RowCount,
            (i, j) => (Math.Pow((q.Row(i) + k.Row(j)).L2Norm(), 2)
                - Math.Pow((q.Row(i) - k.Row(j)).L2Norm(), 2)) / 4))),
        Certain("02-A", "negated distances", () => Check.DotProducts((q, k) => Fill(q.RowCount, k.RowCount,
            (i, j) => -(q.Row(i) - k.Row(j)).L2Norm()))),
        Certain("02-A", "absolute numbers", () => Check.DotProducts((q, k) => Dots(q, k).PointwiseAbs())),
        Certain("02-A", "ones", () => Check.DotProducts((q, k) => Fill(q.RowCount, k.RowCount, (_, _) => 1))),
        Told("02-A", "Q·Qᵀ, scaled", () => Check.DotProducts((q, _) => Dots(q, q) / MathF.Sqrt(q.ColumnCount)),
            "queries are matched with queries", "already scaled"),
        Told("02-A", "softmax of the plain products", () => Check.DotProducts((q, k) => Stable(Dots(q, k))),
            "softmax already"),
        Told("02-A", "the first term left out", () => Check.DotProducts((q, k) => Fill(q.RowCount, k.RowCount,
            (i, j) => Sum(q.ColumnCount - 1, c => q[i, c + 1] * k[j, c + 1]))), "the first term is left out"),
        Certain("02-A", "q·k, without transposing", () => Check.DotProducts((q, k) => q * k)),
        Right("02-B", "÷ d to the power ½, of both", () => Check.ScaledScores((x, wq, wk) =>
            Dots(x * wq / MathF.Pow(wq.ColumnCount, .25f), x * wk / MathF.Pow(wk.ColumnCount, .25f)))),
        Right("02-B", "weights scaled beforehand", () => Check.ScaledScores((x, wq, wk) =>
            x * (wq / MathF.Sqrt(wq.ColumnCount)) * (x * wk).Transpose())),
        Told("02-B", "scaled twice", () => Check.ScaledScores((x, wq, wk) =>
            Attention.Scores(x * wq, x * wk) / MathF.Sqrt(wq.ColumnCount)), "divided by d, not by √d"),
        Told("02-B", "multiplied", () => Check.ScaledScores((x, wq, wk) =>
            Dots(x * wq, x * wk) * MathF.Sqrt(wq.ColumnCount)), "multiplied by √d, not divided"),
        Told("02-B", "X·Xᵀ, scaled", () => Check.ScaledScores((x, _, _) => Dots(x, x) / MathF.Sqrt(x.ColumnCount)),
            "the embeddings are compared, not projected"),
        Told("02-B", "K·Qᵀ and √nTokens", () => Check.ScaledScores((x, wq, wk) =>
            Dots(x * wk, x * wq) / MathF.Sqrt(x.RowCount)), Swapped, "divided by √nTokens, not by √dHead"),
        Certain("02-B", "÷ 2, always", () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / 2)),
        Certain("02-B", "÷ (d + 1)", () =>
            Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / (wq.ColumnCount + 1))),
        Certain("02-B", "mean taken away", () => Check.ScaledScores((x, wq, wk) =>
            Rowwise(Attention.Scores(x * wq, x * wk), row => [.. row.Select(s => s - row.Average())]))),
        Certain("02-B", "only the queries", () => Check.ScaledScores((x, wq, _) => x * wq)),
        Right("02-C", "rounded to four decimals", () => Check.Divisor(d => Math.Round(Math.Sqrt(d), 4))),
        Right("02-C", "by Newton", () => Check.Divisor(d =>
            Enumerable.Range(0, 40).Aggregate((double)d, (r, _) => (r + (d / r)) / 2))),
        Certain("02-C", "rounded to whole numbers", () => Check.Divisor(d => Math.Round(Math.Sqrt(d)))),
        Certain("02-C", "√(d + 1)", () => Check.Divisor(d => Math.Sqrt(d + 1))),
        Certain("02-C", "5, always", () => Check.Divisor(_ => 5)),
        Certain("02-C", "0", () => Check.Divisor(_ => 0)),
        Certain("02-C", "NaN", () => Check.Divisor(_ => double.NaN)),
        Certain("02-C", "only where it is a square", () => Check.Divisor(d => d % 4 == 0 ? Math.Sqrt(d) : null)),
        Certain("02-C", "a table of the notebook's sizes", () => Check.Divisor(d => d switch
        {
            4 => 2, 16 => 4, 64 => 8, 256 => 16, 1024 => 32, _ => 1,
        })),
        Told("02-D", "zeros", () => Check.Finds("queen", Vector<float>.Build.Dense(100)),
            "no word scores higher than another"),
        Told("02-D", "too short", () => Check.Finds("queen", Vector<float>.Build.Dense(50)), "another shape"),
        Told("02-D", "so large that scores overflow", () => Check.Finds("queen",
            Vector<float>.Build.Dense(100, float.MaxValue)), "not a number"),
    ];

    private static Answer[] Lesson03 =>
    [
        Right("03-A", "jagged, in place", () => Check.RowSoftmax(s =>
        {
            var rows = s.ToRowArrays();
            foreach (var row in rows)
            {
                float max = Hidden, sum = 0;
                foreach (var x in row) max = Math.Max(max, x);
                for (var j = 0; j < row.Length; j++) sum += row[j] = max == Hidden ? 0 : MathF.Exp(row[j] - max);
                for (var j = 0; j < row.Length && sum > 0; j++) row[j] /= sum;
            }
            return Matrix<float>.Build.DenseOfRowArrays(rows);
        })),
        Right("03-A", "log-sum-exp in float", () => Check.RowSoftmax(s => Rowwise(s, row =>
        {
            var max = row.Max();
            if (max == Hidden) return new float[row.Length];
            var log = max + MathF.Log(row.Sum(x => MathF.Exp(x - max)));
            return [.. row.Select(x => MathF.Exp(x - log))];
        }))),
        Right("03-A", "1 / Σ exp(other − own)", () => Check.RowSoftmax(s => Rowwise(s, row =>
            [.. row.Select(x => x == Hidden ? 0 : (float)(1 / row.Sum(y => Math.Exp((double)y - x))))]))),
        Right("03-A", "base 2", () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden
            ? new float[row.Length]
            : Share([.. row.Select(x => MathF.Pow(2, (x - row.Max()) * 1.442695f))])))),
        Right("03-A", "in place on a clone", () => Check.RowSoftmax(s =>
        {
            var w = s.Clone();
            for (var i = 0; i < w.RowCount; i++) w.SetRow(i, StableRow(w.Row(i).ToArray()));
            return w;
        })),
        Right("03-A", "a little added to the sum", () => Check.RowSoftmax(s => Rowwise(s, row =>
        {
            float[] e = [.. row.Select(x => x == Hidden ? 0 : MathF.Exp(x - row.Max()))];
            return [.. e.Select(x => x / (e.Sum() + 1e-9f))];
        }))),
        Right("03-A", "any hidden score below −1e30", () => Check.RowSoftmax(s => Rowwise(s, row =>
        {
            var max = row.Aggregate(float.MinValue, Math.Max);
            float[] e = [.. row.Select(x => MathF.Exp(x - max))];
            return e.Sum() == 0 ? e : Share(e);
        }))),
        Told("03-A", "maximum from float.Epsilon up", () => Check.RowSoftmax(s => Rowwise(s, row =>
            row.Max() == Hidden ? new float[row.Length]
            : Share([.. row.Select(x => MathF.Exp(x - Math.Max(float.Epsilon, row.Max())))]))),
            "the maximum starts at 0"),
        Told("03-A", "one maximum for all rows", () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden
            ? new float[row.Length]
            : Share([.. row.Select(x => MathF.Exp(x - s.Enumerate().Max()))]))), "one maximum for the whole matrix"),
        Certain("03-A", "skips where the last is −∞", () => Check.RowSoftmax(s => Rowwise(s, row =>
            row[^1] == Hidden ? new float[row.Length] : StableRow(row)))),
        Certain("03-A", "the mean subtracted", () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden
            ? new float[row.Length] : Share([.. row.Select(x => MathF.Exp(x - row.Average()))])))),
        Certain("03-A", "clamped to ±50", () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden
            ? new float[row.Length] : Share([.. row.Select(x => MathF.Exp(Math.Clamp(x, -50, 50)))])))),
        Told("03-A", "even for an empty row", () => Check.RowSoftmax(s => Rowwise(s, row => row.Max() == Hidden
            ? [.. row.Select(_ => 1f / row.Length)] : StableRow(row))),
            "a row with nothing to see looks at all alike"),
        Certain("03-A", "the largest gets all", () => Check.RowSoftmax(s => Rowwise(s, row =>
            [.. row.Select(x => x == row.Max() && x != Hidden ? 1f : 0)]))),
        Certain("03-A", "shares of the scores", () => Check.RowSoftmax(s => Rowwise(s, Share))),
        Certain("03-A", "sigmoids", () => Check.RowSoftmax(s => s.Map(x => 1 / (1 + MathF.Exp(-x))))),
        Certain("03-A", "all NaN", () => Check.RowSoftmax(s => s.Map(_ => float.NaN))),
        Certain("03-A", "even", () => Check.RowSoftmax(s => s.Map(_ => 1f / s.ColumnCount, Zeros.Include))),
        Certain("03-A", "zeros", () => Check.RowSoftmax(s => s.Map(_ => 0f))),
        Told("03-A", "TensorPrimitives as it is", () => Check.RowSoftmax(s => Rowwise(s, row =>
        {
            var weights = new float[row.Length];
            TensorPrimitives.SoftMax(row, weights);
            return weights;
        })), Overflow, NaN),
        Told("03-A", "columns, twice", () => Check.RowSoftmax(s =>
            Columnwise(Columnwise(s, StableRow), StableRow)), "softmax over the wrong axis", "softmax is taken twice"),
        Right("03-B", "one pair at a time", () => Check.Weights((q, k) => Fill(q.RowCount, k.RowCount, (i, j) =>
            1 / Sum(k.RowCount, n => Math.Exp(((double)q.Row(i).DotProduct(k.Row(n)) - q.Row(i).DotProduct(k.Row(j)))
                / Math.Sqrt(q.ColumnCount)))))),
        Told("03-B", "no maximum", () => Check.Weights((q, k) => Plain(Dots(q, k) / MathF.Sqrt(q.ColumnCount))),
            Overflow),
        Told("03-B", "maximum from 0 up", () => Check.Weights((q, k) => Rowwise(Dots(q, k) / MathF.Sqrt(q.ColumnCount),
            row => Share([.. row.Select(x => MathF.Exp(x - Math.Max(0, row.Max())))]))), "the maximum starts at 0"),
        Told("03-B", "scaled twice", () => Check.Weights((q, k) => Stable(Dots(q, k) / q.ColumnCount)),
            "divided by d, not by √d"),
        Told("03-B", "(int)√d", () => Check.Weights((q, k) => Stable(Dots(q, k) / (int)Math.Sqrt(q.ColumnCount))),
            "the root is cut to an integer"),
        Told("03-B", "√3 typed in", () => Check.Weights((q, k) => Stable(Dots(q, k) / MathF.Sqrt(3))),
            "divided by √dModel, not by √dHead"),
        Told("03-B", "no maximum, no scale", () => Check.Weights((q, k) => Plain(Dots(q, k))), Overflow,
            "no scaling"),
        Certain("03-B", "the notebook's keys", () => Check.Weights((q, _) => Stable(Dots(q, Journey) / MathF.Sqrt(2)))),
        Told("03-B", "turned round", () => Check.Weights((q, k) =>
            Stable(Dots(q, k) / MathF.Sqrt(q.ColumnCount)).Transpose()), "rows and columns have changed places"),
        Certain("03-B", "÷ 2, always", () => Check.Weights((q, k) => Stable(Dots(q, k) / 2))),
        Right("03-C", "column by column", () => Check.Output((w, v) => Matrix<float>.Build.DenseOfColumnVectors(
            v.EnumerateColumns().Select(w.Multiply)))),
        Right("03-C", "TensorPrimitives.MultiplyAdd", () => Check.Output((w, v) => Rowwise(w, row =>
        {
            var output = new float[v.ColumnCount];
            for (var j = 0; j < row.Length; j++)
                TensorPrimitives.MultiplyAdd(v.Row(j).ToArray(), row[j], output, output);
            return output;
        }))),
        Told("03-C", "the last key forgotten", () => Check.Output((w, v) => Fill(w.RowCount, v.ColumnCount,
            (i, c) => Sum(v.RowCount - 1, j => w[i, j] * v[j, c]))), "the last term is left out"),
        Certain("03-C", "the value of the largest weight", () => Check.Output((w, v) =>
            Matrix<float>.Build.DenseOfRowVectors(w.EnumerateRows().Select(row => v.Row(row.MaximumIndex()))))),
        Certain("03-C", "softmax of the weights again", () => Check.Output((w, v) => Stable(w) * v)),
        Certain("03-C", "the notebook's values", () => Check.Output((w, _) => w * V)),
        Certain("03-C", "turned round", () => Check.Output((w, v) => (w * v).Transpose())),
        Right("03-D", "0.5333", () => Check.Temperature(.5333)),
        Told("03-D", "negative", () => Check.Temperature(-.533), "a temperature is positive"),
        Told("03-D", "infinite", () => Check.Temperature(double.PositiveInfinity), "not sharp enough"),
        Told("03-D", "next to nothing", () => Check.Temperature(1e-60), "too sharp"),
        Right("03-E", "root of the sum of squares of the products", () => Check.Gives((w, v) =>
            Fill(w.RowCount, v.RowCount, (i, j) => Math.Sqrt(v.Row(j).Sum(x => Math.Pow(w[i, j] * x, 2)))))),
        Right("03-E", "a diagonal matrix", () => Check.Gives((w, v) =>
            w * Matrix<float>.Build.DiagonalOfDiagonalVector(v.RowNorms(2).ToSingle()))),
        Told("03-E", "the lengths alone", () => Check.Gives((w, v) => Fill(w.RowCount, v.RowCount,
            (_, j) => v.Row(j).L2Norm())), "lengths of values, without weights"),
        Certain("03-E", "the largest number", () => Check.Gives((w, v) =>
            w.MapIndexed((_, j, x) => x * (float)v.Row(j).InfinityNorm()))),
        Certain("03-E", "the output", () => Check.Gives((w, v) => w * v)),
    ];

    private static Matrix<float> Journey =>
        Data.Table("journey-embeddings").Matrix * Data.Table("journey-wk").Matrix;
}
