using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 05.</remarks>
public static partial class Check
{
    /// <summary>Exercise: split queries, keys and values into heads, attend in each, and put the outputs side by side.</summary>
    /// <param name="heads">Takes queries, keys and values [6 × nHeads·dHead] and nHeads, gives [6 × nHeads·dHead]; null while unfilled.</param>
    public static Verdict Heads(Func<Matrix<float>, Matrix<float>, Matrix<float>, int, Matrix<float>?> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        var (tokens, _, cat) = Data.Table("cat-embeddings");
        var (_, carried, wv) = Data.Table("cat-wv");
        var journey = Data.Table("journey-embeddings").Matrix;
        Matrix<float> Four(string first, string second) => MultiHead.Concat([journey * Data.Table(first).Matrix, journey * Data.Table(second).Matrix]);
        return Trial.Judge(
            "several heads",
            "Fill in Heads: give each head its columns of q, k and v, call Attention.Apply once a head, and put the outputs side by side.",
            "Each head has its own columns and its own softmax, and every row still belongs to one token.",
            joined => Heatmap.Values(joined, tokens, carried, "what the heads bring, by your code"),
            HeadsTrial(heads, cat * Data.Table("cat-heads-wq").Matrix, cat * Data.Table("cat-heads-wk").Matrix, cat * wv, nHeads: 3),
            HeadsTrial(heads, Four("journey-wq", "journey-wk"), Four("journey-wk", "journey-wv"), Four("journey-wv", "journey-wq") * 3, nHeads: 2));
    }

    private static Trial HeadsTrial(Func<Matrix<float>, Matrix<float>, Matrix<float>, int, Matrix<float>?> heads, Matrix<float> q, Matrix<float> k, Matrix<float> v, int nHeads)
    {
        var dHead = q.ColumnCount / nHeads;
        Matrix<float>[] Outputs(Func<Matrix<float>, Matrix<float>[]> split, float? scale = null) =>
            [.. split(q).Zip(split(k), split(v)).Select(head => Attention.Apply(head.First, head.Second, head.Third, scale: scale))];
        Matrix<float>[] Sliced(Matrix<float> all) => [.. MultiHead.Split(all, nHeads)];
        Matrix<float>[] Reshaped(Matrix<float> all) => [.. Enumerable.Range(0, nHeads).Select(h => RowMajor(all.RowCount, dHead, all.ToRowMajorArray().Skip(h * all.RowCount * dHead)))];
        Matrix<float>[] Dealt(Matrix<float> all) => [.. Enumerable.Range(0, nHeads).Select(h => Columns(all, Enumerable.Range(0, dHead).Select(d => (d * nHeads) + h)))];
        Matrix<float>[] First(Matrix<float> all) => [.. Enumerable.Repeat(MultiHead.Split(all, nHeads)[0], nHeads)];
        Matrix<float> Stacked(Matrix<float>[] parts) => RowMajor(q.RowCount, q.ColumnCount, parts.SelectMany(part => part.ToRowMajorArray()));
        var right = Outputs(Sliced);
        const string Split = "heads are split by a reshape without a transpose";
        string TokensMixed(Matrix<float> _) =>
            $"Your head 0 holds the first {q.RowCount * dHead} of the {q.RowCount * q.ColumnCount} numbers, row by row: all columns of the first {q.RowCount / nHeads} tokens, taken for {q.RowCount} tokens. A head is a slice of every token's columns: head 0 has the first {(dHead == 1 ? "column" : $"{dHead} columns")} of all rows.";
        return new Trial(() => heads(q.Clone(), k.Clone(), v.Clone(), nHeads), MultiHead.Concat(right),
            new Mistake(Split, Stacked(Outputs(Reshaped)), TokensMixed),
            new Mistake(Split, MultiHead.Concat(Outputs(Reshaped)), TokensMixed),
            new Mistake("heads are merged without permuting back", Stacked(right),
                yours => $"Your heads are right, but they were laid one after the other and cut into rows again: your first row, {Numbers(yours.Row(0))}, holds the output of head 0 for the first tokens. Each token's row takes one piece from every head: concatenate columns."),
            new Mistake("not split: one head", Attention.Apply(q, k, v),
                "You attended once, with all columns. There is one softmax for all questions then: give each head its own columns."),
            new Mistake("all heads do the same", MultiHead.Concat(Outputs(First)),
                yours => $"Columns 0 and {dHead} of your result are equal: every head got the columns of head 0. Head h starts at column h · dHead."),
            new Mistake("heads are joined in another order", MultiHead.Concat([.. right.Reverse()]),
                "Your heads are right, and stand side by side from the last to the first. Head 0 comes first: row 0 of Wo is written for its first column."),
            new Mistake("columns are dealt out in turn", MultiHead.Concat(Outputs(Dealt)),
                $"Your head 0 has the columns 0, {nHeads}, … A head is a block of neighbours: head 0 has the columns 0 … {dHead - 1}."),
            new Mistake("heads are added, not put side by side", right.Aggregate((a, b) => a + b),
                "You added the heads' outputs. Side by side first: Wo decides how they are added up."),
            new Mistake("heads are stacked as rows", right.Aggregate((a, b) => a.Stack(b)),
                "You put the heads below each other: there is a row for every token in every head. Each token keeps one row: put columns side by side."),
            new Mistake("divided by √dModel, not by √dHead", MultiHead.Concat(Outputs(Sliced, 1 / MathF.Sqrt(q.ColumnCount))),
                $"You divided by √{q.ColumnCount}, the width of all heads. A head's dot product runs over dHead = {dHead} numbers."),
            new Mistake("no scaling", MultiHead.Concat(Outputs(Sliced, 1)), $"Your scores are not divided by √dHead = √{dHead}."),
            new Mistake("queries and keys are swapped", MultiHead.Concat([.. Sliced(k).Zip(Sliced(q), Sliced(v)).Select(head => Attention.Apply(head.First, head.Second, head.Third))]),
                "Your keys ask and your queries answer. Rows ask: queries come first."))
        { Departs = yours => FirstStep.OfOutput(yours, v) };
    }

