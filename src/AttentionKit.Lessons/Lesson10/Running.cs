namespace AttentionKit.Lessons;

public static partial class Check
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>Exercise: the largest score and the sum of exp(score − largest), in one pass.</summary>
    /// <param name="running">Takes the scores of one query, gives maximum and sum; null while unfilled.</param>
    public static Verdict Running(Func<float[], (float Max, float Sum)?> running) =>
        Passing.Judge(running, (answer, p, _) =>
            answer([.. p.Scores]) is { } given ? Given.Row([given.Max, given.Sum]) : null);

    private static Exercise<OnePass> Passing => new(
        "a running sum",
        "Fill in Running: the maximum and the sum of exp(score − maximum), in one pass.",
        "For each score that is not −∞: if it is a new maximum, shrink the sum by exp(old − new); then add exp(score − "
            + "maximum).",
        "One pass, two numbers kept, and the same sum as with the maximum known from the start.",
        new OnePass([1, 3, 2, 5, 0, 4, 1, 2]),
        Pipeline<OnePass, OnePass>.Of(OnePass.SumShrinks).Then(OnePass.Starts).Then(OnePass.Subtracts)
            .Then(OnePass.Skips)
            .Then(p => Numbers.Build.DenseOfRowArrays(p.Running())))
    {
        Draw = (random, n) => new OnePass(OnePass.Draw(random, n, firstHidden: n % 3 == 1)),
        Shown = p => $"scores = [{string.Join(" ", p.Scores.Select(score => Shown.Number(score)))}]",
        Row = (_, _) => "maximum and sum",
        Figure = result =>
            Heatmap.Values(result, ["your result"], ["maximum", "sum"],
            "the running maximum and sum after eight scores"),
    };
}
