using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class SeveralHeadsTests
{
    private delegate Matrix<float> Part(Matrix<float> all, int head, int nHeads);

    private delegate Matrix<float> Whole(Matrix<float>[] parts);

    private static Matrix<float> Slice(Matrix<float> all, int head, int nHeads) =>
        Fill(all.RowCount, all.ColumnCount / nHeads, (i, d) => all[i, (head * (all.ColumnCount / nHeads)) + d]);

    /// <summary>As view(nHeads, nTokens, dHead) gives it, with no transpose.</summary>
    private static Matrix<float> View(Matrix<float> all, int head, int nHeads)
    {
        int n = all.RowCount, dHead = all.ColumnCount / nHeads;
        double Flat(int at) => all[at / all.ColumnCount, at % all.ColumnCount];
        return Fill(n, dHead, (i, d) => Flat((head * n * dHead) + (i * dHead) + d));
    }

    private static Matrix<float> Concat(Matrix<float>[] parts)
    {
        var dHead = parts[0].ColumnCount;
        return Fill(parts[0].RowCount, parts.Length * dHead, (i, c) => parts[c / dHead][i, c % dHead]);
    }

    /// <summary>As view(nTokens, nHeads · dHead) of heads × tokens × dHead gives it.</summary>
    private static Matrix<float> ViewBack(Matrix<float>[] parts)
    {
        int n = parts[0].RowCount, dHead = parts[0].ColumnCount, width = parts.Length * dHead;
        double Flat(int at) => parts[at / (n * dHead)][at / dHead % n, at % dHead];
        return Fill(n, width, (i, c) => Flat((i * width) + c));
    }

    private static Verdict Judge(Part split, Whole merge, Func<int, int, double>? divisor = null,
        bool swapped = false) => Check.Heads((q, k, v, nHeads) =>
    {
        var d = divisor?.Invoke(q.ColumnCount, nHeads);
        var (asking, answering) = swapped ? (k, q) : (q, k);
        return merge([.. Enumerable.Range(0, nHeads)
            .Select(h => Attend(split(asking, h, nHeads), split(answering, h, nHeads), split(v, h, nHeads), d))]);
    });

    [Fact]
    public void Heads_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Float[0, 1])
        .Sample((seed, inDouble, share) => Right(Check.Heads((q, k, v, nHeads) =>
    {
        var parts = new Matrix<float>[nHeads];
        foreach (var h in Shuffled(nHeads, seed)) parts[h] = AttendInOrder(Slice(q, h, nHeads), Slice(k, h, nHeads),
            Slice(v, h, nHeads), seed, inDouble, share);
        return Concat(parts);
    })), iter: Ways);

    private static Matrix<float> PlusBias(Matrix<float> all, Vector<float> bias) =>
        Fill(all.RowCount, all.ColumnCount, (i, j) => all[i, j] + bias[j]);

    [Fact]
    public void Join_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool).Sample((seed, inDouble) =>
        Right(Check.Join((c, wo, b) => PlusBias(ProductInOrder(c, wo.Transpose(), seed, inDouble), b))), iter: Ways);

    [Fact]
    public void ParameterCounts_AreTheLibrarys()
    {
        Matrix<float> Zeros(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns);
        long Count(int nKvHeads) =>
            new MultiHeadParameters(Zeros(768, 768), Zeros(768, 64 * nKvHeads), Zeros(768, 64 * nKvHeads),
            Zeros(768, 768), 12, nKvHeads).Count;
        Right(Check.ParameterCounts((Count(12), Count(4))));
    }

    [Fact]
    public void KeyHead_NeverAccusesTheRight() =>
        Gen.Int[0, 3].Sample(way => Right(Check.KeyHead((h, nHeads, nKvHeads) => way switch
    {
        0 => h * nKvHeads / nHeads,
        1 => (int)Math.Floor(h / ((double)nHeads / nKvHeads)),
        2 => Enumerable.Range(0, nKvHeads).SelectMany(g => Enumerable.Repeat(g, nHeads / nKvHeads)).ElementAt(h),
        _ => (h - (h % (nHeads / nKvHeads))) / (nHeads / nKvHeads),
    })), iter: Ways);

    [Fact]
    public void FourthHead_KnowsWhenItDoesTheSame()
    {
        float[] zeros = new float[6];
        float[][] Column(string name, int head) => [[.. Data.Table(name).Matrix.Column(head)]];
        Open(Check.FourthHead(null, [1, 0, 0, 0, 0, 0]));
        foreach (var (head, name) in Data.Table("cat-heads-wq").ColumnNames.Index())
            Wrong(Check.FourthHead(Column("cat-heads-wq", head)[0], Column("cat-heads-wk", head)[0]),
                $"your head does what \"{name}\" does", "more than 0% of the attention elsewhere");
        Wrong(Check.FourthHead([0, 0, 0, 0, 2, 0], [0, 0, 1.5f, 0, 0, 0]), "your head does what \"doer\" does");
        Wrong(Check.FourthHead(zeros, zeros), "your head looks nowhere in particular");
        Wrong(Check.FourthHead([1, 2], zeros), "another shape", "You gave 2 and 6 numbers");
        Wrong(Check.FourthHead([float.NaN, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]), "not a number");
        Right(Check.FourthHead([2, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0]));
        Right(Check.FourthHead([0, 0, 0, 0, 0, 3], [0, 0, 0, 0, 3, 0]));
    }

    [Fact]
    public void FourthHead_AcceptsWhoeverLooksElsewhere()
    {
        var x = Data.Table("cat-embeddings").Matrix;
        var heads = Enumerable.Range(0, 3).Select(h => Weights(Column("cat-heads-wq", h), Column("cat-heads-wk", h)))
            .ToArray();
        Matrix<float> Column(string name, int head) =>
            Product(x, Data.Table(name).Matrix.Column(head).ToColumnMatrix());
        // The largest share that one token sends elsewhere, away from the check's own limits.
        double Apart(Matrix<float> a, Matrix<float> b) => Enumerable.Range(0, 6)
            .Max(i => Sum(6, j => Math.Abs(a[i, j] - b[i, j])) / 2);
        Gen.Select(Gen.Float[-3, 3].Array[6], Gen.Float[-3, 3].Array[6]).Sample((asking, offering) =>
        {
            var yours = Weights(Product(x, Rows.Of(asking).Transpose()), Product(x, Rows.Of(offering).Transpose()));
            if (heads.Min(head => Apart(yours, head)) > .31
                && Apart(yours, Fill(6, 6, (_, _) => 1 / 6.0)) > .21) Right(Check.FourthHead(asking, offering));
        }, iter: Ways);
    }
}