    /// <summary>Exercise: the output of a layer from its joined heads, with a stored Wo and its bias.</summary>
    /// <param name="join">Takes concat [6 × dIn], Wo as (dOut × dIn) and the bias [dOut], gives [6 × dOut]; null while unfilled.</param>
    public static Verdict Join(Func<Matrix<float>, Matrix<float>, Vector<float>, Matrix<float>?> join)
    {
        ArgumentNullException.ThrowIfNull(join);
        var (words, _, x) = Data.Table("journey-embeddings");
        Matrix<float> Stored(string name) => Data.Table($"journey-heads-{name}").Matrix;
        var (wo, bias) = (Stored("wo"), Stored("bo").Row(0));
        var concat = MultiHead.Steps(x, MultiHeadParameters.FromLinear(Stored("wq"), Stored("wk"), Stored("wv"), wo, nHeads: 2), Mask.Causal(6)).Concatenated;
        var wide = Matrix<float>.Build.Dense(3, 2, (i, j) => i - j);
        var wideBias = Vector<float>.Build.Dense([.5f, 0, -.5f]);
        return Trial.Judge(
            "Wo and its bias",
            "Fill in Join: turn the stored Wo round, multiply concat by it, and add the bias to every row.",
            "These are the published outputs: the last row is 0.2575, 0.4028.",
            output => Heatmap.Values(output, words, title: "output of the published layer, by your code"),
            new Trial(() => join(concat.Clone(), wo.Clone(), bias.Clone()), Projection.Apply(concat, wo.Transpose(), bias),
                new Mistake("Linear weights, stored (dOut × dIn), are used as (dIn × dOut)", Projection.Apply(concat, wo, bias),
                    yours => $"Your first row is {Numbers(yours.Row(0))}; printed is 0.32, 0.49. This Wo is square, so nothing complains: transpose it all the same."),
                new Mistake("the bias is missing", concat * wo.Transpose(), "Your rows are concat · Wo, and nothing more. The bias is added to each of them."),
                new Mistake("the bias is missing, and Wo not transposed", concat * wo, "Wo is stored as (dOut × dIn): transpose it. Then add the bias to every row."),
                new Mistake("the bias is added before Wo", Projection.Apply(concat, Matrix<float>.Build.DenseIdentity(2), bias) * wo.Transpose(),
                    "You added the bias to concat, and Wo has mixed it. It has one number for each output column: add it last.")),
            new Trial(() => join(concat.Clone(), wide.Clone(), wideBias.Clone()), Projection.Apply(concat, wide.Transpose(), wideBias),
                new Mistake("Linear weights, stored (dOut × dIn), are used as (dIn × dOut)", Projection.Apply(concat, RowMajor(2, 3, wide.ToRowMajorArray()), wideBias),
                    "You reshaped Wo. The shape fits, but the numbers have changed places: transpose instead.")));
    }

