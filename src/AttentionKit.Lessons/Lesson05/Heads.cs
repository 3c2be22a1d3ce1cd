namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: split queries, keys and values into heads, attend in each, and put the outputs side by
    /// side.</summary>
    /// <param name="heads">Takes queries and keys [nTokens × nHeads·dHead], values [nTokens × nHeads·dValue] and
    /// nHeads, gives [nTokens × nHeads·dValue]; null while unfilled.</param>
    public static Verdict Heads(Func<Matrix<float>, Matrix<float>, Matrix<float>, int, Matrix<float>?> heads) =>
        Splitting.Judge(heads, (answer, d, lent) =>
            answer(lent.Copy(d.Queries), lent.Copy(d.Keys), lent.Copy(d.Values), d.NHeads));

    private static Exercise<Desk> Splitting => new Exercise<Desk>(
        "several heads",
        "Fill in Heads: from Q, K and V of all heads to their outputs, side by side.",
        "Give each head its columns of q, k and v, from h · width on; call Attention.Apply once a head; and put the "
            + "outputs side by side, head 0 first.",
        "Each head has its own columns and its own softmax, and every row still belongs to one token.",
        new Desk
        {
            Queries = Drawn.Table("cat-embeddings") * Drawn.Table("cat-heads-wq"),
            Keys = Drawn.Table("cat-embeddings") * Drawn.Table("cat-heads-wk"),
            Values = Drawn.Table("cat-embeddings") * Drawn.Table("cat-wv"),
            NHeads = 3,
        },
        Pipeline<Desk, MultiHeads.Parts>.Of(MultiHeads.Split).Then(MultiHeads.Values)
            .Then(MultiHeads.Each(d => d with { Scores = d.Queries * d.Keys.Transpose() },
                new Form<Desk, Desk>("queries and keys are swapped", "Your keys ask and your queries answer. Rows ask: "
                    + "queries come first.", d => d with { Scores = d.Keys * d.Queries.Transpose() })))
            .Then(new Step<MultiHeads.Parts, MultiHeads.Parts>(p => Scale(p, d => d.Queries.ColumnCount),
                new("no scaling", "Your scores are not divided by √dHead.", p => p),
                new("divided by d, not by √d",
                    "You divided by dHead in all; to divide by √dHead twice is that, too. The standard deviation of a "
                        + "score grows with the root: divide by √dHead.",
                    p => Scale(p, d => Math.Pow(d.Queries.ColumnCount, 2))),
                new("divided by √dModel, not by √dHead", "You divided by the root of all heads' width. A head's dot "
                    + "product runs over its own dHead numbers.", p => Scale(p, _ => p.Whole.Queries.ColumnCount))))
            .Then(MultiHeads.Each(d => d, Softmaxes.Wrong))
            .Then(MultiHeads.Each(Mixing.Mix, [.. Mixing.Wrong]))
            .Then(MultiHeads.Join))
    {
        Draw = (random, n) =>
        {
            var (nTokens, nHeads) = (random.Next(5, 7), random.Next(2, 4));
            var dHead = random.Next(2, 4);
            var dValue = n % 2 == 0 ? dHead : random.Next(2, 5);
            var (queries, keys) = (Drawn.Matrix(random, nTokens, nHeads * dHead, 2),
                Drawn.Matrix(random, nTokens, nHeads * dHead, 2));
            if (n % 4 == 2) (queries, keys) = Adversarial.Louder(queries, keys, nHeads, n % 8 == 2 ? 1 : -1);
            return new Desk
            {
                Queries = queries,
                Keys = keys,
                Values = Drawn.Matrix(random, nTokens, nHeads * dValue, n % 4 == 2 ? 1 : 2),
                NHeads = nHeads,
            };
        },
        Shown = d => $"{Shown.Matrix("q", d.Queries)}, {Shown.Matrix("k", d.Keys)}, {Shown.Matrix("v", d.Values)}, "
            + $"nHeads = {d.NHeads}",
        Fact = (yours, _, d) => Facts.OfOutput(yours, d.Values),
        Figure = joined =>
            Heatmap.Values(joined, Data.Table("cat-embeddings").RowNames, Data.Table("cat-wv").ColumnNames,
            "what the heads bring, by your code"),
    }
    .Uses("q", (d, random) => d with { Queries = Drawn.Like(d.Queries, random) })
    .Uses("k", (d, random) => d with { Keys = Drawn.Like(d.Keys, random) })
    .Uses("v", (d, random) => d with { Values = Drawn.Like(d.Values, random) });

    private static MultiHeads.Parts Scale(MultiHeads.Parts parts, Func<Desk, double> squared) =>
        parts with { Each = [.. parts.Each.Select(d => Scoring.Divided(d, Math.Sqrt(squared(d))))] };
}
