namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: from scores to weights when only the first keys are real and the rest is padding.</summary>
    /// <param name="paddedWeights">Takes scores [nQueries × nKeys] and how many keys are real, gives weights of the
    /// same shape; null while unfilled.</param>
    public static Verdict PaddedWeights(Func<Matrix<float>, int, Matrix<float>?> paddedWeights) =>
        MaskingPadding.Judge(paddedWeights, (answer, d, lent) => answer(lent.Copy(d.Scores), d.Length));

    private static Exercise<Desk> MaskingPadding => new Exercise<Desk>(
        "weights with padding",
        "Fill in PaddedWeights: only the first length keys are real, and it may be that none is.",
        "Put −∞ in every column from length on, take the softmax of each row, and 0 where a row has nothing to see.",
        "No query looks at the padding, and a row with nothing to see is 0, not NaN.",
        new Desk { Scores = CatScores().Scores.ToDouble(), Length = 4 },
        Pipeline<Desk, Desk>.Of(Masks.Padding).Then(Masks.Instead([.. Masks.Low, Masks.Lowest])).Then(Masks.When)
            .Then(Softmaxes.Along).Then(Softmaxes.Maxima).Then(Softmaxes.Divisions).Then(Softmaxes.Emptied)
                .Then(Masks.Weighted))
    {
        Draw = (random, n) =>
        {
            var (nQueries, nKeys) = (random.Next(3, 6), random.Next(4, 7));
            var length = n % 5 == 4 ? 0 : n % 10 == 7 ? nKeys : random.Next(2, nKeys - 1);
            var scores = Drawn.Matrix(random, nQueries, nKeys, 2);
            return new Desk
            {
                Length = length,
                Scores = (n % 6) switch
                {
                    1 => Adversarial.Where(scores, (_, j) => j >= length, x => x + 1000),
                    2 => scores - 1005 - random.Next(50),
                    3 => scores + 1000,
                    4 => scores - 30 - random.Next(60),
                    5 => Adversarial.Where(scores, (i, _) => i == 1, x => x - 2000),
                    // one row lies far below the others
                    _ => scores,
                },
            };
        },
        Shown = d => $"{Shown.Matrix("s", d.Scores)}, length = {d.Length}",
        Fact = (yours, right, _) => Facts.OfWeights(yours, right),
        Figure = weights =>
            Heatmap.Weights(weights, [.. CatScores().Tokens.Take(4), "[pad]", "[pad]"],
            title: "weights with padding, by your code", mask: Mask.Padding(6, 6, 4)),
    }
    .Uses("s", (d, random) => d with { Scores = Drawn.Like(d.Scores, random) })
    .Uses("length", (d, random) => d with { Length = random.Next(1, 4) });
}