    /// <summary>Exercise: the parameters of a layer with dModel 768 and 12 heads of 64.</summary>
    /// <param name="counts">With 12 key and value heads, and with 4; null while unfilled.</param>
    public static Verdict ParameterCounts((long Own, long Grouped)? counts)
    {
        const int DModel = 768, NHeads = 12, DHead = 64;
        long Count(int nKvHeads, int outputs = 1) => (long)DModel * DHead * (NHeads + (2 * nKvHeads) + (outputs * NHeads));
        Matrix<float> Row(long own, long grouped) => Rows.Of([own, grouped]);
        return Trial.Judge(
            "how many parameters",
            "Give two numbers: all entries of Wq, Wk, Wv and Wo with 12 key and value heads, and with 4.",
            "4 · dModel² with heads of their own, whatever their number; sharing shrinks Wk and Wv only.",
            row => Heatmap.Values(row / 1e6f, ["millions"], ["12 key heads", "4 key heads"], "parameters of the layer"),
            new Trial(() => counts is { } given ? Row(given.Own, given.Grouped) : null, Row(Count(NHeads), Count(4)),
                new Mistake("every head counted at full width", Row(NHeads * Count(NHeads), NHeads * Count(NHeads)), FullWidth()),
                new Mistake("every head counted at full width", Row(NHeads * Count(NHeads), ((2 * NHeads) + (2 * 4)) * (long)DModel * DModel), FullWidth()),
                new Mistake("Wo is missing", Row(Count(NHeads, 0), Count(4, 0)), "You counted Wq, Wk and Wv. Wo is a 768×768 matrix too."),
                new Mistake("sharing changes nothing", Row(Count(NHeads), Count(NHeads)), "With 4 key and value heads, Wk and Wv have only 4 · 64 = 256 columns each."),
                new Mistake("sharing shrinks all four", Row(Count(NHeads), Count(NHeads) / 3), "Only Wk and Wv shrink to a third. There are still 12 query heads, hence 12 · 64 columns of Wq and rows of Wo."),
                new Mistake("sharing shrinks one of two", Row(Count(NHeads), (3L * DModel * DModel) + (DModel * 4 * DHead)), "Keys and values are shared: both Wk and Wv have 256 columns."),
                new Mistake("one head only", Row(4 * DModel * DHead, 4 * DModel * DHead), "You counted one head of 64. There are 12 of them, side by side."))
            { Where = (_, i) => i == 0 ? "With 12 key and value heads" : "With 4 key and value heads", Departs = _ => "Count rows times columns of each matrix." });
    }

    private static string FullWidth() => "You gave each head matrices of 768×768. A head has a slice of 64 columns: all 12 together fill one 768×768 matrix.";

    /// <summary>Exercise: which key and value head a query head reads, in grouped attention.</summary>
    /// <param name="keyHead">Takes the query head, nHeads and nKvHeads, gives the key head; null while unfilled.</param>
    public static Verdict KeyHead(Func<int, int, int, int?> keyHead)
    {
        ArgumentNullException.ThrowIfNull(keyHead);
        return Trial.Judge(
            "who shares with whom",
            "Fill in KeyHead: nHeads / nKvHeads neighbours share one key head.",
            "Each key head serves nHeads / nKvHeads query heads in a row.",
            read => Heatmap.Values(read, ["reads key head"], [.. Enumerable.Range(0, 8).Select(h => $"query head {h}")], "8 query heads over 2 key heads"),
            KeyHeadTrial(keyHead, 8, 2), KeyHeadTrial(keyHead, 6, 3), KeyHeadTrial(keyHead, 4, 4), KeyHeadTrial(keyHead, 12, 1));
    }

