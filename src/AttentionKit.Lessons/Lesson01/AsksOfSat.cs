namespace AttentionKit.Lessons;

public static partial class Check
{
    private const int Sat = 2;

    /// <summary>Exercise: the dot product of the query of "sat" with the key of every token.</summary>
    /// <param name="scores">Six numbers, one a token, with two decimals at least; null while unfilled.</param>
    public static Verdict AsksOfSat(float[]? scores) =>
        AskingOfSat.Judge((_, _) => Given.Row(scores));

    private static Exercise<Desk> AskingOfSat => new(
        "what \"sat\" asks",
        "Give six numbers: how well each key fits the query of \"sat\".",
        "Take the dot product of row 2 of Q (the query of \"sat\") with each row of K, in the order of the tokens.",
        "\"sat\" asks for a doer and a place, and \"cat\" offers the best match.",
        new Desk { X = Drawn.Table("cat-embeddings"), Wq = Drawn.Table("cat-wq"), Wk = Drawn.Table("cat-wk") },
        Pipeline<Desk, Desk>.Of(new(d => d with { Queries = d.X * d.Wq, Keys = d.X * d.Wk },
            new Form<Desk, Desk>("the embeddings are compared, not projected",
                "You compared rows of X. Similar embeddings are not the question: project with Wq and Wk first, so "
                + "that asking and offering can differ.",
                d => d with { Queries = d.X, Keys = d.X })))
            .Then(Scoring.Matched)
            .Then(new Step<Desk, Desk>(d => d, new Form<Desk, Desk>("already scaled", "You divided by √dHead. That is "
                + "the next lesson: here the plain dot products are asked for.",
                d => Scoring.Divided(d, Math.Sqrt(2)))))
            .Then(d => d.Scores.SubMatrix(Sat, 1, 0, d.Scores.ColumnCount)))
    {
        Close = new(6e-3), // two decimals
        Row = (_, _) => "what \"sat\" asks of each token",
        Figure = row =>
            Heatmap.Scores(row, ["sat"], Data.Table("cat-embeddings").RowNames,
            "what \"sat\" asks · what each token offers"),
    };
}
