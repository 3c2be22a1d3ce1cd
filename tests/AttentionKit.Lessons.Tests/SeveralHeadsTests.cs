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

    private static Verdict Judge(Part split, Whole merge, Func<int, int, double>? divisor = null, bool swapped = false) => Check.Heads((q, k, v, nHeads) =>
    {
        var d = divisor?.Invoke(q.ColumnCount, nHeads);
        var (asking, answering) = swapped ? (k, q) : (q, k);
        return merge([.. Enumerable.Range(0, nHeads).Select(h => Attend(split(asking, h, nHeads), split(answering, h, nHeads), split(v, h, nHeads), d))]);
    });

    [Fact]
    public void Heads_KnowsItsMistakes()
    {
        const string Mixed = "heads are split by a reshape without a transpose";
        Open(Check.Heads((_, _, _, _) => null));
        Right(Judge(Slice, Concat));
        Wrong(Judge(View, Concat), Mixed, "the first 6 of the 18 numbers", "the first 2 tokens");
        Wrong(Judge(View, ViewBack), Mixed, "A head is a slice of every token's columns");
        Wrong(Judge(Slice, ViewBack), "heads are merged without permuting back", "your first row, 0.25, 0.16, 0.66");
        Wrong(Check.Heads((q, k, v, _) => Attend(q, k, v)), "not split: one head");
        Wrong(Judge((all, _, nHeads) => Slice(all, 0, nHeads), Concat), "all heads do the same", "Columns 0 and 1");
        Wrong(Judge((all, head, nHeads) => Fill(6, all.ColumnCount / nHeads, (i, d) => all[i, (d * nHeads) + head]), Concat), "columns are dealt out in turn", "0 … 1");
        Wrong(Judge(Slice, parts => Concat([.. parts.Reverse()])), "heads are joined in another order", "Head 0 comes first");
        Wrong(Judge(Slice, parts => parts.Aggregate((a, b) => a + b)), "heads are added, not put side by side");
        Wrong(Judge(Slice, parts => parts.Aggregate((a, b) => a.Stack(b))), "heads are stacked as rows");
        Wrong(Judge(Slice, Concat, (width, _) => Math.Sqrt(width)), "divided by √dModel, not by √dHead", "√3");
        Wrong(Judge(Slice, Concat, (_, _) => 1), "no scaling", "√2");
        Wrong(Judge(Slice, Concat, swapped: true), "queries and keys are swapped");
        Wrong(Check.Heads((q, _, _, _) => q * 2), "not yet", "[0, 0]");
        Wrong(Check.Heads((q, _, _, _) => q.Transpose()), "another shape", "Your result is 3×6; it must be 6×3. Rows and columns have changed places.");
        Wrong(Check.Heads((q, _, _, _) => q.SubMatrix(0, 6, 5, 3)), "your code stopped before it had a result", "not there");
    }

    [Fact]
    public void Heads_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Float[0, 1]).Sample((seed, inDouble, share) => Right(Check.Heads((q, k, v, nHeads) =>
    {
        var parts = new Matrix<float>[nHeads];
        foreach (var h in Shuffled(nHeads, seed)) parts[h] = AttendInOrder(Slice(q, h, nHeads), Slice(k, h, nHeads), Slice(v, h, nHeads), seed, inDouble, share);
        return Concat(parts);
    })), iter: Ways);

    private static Matrix<float> PlusBias(Matrix<float> all, Vector<float> bias) => Fill(all.RowCount, all.ColumnCount, (i, j) => all[i, j] + bias[j]);

    [Fact]
    public void Join_KnowsItsMistakes()
    {
        const string Stored = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)";
        Open(Check.Join((_, _, _) => null));
        Right(Check.Join((c, wo, b) => PlusBias(Product(c, wo.Transpose()), b)));
        Wrong(Check.Join((c, wo, b) => PlusBias(Product(c, wo), b)), Stored, "square");
        Wrong(Check.Join((c, wo, b) => PlusBias(Product(c, wo.RowCount == 2 ? wo.Transpose() : Matrix<float>.Build.DenseOfRowMajor(2, 3, wo.ToRowMajorArray())), b)), Stored, "reshaped");
        Wrong(Check.Join((c, wo, _) => Product(c, wo.Transpose())), "the bias is missing");
        Wrong(Check.Join((c, wo, _) => c * wo), "the bias is missing, and Wo not transposed");
        Wrong(Check.Join((c, wo, b) => Product(PlusBias(c, b), wo.Transpose())), "the bias is added before Wo", "each output column");
        Wrong(Check.Join((_, wo, _) => wo), "another shape", "Your result is 2×2; it must be 6×2.");
        Wrong(Check.Join((c, _, _) => c), "not yet", "[0, 0]");
        Wrong(Check.Join((c, wo, b) => c * wo.Stack(wo)), "your code stopped before it had a result");
    }

    [Fact]
    public void Join_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool).Sample((seed, inDouble) =>
        Right(Check.Join((c, wo, b) => PlusBias(ProductInOrder(c, wo.Transpose(), seed, inDouble), b))), iter: Ways);

    [Fact]
    public void ParameterCounts_KnowsItsMistakes()
    {
        const long Square = 768 * 768;
        Open(Check.ParameterCounts(null));
        Right(Check.ParameterCounts((2359296, 1572864)));
        Wrong(Check.ParameterCounts((12 * 4 * Square, 12 * 4 * Square)), "every head counted at full width", "64 columns");
        Wrong(Check.ParameterCounts((12 * 4 * Square, (12 + 4 + 4 + 12) * Square)), "every head counted at full width");
        Wrong(Check.ParameterCounts((3 * Square, (768 * 768) + (2 * 768 * 256))), "Wo is missing");
        Wrong(Check.ParameterCounts((4 * Square, 4 * Square)), "sharing changes nothing", "256 columns");
        Wrong(Check.ParameterCounts((4 * Square, 4 * 768 * 256)), "sharing shrinks all four");
        Wrong(Check.ParameterCounts((4 * Square, (3 * Square) + (768 * 256))), "sharing shrinks one of two");
        Wrong(Check.ParameterCounts((4 * 768 * 64, 4 * 768 * 64)), "one head only");
        Wrong(Check.ParameterCounts((1, 2)), "not yet", "With 12 key and value heads: yours is 1");
    }

    [Fact]
    public void ParameterCounts_AreTheLibrarys()
    {
        Matrix<float> Zeros(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns);
        long Count(int nKvHeads) => new MultiHeadParameters(Zeros(768, 768), Zeros(768, 64 * nKvHeads), Zeros(768, 64 * nKvHeads), Zeros(768, 768), 12, nKvHeads).Count;
        Right(Check.ParameterCounts((Count(12), Count(4))));
    }

    [Fact]
    public void KeyHead_KnowsItsMistakes()
    {
        Open(Check.KeyHead((_, _, _) => null));
        Right(Check.KeyHead((h, nHeads, nKvHeads) => h / (nHeads / nKvHeads)));
        Wrong(Check.KeyHead((h, _, nKvHeads) => h % nKvHeads), "key heads are dealt out in turn", "0, 1, 0, 1, 0, 1, 0, 1");
        Wrong(Check.KeyHead((h, _, nKvHeads) => h / nKvHeads), "divided by the number of groups", "0, 0, 1, 1, 2, 2, 3, 3", "= 4");
        Wrong(Check.KeyHead((h, _, _) => h), "nothing is shared");
        Wrong(Check.KeyHead((_, _, _) => 0), "all read key head 0");
        Wrong(Check.KeyHead((h, nHeads, nKvHeads) => 1 + (h / (nHeads / nKvHeads))), "counted from 1");
        Wrong(Check.KeyHead((h, _, _) => 7 - h), "not yet");
        Wrong(Check.KeyHead((h, _, nKvHeads) => h / (nKvHeads / 8)), "your code stopped before it had a result", "DivideByZeroException");
    }

    [Fact]
    public void KeyHead_NeverAccusesTheRight() => Gen.Int[0, 3].Sample(way => Right(Check.KeyHead((h, nHeads, nKvHeads) => way switch
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
            Wrong(Check.FourthHead(Column("cat-heads-wq", head)[0], Column("cat-heads-wk", head)[0]), $"your head does what \"{name}\" does", "more than 0% of the attention elsewhere");
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
        var heads = Enumerable.Range(0, 3).Select(h => Weights(Column("cat-heads-wq", h), Column("cat-heads-wk", h))).ToArray();
        Matrix<float> Column(string name, int head) => Product(x, Data.Table(name).Matrix.Column(head).ToColumnMatrix());
        // The largest share that one token sends elsewhere, away from the check's own limits.
        double Apart(Matrix<float> a, Matrix<float> b) => Enumerable.Range(0, 6).Max(i => Sum(6, j => Math.Abs(a[i, j] - b[i, j])) / 2);
        Gen.Select(Gen.Float[-3, 3].Array[6], Gen.Float[-3, 3].Array[6]).Sample((asking, offering) =>
        {
            var yours = Weights(Product(x, Rows.Of(asking).Transpose()), Product(x, Rows.Of(offering).Transpose()));
            if (heads.Min(head => Apart(yours, head)) > .31 && Apart(yours, Fill(6, 6, (_, _) => 1 / 6.0)) > .21) Right(Check.FourthHead(asking, offering));
        }, iter: Ways);
    }
}