    private static Trial KeyHeadTrial(Func<int, int, int, int?> keyHead, int nHeads, int nKvHeads)
    {
        Matrix<float> Row(Func<int, int> read) => Matrix<float>.Build.Dense(1, nHeads, (_, h) => read(h));
        Matrix<float>? Yours()
        {
            int?[] read = [.. Enumerable.Range(0, nHeads).Select(h => keyHead(h, nHeads, nKvHeads))];
            return read.Any(head => head is null) ? null : Row(h => read[h]!.Value);
        }
        return new Trial(Yours, Row(h => h / (nHeads / nKvHeads)),
            new Mistake("key heads are dealt out in turn", Row(h => h % nKvHeads), yours =>
                $"With {nHeads} query and {nKvHeads} key heads, yours read {string.Join(", ", yours.Row(0))}: key heads dealt out like cards. Neighbours share: h falls into a group of nHeads / nKvHeads = {nHeads / nKvHeads}."),
            new Mistake("divided by the number of groups", Row(h => h / nKvHeads), yours =>
                $"With {nHeads} query and {nKvHeads} key heads, yours read {string.Join(", ", yours.Row(0))}, and there are only key heads 0 … {nKvHeads - 1}. Divide by the size of a group, nHeads / nKvHeads = {nHeads / nKvHeads}."),
            new Mistake("nothing is shared", Row(h => h), "Each of your query heads reads a key head of its own number. There are fewer key heads than query heads."),
            new Mistake("all read key head 0", Row(_ => 0), $"That is multi-query, with one key head. Here there are {nKvHeads}."),
            new Mistake("counted from 1", Row(h => (h / (nHeads / nKvHeads)) + 1), "Your first group reads key head 1. Heads are counted from 0."))
        { Where = (_, h) => $"Query head {h} of {nHeads}, over {nKvHeads} key heads", Departs = _ => $"{nHeads / nKvHeads} neighbours share one." };
    }

    /// <summary>Exercise: a head of size 1 whose pattern none of the lesson's three heads has.</summary>
    /// <param name="asking">A column of Wq, one number a feature; null while unfilled.</param>
    /// <param name="offering">A column of Wk, one number a feature; null while unfilled.</param>
    public static Verdict FourthHead(float[]? asking, float[]? offering) => Progress.Note("a head of your own", JudgeFourthHead(asking, offering));

    private static Verdict JudgeFourthHead(float[]? asking, float[]? offering)
    {
        var (tokens, features, x) = Data.Table("cat-embeddings");
        if (asking is null || offering is null) return new Verdict(Outcome.Open, "your turn", $"Give six numbers to ask with and six to offer, for {string.Join(", ", features)}.");
        if (asking.Length != features.Count || offering.Length != features.Count)
            return new Verdict(Outcome.Wrong, "another shape", $"You gave {asking.Length} and {offering.Length} numbers; it must be {features.Count} each, one a feature: {string.Join(", ", features)}.");
        Matrix<float> Weights(Vector<float> wq, Vector<float> wk) => Softmax.Rows(Attention.Scores((x * wq).ToColumnMatrix(), (x * wk).ToColumnMatrix()));
        var yours = Weights(Vector<float>.Build.Dense([.. asking]), Vector<float>.Build.Dense([.. offering]));
        if (yours.Exists(float.IsNaN)) return new Verdict(Outcome.Wrong, "not a number", "Your weights hold NaN: every number must be finite.");
        var figure = Heatmap.Weights(yours, tokens, title: "your head");
        var even = Matrix<float>.Build.Dense(tokens.Count, tokens.Count, 1f / tokens.Count);
        if (Largest(yours, even) < .2)
            return new Verdict(Outcome.Wrong, "your head looks nowhere in particular", "Every row is nearly even, 1/6 for each token. Raise the numbers: some feature must ask, and some must offer.", figure);
        var (_, names, wq) = Data.Table("cat-heads-wq");
        var wk = Data.Table("cat-heads-wk").Matrix;
        var (name, apart) = names.Select((name, h) => (name, Largest(yours, Weights(wq.Column(h), wk.Column(h))))).MinBy(head => head.Item2);
        return apart < .3
            ? new Verdict(Outcome.Wrong, $"your head does what \"{name}\" does", FormattableString.Invariant($"There is no token for which it moves more than {apart:0%} of the attention elsewhere. Ask with another feature, or offer another."), figure)
            : new Verdict(Outcome.Right, "right", FormattableString.Invariant($"Nearest to it is \"{name}\", and for one token they still send {apart:0%} of the attention elsewhere. Now say in a word what your head asks: that is how people name heads, after the fact."), figure);
    }

    /// <summary>The share of attention that goes elsewhere, for the token for which most does: 0 is the same pattern, 1 nothing in common.</summary>
    private static double Largest(Matrix<float> a, Matrix<float> b) => (a - b).PointwiseAbs().RowSums().Max() / 2;

    private static Matrix<float> RowMajor(int rows, int columns, IEnumerable<float> numbers) =>
        Matrix<float>.Build.DenseOfRowMajor(rows, columns, numbers.Take(rows * columns));

    private static Matrix<float> Columns(Matrix<float> all, IEnumerable<int> columns) => Matrix<float>.Build.DenseOfColumnVectors(columns.Select(all.Column));
}
