namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: softmax of every row of a score matrix, stable, with zeros for a row that may see
    /// nothing.</summary>
    /// <param name="softmax">Takes scores [nQueries × nKeys], gives weights of the same shape; null while
    /// unfilled.</param>
    public static Verdict RowSoftmax(Func<Matrix<float>, Matrix<float>?> softmax) =>
        TakingSoftmax.Judge(softmax, (answer, d, lent) => answer(lent.Copy(d.Scores)));

    private static Exercise<Desk> TakingSoftmax => new Exercise<Desk>(
        "softmax of every row",
        "Fill in RowSoftmax: each row of scores becomes a row of weights.",
        "Each row becomes exp(score − the row's maximum), divided by the sum of these. A row of nothing but −∞ becomes "
            + "0.",
        "Each row is a distribution of its own, whatever the size of the scores.",
        new Desk { Scores = CatScores().Scores.ToDouble() },
        Pipeline<Desk, Desk>.Of(Softmaxes.Along).Then(Softmaxes.Maxima).Then(Softmaxes.Divisions)
            .Then(Softmaxes.Empties)
            .Then(Softmaxes.Taken).Then(d => d.Weights))
    {
        Draw = (random, n) => new Desk { Scores = Adversarial.Scores(random, n, random.Next(3, 5), random.Next(2, 6)) },
        Shown = d => Shown.Matrix("s", d.Scores),
        Fact = (yours, right, _) => Facts.OfWeights(yours, right),
        Figure = weights => Heatmap.Weights(weights, CatScores().Tokens, title: "weights, by your softmax"),
    }
    .Uses("s", (d, random) => d with { Scores = Drawn.Like(d.Scores, random) });
}
