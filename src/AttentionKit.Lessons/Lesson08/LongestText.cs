namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the most tokens for which the scores and the weights of one head fit into 8 GiB.</summary>
    /// <param name="nTokens">The learner's number; null while unfilled.</param>
    public static Verdict LongestText(double? nTokens) =>
        Progress.Note("the longest text", "Two tables of n · n numbers, 4 bytes each, make 8 · n² bytes. Set them "
        + "equal to 8 · 2³⁰, and solve for n.", () => JudgeLongest(nTokens));

    private static Verdict JudgeLongest(double? nTokens)
    {
        double Tables(double n) => 2 * n * n * 4;
        double[] n = [1024, 4096, 16384, 32768, 131072];
        return Given.Whole(nTokens) switch
        {
            null => new Verdict(Outcome.Open, "your turn",
                "Give the largest number of tokens whose scores and weights fit into 8 GiB."),
            32768 => new Verdict(Outcome.Right, "right",
                "8 · 32768² bytes are 8 GiB: four times the memory would carry twice the text.",
                Curves.LogLog("Scores and weights of one head", "tokens", "GiB",
                    new Curve("two tables", n, [.. n.Select(x => Tables(x) / GiB)]),
                    new Curve("8 GiB", n, [.. n.Select(_ => 8.0)]))),
            65536 => new Verdict(Outcome.Wrong, "numbers, not bytes",
                "At 65536 tokens the two tables hold 2³³ numbers. Each of them takes 4 bytes: 32 GiB."),
            46340 or 46341 => new Verdict(Outcome.Wrong, "one table only",
                $"At {nTokens:0} tokens one table takes 8 GiB. The weights are a second one."),
            1L << 30 => new Verdict(Outcome.Wrong, "no root",
                "2³⁰ is n · n. The number of tokens is its square root."),
            { } given when given > 0 && double.IsFinite(given) => new Verdict(Outcome.Wrong, "not yet",
                $"At {given:0} tokens, scores and weights take {Tables(given) / GiB:0.###} GiB."),
            { } given => new Verdict(Outcome.Wrong, "not a number of tokens",
                $"Yours is {given}: there must be some tokens."),
        };
    }
}
