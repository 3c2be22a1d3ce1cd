namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>Several heads: split, attend, join.</summary>
internal static class MultiHeads
{
    /// <summary>The parts of all heads on their way through an exercise.</summary>
    /// <param name="Whole">The desk with all heads in one.</param>
    /// <param name="Cut">Takes head h of n from a matrix.</param>
    /// <param name="ValueWidth">The columns of a head's values, where somebody counts them wrongly.</param>
    /// <param name="Each">Each head's desk.</param>
    internal sealed record Parts(Desk Whole,
        Func<Numbers, int, int, int, Numbers> Cut, int ValueWidth, IReadOnlyList<Desk> Each);

    internal static Step<Desk, Parts> Split => new(d => Cut(d, Slice),
        new("heads are split by a reshape without a transpose",
            "Your head 0 holds the first numbers of the matrix, row by row: all columns of the first tokens, taken for "
                + "all tokens. A head is a slice of every token's columns: head 0 has the first dHead columns of all "
                + "rows.",
            d => Cut(d, (m, h, _, width) =>
                Products.Reshaped(Flat(m, h * m.RowCount * width, m.RowCount * width), m.RowCount, width))),
        new("columns are dealt out in turn", "Your head 0 has every nHeads-th column. A head is a block of neighbours: "
            + "head 0 has the first dHead columns.",
            d => Cut(d, (m, h, n, width) => Numbers.Build.Dense(m.RowCount, width, (i, c) => m[i, (c * n) + h]))),
        new("a slice starts at h, not at h · dHead",
            "Your heads overlap: head 1 starts at column 1. Head h starts where head h − 1 ends, at column h · dHead.",
            d => Cut(d, (m, h, _, width) => m.SubMatrix(0, m.RowCount, h, width))),
        new("all heads do the same", "Every head got the columns of head 0. Head h starts at column h · dHead.",
            d => Cut(d, (m, _, n, width) => Slice(m, 0, n, width))),
        new("not split: one head", "You attended once, with all columns. There is one softmax for all questions then: "
            + "give each head its own columns.",
            d => Cut(d with { NHeads = 1 }, Slice)));

    internal static Step<Parts, Parts> Values => new(Attending,
        new Form<Parts, Parts>("dHead taken for dValue", "You cut the values as wide as the queries. Values may have "
            + "another width: dValue = their columns / nHeads.",
            p => Attending(p with { ValueWidth = p.Whole.Queries.ColumnCount / p.Whole.NHeads })));

    /// <summary>A step that every head does by itself.</summary>
    internal static Step<Parts, Parts> Each(Func<Desk, Desk> right, params IReadOnlyList<Form<Desk, Desk>> wrong) =>
        new(p => All(p, right),
        [.. wrong.Select(form => new Form<Parts, Parts>(form.Mistake, p => All(p, form.Does)))]);

    internal static Step<Parts, Numbers> Join => new(p => Beside(p.Each),
        new("heads are merged without permuting back", "Your heads were laid one after the other and cut into rows "
            + "again: your first row holds the output of head 0 for the first tokens. Each token's row takes one piece "
            + "from every head: concatenate columns.",
            p => Numbers.Build.DenseOfRowMajor(p.Each[0].Output.RowCount, p.Each.Sum(h => h.Output.ColumnCount),
                p.Each.SelectMany(h => h.Output.ToRowMajorArray()))),
        new("heads are joined in another order", "Your heads stand side by side from the last to the first. Head 0 "
            + "comes first: row 0 of Wo is written for its first column.",
            p => Beside(p.Each.Reverse())),
        new("heads are joined column by column in turn", "Your result takes one column of each head in turn. A head's "
            + "columns stay together: all of head 0, then all of head 1.",
            p => Numbers.Build.Dense(p.Each[0].Output.RowCount, p.Each.Sum(h => h.Output.ColumnCount),
                (i, c) => p.Each[c % p.Each.Count].Output[i, c / p.Each.Count])),
        new("heads are added, not put side by side",
            "You added the heads' outputs. Side by side first: Wo decides how they are added up.", Added),
        new("heads are averaged, not put side by side", "You took the mean of the heads' outputs. Side by side first: "
            + "Wo decides how they are added up.", p => Added(p) / p.Each.Count),
        new("only the first head is returned", "Your result is the output of head 0. Put those of the others beside "
            + "it.", p => p.Each[0].Output),
        new("only the last head is returned", "Your result is the output of the last head: it replaced the others. Put "
            + "all side by side.", p => p.Each[^1].Output),
        new("heads are stacked as rows", "You put the heads below each other: there is a row for every token in every "
            + "head. Each token keeps one row: put columns side by side.",
            p => p.Each.Select(h => h.Output).Aggregate((a, b) => a.Stack(b))));

    private static Parts Cut(Desk d, Func<Numbers, int, int, int, Numbers> cut) =>
        new(d, cut, d.Values.ColumnCount / d.NHeads, []);

    private static Parts Attending(Parts p) => p with
    {
        Each = [.. Enumerable.Range(0, p.Whole.NHeads).Select(h => p.Whole with
        {
            Queries = Part(p, p.Whole.Queries, h), Keys = Part(p, p.Whole.Keys, h),
                Values = p.Cut(p.Whole.Values, h, p.Whole.NHeads, p.ValueWidth),
        })],
    };

    private static Numbers Part(Parts p, Numbers all, int h) =>
        p.Cut(all, h, p.Whole.NHeads, all.ColumnCount / p.Whole.NHeads);

    private static Parts All(Parts p, Func<Desk, Desk> step) => p with { Each = [.. p.Each.Select(step)] };

    private static Numbers Slice(Numbers m, int h, int n, int width) => m.SubMatrix(0, m.RowCount, h * width, width);

    private static Numbers Flat(Numbers m, int from, int count) =>
        Numbers.Build.DenseOfRowMajor(1, count, m.ToRowMajorArray().Skip(from).Take(count));

    private static Numbers Beside(IEnumerable<Desk> heads) => heads.Select(h => h.Output)
        .Aggregate((a, b) => a.Append(b));

    private static Numbers Added(Parts p) => p.Each.Select(h => h.Output).Aggregate((a, b) => a + b);
}
