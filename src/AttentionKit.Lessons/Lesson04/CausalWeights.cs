namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: from scores to weights, each token seeing itself and its past.</summary>
    /// <param name="causalWeights">Takes scores [nTokens × nTokens], gives weights of the same shape; null while
    /// unfilled.</param>
    public static Verdict CausalWeights(Func<Matrix<float>, Matrix<float>?> causalWeights) =>
        MaskingFuture.Judge(causalWeights, (answer, d, lent) => answer(lent.Copy(d.Scores)));

    private static Exercise<Desk> MaskingFuture => new Exercise<Desk>(
        "causal weights",
        "Fill in CausalWeights: from scores to weights, each token seeing itself and its past.",
        "Put −∞ where a token would look at a later one, j > i, then take the softmax of each row.",
        "Each row shares 1 among the token and its past. \"sat\" puts 0.81 on \"cat\".",
        new Desk { Scores = CatScores().Scores.ToDouble() },
        Pipeline<Desk, Desk>.Of(Masks.Causal).Then(Masks.Instead(Masks.Low)).Then(Masks.When)
            .Then(Softmaxes.Along).Then(Softmaxes.Maxima).Then(Softmaxes.Divisions).Then(Softmaxes.Emptied)
                .Then(Masks.Weighted))
    {
        Draw = (random, n) =>
        {
            var nTokens = n % 12 == 6 ? 1 : random.Next(3, 6);
            var scores = Drawn.Matrix(random, nTokens, nTokens, 2);
            return new Desk
            {
                Scores = (n % 6) switch
                {
                    1 => Adversarial.Where(scores, (i, j) => j > i, x => x + 1000), // what is hidden is loud
                    2 => scores - 1005 - random.Next(50), // what is in sight is low
                    3 => scores + 1000,
                    4 => scores - 30 - random.Next(60),
                    5 => Adversarial.Where(scores, (i, _) => i == 1, x => x - 2000),
                    // one row lies far below the others
                    _ => scores,
                },
            };
        },
        Shown = d => Shown.Matrix("s", d.Scores),
        Fact = (yours, right, _) => Facts.OfWeights(yours, right),
        Figure = weights =>
            Heatmap.Weights(weights, CatScores().Tokens, title: "causal weights, by your code", mask: Mask.Causal(6)),
    }
    .Uses("s", (d, random) => d with { Scores = Drawn.Like(d.Scores, random) });
}
