namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the number of tokens at which scores and mix need as many multiplications as the four
    /// projections, for dModel 4096.</summary>
    /// <param name="nTokens">The learner's number; null while unfilled.</param>
    public static Verdict Crossing(double? nTokens) =>
        Progress.Note("where n² takes over", "Scores and mix need 2 · n² · dModel multiplications, the projections 4 · "
        + "n · dModel². Set them equal, and solve for n.", () => JudgeCrossing(nTokens));

    private static Verdict JudgeCrossing(double? nTokens)
    {
        const double DModel = 4096;
        double[] n = [1024, 2048, 4096, 8192, 16384, 32768];
        return Given.Whole(nTokens) switch
        {
            null => new Verdict(Outcome.Open, "your turn",
                "Give the number of tokens at which scores and mix cost as much as the four projections."),
            2 * DModel => new Verdict(Outcome.Right, "right",
                "At 2 · dModel = 8192 tokens. Below it the projections cost more, above it the looking does.",
                Curves.LogLog("Multiplications of a layer, dModel 4096", "tokens", "multiplications",
                    new Curve("projections", n, [.. n.Select(x => 4 * x * DModel * DModel)]),
                    new Curve("scores and mix", n, [.. n.Select(x => 2 * x * x * DModel)]))),
            4 * DModel => new Verdict(Outcome.Wrong, "the mix is missing",
                "At 16384 tokens the scores alone equal the projections: n² · dModel. The mix, weights · V, needs as "
                + "many again."),
            1.5 * DModel => new Verdict(Outcome.Wrong, "Wo is missing", "At 6144 tokens scores and mix equal Wq, Wk "
                + "and Wv. Wo is a projection too."),
            DModel => new Verdict(Outcome.Wrong, "two and four are mixed up",
                "At 4096 tokens the weights are as large as a projection. But two products have n², and four have n: "
                + "set 2 · n² · dModel = 4 · n · dModel²."),
            DModel / 2 => new Verdict(Outcome.Wrong, "upside down", "At 2048 tokens the projections still need four "
                + "times as many: 4 · n · dModel² against 2 · n² · dModel. The longer the text, the more n² counts."),
            { } given when given > 0
                && double.IsFinite(given) =>
                new Verdict(Outcome.Wrong, "not yet", $"At {given:0} tokens, scores and "
                + $"mix need {given / (2 * DModel):0.##} times what the projections need. It must be once."),
            { } given => new Verdict(Outcome.Wrong, "not a number of tokens",
                $"Yours is {given}: there must be some tokens."),
        };
    }
}
