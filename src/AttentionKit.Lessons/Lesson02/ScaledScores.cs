namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: from embeddings to scaled scores, (x·wq)·(x·wk)ᵀ / √dHead.</summary>
    /// <param name="scaledScores">Takes x [nTokens × dModel], wq and wk [dModel × dHead], gives [nTokens × nTokens];
    /// null while unfilled.</param>
    public static Verdict ScaledScores(
        Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> scaledScores) =>
        Scaling.Judge(scaledScores, (answer, d, lent) => answer(lent.Copy(d.X), lent.Copy(d.Wq), lent.Copy(d.Wk)));

    private static Exercise<Desk> Scaling => new Exercise<Desk>(
        "scaled scores",
        "Fill in ScaledScores: from embeddings to scaled scores, for a head of any size.",
        "Project x to queries and to keys, score every query against every key, and divide by √dHead.",
        "The scale follows the head: it would stay right for a head of any size.",
        new Desk
        {
            X = Drawn.Table("journey-embeddings"),
            Wq = Drawn.Table("journey-wq"),
            Wk = Drawn.Table("journey-wk")
        },
        Pipeline<Desk, Desk>.Of(Projected)
            .Then(Scoring.Matched)
            .Then(new Step<Desk, Desk>(d => Scoring.Divided(d, Math.Sqrt(d.Queries.ColumnCount)),
            [
                .. Scoring.Divisors(d => d.Queries.ColumnCount, "dHead"),
                new("divided by √dModel, not by √dHead", "You divided by the root of an embedding's size. But the dot "
                    + "product runs over the dHead numbers of a query: divide by √dHead.",
                    d => Scoring.Divided(d, Math.Sqrt(d.X.ColumnCount))),
                new("divided by √nTokens, not by √dHead", "You divided by the root of the number of tokens. But the "
                    + "dot product runs over the dHead numbers of a query, whatever the length of the sentence.",
                    d => Scoring.Divided(d, Math.Sqrt(d.X.RowCount))),
            ]))
            .Then(new Step<Desk, Numbers>(d => d.Scores,
                new Form<Desk, Numbers>("weights, not scores", "Your rows sum to 1: you took the softmax already. Here "
                    + "the scores before it are asked for.", d => Softmaxes.Of(d.Scores)))))
    {
        Draw = (random, n) =>
        {
            int[] sizes = [4, 3, 5, 2, 6, 7];
            var (dModel, dHead) = (random.Next(3, 6), sizes[n % sizes.Length]);
            if (n % 4 == 0) dHead = dModel;
            return new Desk
            {
                X = Drawn.Matrix(random, 7 + (n % 3), dModel, n % 8 == 5 ? Loud : 1),
                Wq = Drawn.Matrix(random, dModel, dHead),
                Wk = Drawn.Matrix(random, dModel, dHead)
            };
        },
        Shown = d => $"{Shown.Matrix("x", d.X)}, {Shown.Matrix("wq", d.Wq)}, {Shown.Matrix("wk", d.Wk)}",
        Fact = (yours, right, _) => Facts.OfScores(yours, right),
        Figure = result =>
            Heatmap.Scores(result, Data.Table("journey-embeddings").RowNames, title: "scaled scores, by your code"),
    }
    .Uses("x", (d, random) => d with { X = Drawn.Like(d.X, random) })
    .Uses("wq", (d, random) => d with { Wq = Drawn.Like(d.Wq, random) })
    .Uses("wk", (d, random) => d with { Wk = Drawn.Like(d.Wk, random) });

    private static Step<Desk, Desk> Projected => new(d => d with { Queries = d.X * d.Wq, Keys = d.X * d.Wk },
        new(Compared, ProjectFirst, d => d with { Queries = d.X, Keys = d.X }),
        new(Compared, ProjectFirst,
            d => d with
            {
                Queries = d.X * Math.Sqrt(Math.Sqrt(d.X.ColumnCount)),
                Keys = d.X * Math.Sqrt(Math.Sqrt(d.X.ColumnCount))
            }));

    private const string Compared = "the embeddings are compared, not projected";
    private const string ProjectFirst = "You compared rows of x. Project with wq and wk first, so that asking and "
        + "offering can differ.";
}
