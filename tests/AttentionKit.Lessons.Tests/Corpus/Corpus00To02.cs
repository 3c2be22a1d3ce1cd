using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Corpus.Answer;
using static AttentionKit.Lessons.Tests.Corpus.Hand;
using static AttentionKit.Lessons.Tests.Learner;

namespace AttentionKit.Lessons.Tests.Corpus;

internal static class Corpus00To02
{
    private const string Swapped = "queries and keys are swapped", Overwritten = "the products are not summed";
    private const string Stored = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)";

    private static readonly double[] s_left = [.. Enumerable.Range(0, 150)
        .Select(n => Math.Pow(.95, n))]; // below 0.01 from 90 on

    internal static IEnumerable<Answer> All => [.. Lesson00, .. Lesson01, .. Lesson02];

    private static Answer[] Lesson00 =>
    [
        Right("00-A", "mat", () => Check.OnLooksAt("mat")),
        Told("00-A", "cat: the column", () => Check.OnLooksAt("cat"), "a column was read, not a row"),
        Certain("00-A", "itself", () => Check.OnLooksAt("on")),
        Told("00-A", "no word at all", () => Check.OnLooksAt(""), "not a word of the sentence"),
        Right("00-B", "by FindIndex", () => Check.LostAfter(s_left, s_left.ToList().FindIndex(x => x < .01))),
        Right("00-B", "by logarithms", () => Check.LostAfter(s_left, (int)Math.Ceiling(Math.Log(.01) / Math.Log(.95)))),
        Told("00-B", "from 1", () => Check.LostAfter(s_left, 91), "counted from 1"),
        Told("00-B", "one too few", () => Check.LostAfter(s_left, 89), "too early"),
        Told("00-B", "99% left", () => Check.LostAfter(s_left, s_left.ToList().FindIndex(x => x < .99)), "too early"),
        Told("00-B", "not found", () => Check.LostAfter(s_left, -1), "not in the list"),
        Right("00-C", "2", () => Check.AsksWithLength(2)),
        Right("00-C", "just half", () => Check.AsksWithLength(1.65f)),
        Told("00-C", "as before", () => Check.AsksWithLength(4), "too clear"),
        Told("00-C", "negative", () => Check.AsksWithLength(-2), "not clear enough"),
        Told("00-C", "0 / 0", () => Check.AsksWithLength(float.NaN), "not a number"),
    ];

    private static Answer[] Lesson01 =>
    [
        Right("01-A", "LINQ in double", () => Check.Project((x, w) => Product(x, w))),
        Right("01-A", "TensorPrimitives.Dot",
            () => Check.Project((x, w) => Matrix<float>.Build.Dense(x.RowCount, w.ColumnCount,
            (i, j) => TensorPrimitives.Dot<float>(x.Row(i).ToArray(), w.Column(j).ToArray())))),
        Right("01-A", "sum of outer products", () => Check.Project((x, w) => Enumerable.Range(0, x.ColumnCount)
            .Select(c => x.Column(c).OuterProduct(w.Row(c))).Aggregate((a, b) => a + b))),
        Right("01-A", "(wᵀ·xᵀ)ᵀ", () => Check.Project((x, w) => (w.Transpose() * x.Transpose()).Transpose())),
        Right("01-A", "rounded to four decimals", () => Check.Project((x, w) => Rounded(x * w, 4))),
        Told("01-A", "w by rows", () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount,
            (y, i, j, c) => y[i, j] += x[i, c] * w[j, c])), "w is used transposed"),
        Told("01-A", "= for +=", () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount,
            (y, i, j, c) => y[i, j] = x[i, c] * w[c, j])), Overwritten),
        Told("01-A", "c < n - 1", () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount - 1,
            (y, i, j, c) => y[i, j] += x[i, c] * w[c, j])), "the last term is left out"),
        Told("01-A", "i < n - 1", () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount,
            (y, i, j, c) => y[i, j] += i == x.RowCount - 1 ? 0 : x[i, c] * w[c, j])), "the last row is left out"),
        Told("01-A", "divided by the number of terms", () => Check.Project((x, w) => x * w / x.ColumnCount),
            "an average, not a sum"),
        Told("01-A", "the notebook's X", () => Check.Project((_, w) => X * w), "the argument x is not used"),
        Told("01-A", "w by rows and = for +=",
            () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount,
            (y, i, j, c) => y[i, j] = x[i, c] * w[j, c])), "w is used transposed", Overwritten),
        Told("01-A", "two limits too low",
            () => Check.Project((x, w) => Loops(x.RowCount, w.ColumnCount, x.ColumnCount - 1,
            (y, i, j, c) => y[i, j] += j == w.ColumnCount - 1 ? 0 : x[i, c] * w[c, j])),
            "the last term is left out", "the last column is left out"),
        Certain("01-A", "1 added", () => Check.Project((x, w) => (x * w) + 1)),
        Right("01-B", "in double", () => Check.AsksOfSat([.. Enumerable.Range(0, 6).Select(j => Dots(Q, K)[2, j])])),
        Right("01-B", "typed with two decimals",
            () => Check.AsksOfSat([.. Dots(Q, K).Row(2).Select(x => MathF.Round(x, 2))])),
        Told("01-B", "the key of sat", () => Check.AsksOfSat([.. Dots(K, Q).Row(2)]), Swapped),
        Told("01-B", "queries with queries", () => Check.AsksOfSat([.. Dots(Q, Q).Row(2)]),
            "queries are matched with queries"),
        Told("01-B", "keys with keys", () => Check.AsksOfSat([.. Dots(K, K).Row(2)]), "keys are matched with keys"),
        Told("01-B", "scaled", () => Check.AsksOfSat([.. CatScores.Row(2)]), "already scaled"),
        Told("01-B", "swapped and scaled", () => Check.AsksOfSat([.. CatScores.Transpose().Row(2)]), Swapped,
            "already scaled"),
        Certain("01-B", "five numbers", () => Check.AsksOfSat([1, 2, 3, 4, 5])),
        Certain("01-B", "of another token", () => Check.AsksOfSat([.. Dots(Q, K).Row(3)])),
        Right("01-C", "columns of the stored", () => Check.LinearQueries((x, s) => Dots(x, s))),
        Right("01-C", "TransposeAndMultiply", () => Check.LinearQueries((x, s) => x.TransposeAndMultiply(s))),
        Told("01-C", "as stored", () => Check.LinearQueries((x, s) => x * s), Stored),
        Told("01-C", "reshaped", () => Check.LinearQueries((x, s) => x * Reshape(s.ColumnCount, s.RowCount, s)),
            "reshaped in place of transposed"),
        Told("01-C", "the last output forgotten", () => Check.LinearQueries((x, s) => Fill(x.RowCount, s.RowCount,
            (i, j) => j == s.RowCount - 1 ? 0 : Dots(x, s)[i, j])), "the last column is left out"),
        Told("01-C", "reshaped, last row forgotten", () => Check.LinearQueries((x, s) => Fill(x.RowCount, s.RowCount,
            (i, j) => i == x.RowCount - 1 ? 0 : (x * Reshape(s.ColumnCount, s.RowCount, s))[i, j])),
            "reshaped in place of transposed", "the last row is left out"),
        Certain("01-C", "the stored weights", () => Check.LinearQueries((_, s) => s)),
        Right("01-D", "things ask for a doer", () => Check.LooksMostAt("mat", "cat", With(Wq, (3, 0), 2))),
        Right("01-D", "nouns ask for a doer",
            () => Check.LooksMostAt("mat", "cat", With(With(Wq, (1, 0), 1), (1, 1), 0))),
        Told("01-D", "unchanged", () => Check.LooksMostAt("mat", "cat", Wq), "\"mat\" still looks most at \"mat\""),
        Told("01-D", "zeros, and cat by luck", () => Check.LooksMostAt("mat", "The", Wq * 0),
            "no token is looked at more than another"),
        Told("01-D", "NaN", () => Check.LooksMostAt("mat", "The", Wq * float.NaN), "not a number"),
    ];

    private static Matrix<float> Wq => Data.Table("cat-wq").Matrix;

    private static Matrix<float> With(Matrix<float> m, (int Row, int Column) at, float number) =>
        m.MapIndexed((i, j, x) => (i, j) == at ? number : x);

    private static Matrix<float> Mirrored(Matrix<float> s, bool below) =>
        s.RowCount != s.ColumnCount ? s : s.MapIndexed((i, j, x) => i > j == below && i != j ? s[j, i] : x);

    private static Answer[] Lesson02 =>
    [
        Right("02-A", "LINQ", () => Check.DotProducts(Dots)),
        Right("02-A", "as (K·Qᵀ)ᵀ", () => Check.DotProducts((q, k) => (k * q.Transpose()).Transpose())),
        Right("02-A", "TensorPrimitives",
            () => Check.DotProducts((q, k) => Matrix<float>.Build.Dense(q.RowCount, k.RowCount,
            (i, j) => TensorPrimitives.Dot<float>(q.Row(i).ToArray(), k.Row(j).ToArray())))),
        Right("02-A", "Attention.Scores, scale 1", () => Check.DotProducts((q, k) => Attention.Scores(q, k, 1))),
        Told("02-A", "K·Qᵀ", () => Check.DotProducts((q, k) => Dots(k, q)), Swapped),
        Told("02-A", "Q·Qᵀ", () => Check.DotProducts((q, _) => Dots(q, q)), "queries are matched with queries"),
        Told("02-A", "K·Kᵀ", () => Check.DotProducts((_, k) => Dots(k, k)), "keys are matched with keys"),
        Told("02-A", "half computed, half mirrored", () => Check.DotProducts((q, k) => Mirrored(Dots(q, k), true)),
            "expected to be symmetric"),
        Told("02-A", "scaled already", () => Check.DotProducts((q, k) => Dots(q, k) / MathF.Sqrt(q.ColumnCount)),
            "already scaled"),
        Told("02-A", "= for +=", () => Check.DotProducts((q, k) => Loops(q.RowCount, k.RowCount, q.ColumnCount,
            (s, i, j, c) => s[i, j] = q[i, c] * k[j, c])), Overwritten),
        Told("02-A", "swapped and scaled", () => Check.DotProducts((q, k) => Dots(k, q) / MathF.Sqrt(q.ColumnCount)),
            Swapped, "already scaled"),
        Told("02-A", "Q·Qᵀ, last term left out",
            () => Check.DotProducts((q, _) => Loops(q.RowCount, q.RowCount, q.ColumnCount - 1,
            (s, i, j, c) => s[i, j] += q[i, c] * q[j, c])), "queries are matched with queries",
                "the last term is left out"),
        Told("02-A", "the notebook's K", () => Check.DotProducts((q, _) => Dots(q, K)),
            "the argument keys is not used"),
        Certain("02-A", "cosines", () => Check.DotProducts((q, k) => Dots(q, k).MapIndexed(
            (i, j, s) => s / (float)(q.Row(i).L2Norm() * k.Row(j).L2Norm())))),
        Right("02-B", "scaled queries",
            () => Check.ScaledScores((x, wq, wk) => Dots(x * wq / MathF.Sqrt(wq.ColumnCount), x * wk))),
        Right("02-B", "x·(Wq·Wkᵀ)·xᵀ", () => Check.ScaledScores((x, wq, wk) =>
            x * (wq * wk.Transpose()) * x.Transpose() * (float)Math.Pow(wk.ColumnCount, -.5))),
        Right("02-B", "the library", () => Check.ScaledScores((x, wq, wk) => Attention.Scores(x * wq, x * wk))),
        Told("02-B", "no scale", () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk)), "no scaling"),
        Told("02-B", "÷ d", () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / wq.ColumnCount),
            "divided by d, not by √d"),
        Told("02-B", "÷ √dModel",
            () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / MathF.Sqrt(x.ColumnCount)),
            "divided by √dModel, not by √dHead"),
        Told("02-B", "÷ √nTokens",
            () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / MathF.Sqrt(x.RowCount)),
            "divided by √nTokens, not by √dHead"),
        Told("02-B", "÷ √2 typed in", () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / MathF.Sqrt(2)),
            "the same divisor for every head"),
        Told("02-B", "÷ (int)√d",
            () => Check.ScaledScores((x, wq, wk) => Dots(x * wq, x * wk) / (int)Math.Sqrt(wq.ColumnCount)),
            "the root is cut to an integer"),
        Told("02-B", "softmax too",
            () => Check.ScaledScores((x, wq, wk) => Stable(Dots(x * wq, x * wk) / MathF.Sqrt(wq.ColumnCount))),
            "weights, not scores"),
        Told("02-B", "X·Xᵀ", () => Check.ScaledScores((x, _, _) => Dots(x, x)),
            "the embeddings are compared, not projected"),
        Told("02-B", "swapped and ÷ d", () => Check.ScaledScores((x, wq, wk) => Dots(x * wk, x * wq) / wq.ColumnCount),
            Swapped, "divided by d, not by √d"),
        Told("02-B", "Wq twice, no scale", () => Check.ScaledScores((x, wq, _) => Dots(x * wq, x * wq)),
            "queries are matched with queries", "no scaling"),
        Certain("02-B", "a third of it", () => Check.ScaledScores((x, wq, wk) => Attention.Scores(x * wq, x * wk) / 3)),
        Right("02-C", "d to the power of a half", () => Check.Divisor(d => Math.Pow(d, .5))),
        Right("02-C", "by exp and log", () => Check.Divisor(d => Math.Exp(Math.Log(d) / 2))),
        Right("02-C", "in float", () => Check.Divisor(d => MathF.Sqrt(d))),
        Told("02-C", "(int)√d", () => Check.Divisor(d => (int)Math.Sqrt(d)), "the root is cut to an integer"),
        Told("02-C", "d", () => Check.Divisor(d => d), "divided by d, not by √d"),
        Told("02-C", "1/√d", () => Check.Divisor(d => 1 / Math.Sqrt(d)), "a factor, not a divisor"),
        Told("02-C", "8, always", () => Check.Divisor(_ => 8), "the same divisor for every d"),
        Certain("02-C", "d / 2", () => Check.Divisor(d => d / 2.0)),
        Certain("02-C", "log", () => Check.Divisor(d => Math.Log2(d))),
        Right("02-D", "man and woman twice",
            () => Check.Finds("queen", Word("king") - (2 * Word("man")) + (2 * Word("woman")))),
        Told("02-D", "the famous first try", () => Check.Finds("queen", Word("king") - Word("man") + Word("woman")),
            "it finds \"king\""),
        Told("02-D", "itself", () => Check.Finds("queen", Word("queen") * 3), "that is the word itself"),
        Told("02-D", "NaN", () => Check.Finds("queen", Word("king") * float.NaN), "not a number"),
    ];

    private static Vector<float> Word(string word)
    {
        var (words, _, vectors) = Data.Table("glove-words");
        return vectors.Row(words.ToList().IndexOf(word));
    }
}
