namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the queries from a Wq that a Linear layer stored as (dOut × dIn).</summary>
    /// <param name="queries">Takes x [nTokens × dIn] and the stored Wq [dOut × dIn], gives [nTokens × dOut]; null while
    /// unfilled.</param>
    public static Verdict LinearQueries(Func<Matrix<float>, Matrix<float>, Matrix<float>?> queries) =>
        ProjectingLinear.Judge(queries, (answer, d, lent) => answer(lent.Copy(d.X), lent.Copy(d.Wq)));

    private static Exercise<Desk> ProjectingLinear => new Exercise<Desk>(
        "queries from a Linear layer",
        "Fill in Queries: x, projected by a Wq that is stored one row an output.",
        "Turn the stored Wq round first, so that entry [i, j] goes to [j, i]; then multiply x by it.",
        "A Linear layer computes x · Wᵀ: transpose once, when the weights are loaded.",
        new Desk { X = Drawn.Table("journey-embeddings"), Wq = Drawn.Table("journey-linear-wq") },
        Pipeline<Desk, Desk>.Of(Products.Stored<Desk>(d => d.Wq, (d, wq) => d with { Wq = wq }))
            .Then(d => (d.X, d.Wq)).Then(Products.Sum).Then(Products.Filled))
    {
        Draw = (random, n) =>
        {
            var dIn = random.Next(2, 5);
            return new Desk
            {
                X = Drawn.Matrix(random, random.Next(2, 6), dIn),
                Wq = Drawn.Matrix(random, n % 3 == 0 ? random.Next(2, 6) : dIn, dIn)
            };
        },
        Shown = d => $"{Shown.Matrix("x", d.X)}, {Shown.Matrix("stored", d.Wq)}",
        Figure = result =>
            Heatmap.Values(result, Data.Table("journey-embeddings").RowNames,
            Data.Table("journey-linear-wq").RowNames, "queries from a Linear layer's weights"),
    }
    .Uses("x", (d, random) => d with { X = Drawn.Like(d.X, random) })
    .Uses("stored", (d, random) => d with { Wq = Drawn.Like(d.Wq, random) });
}
