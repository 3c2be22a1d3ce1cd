namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the output of one query in one pass over scores and value rows.</summary>
    /// <param name="online">Takes scores and values [nKeys × dValue], gives dValue numbers; null while
    /// unfilled.</param>
    public static Verdict Online(Func<float[], Matrix<float>, Vector<float>?> online) =>
        Gathering.Judge(online, (answer, p, lent) => answer([.. p.Scores], lent.Copy(p.Values))?.ToRowMatrix());

    private static Exercise<OnePass> Gathering => new Exercise<OnePass>(
        "attention in one pass",
        "Fill in Online: the output of one query, in one pass over its scores and the rows of values.",
        "Keep a maximum, a sum and an output row. A new maximum shrinks sum and output; each key adds exp(score − "
            + "maximum) to the sum, and as much of its value to the output. Divide at the end.",
        "The row that softmax and mix give, and no weight was ever stored.",
        new OnePass([.. CatScores().Scores.Row(Sat)]) { Values = CatHead.Values },
        Pipeline<OnePass, OnePass>.Of(OnePass.SumShrinks).Then(OnePass.OutputShrinks).Then(OnePass.Subtracts)
            .Then(OnePass.Starts).Then(OnePass.Divides)
            .Then(new Step<OnePass, Numbers>(p => Numbers.Build.DenseOfRowArrays(p.Output()),
                new("weights, not the output", "These are the weights. Each belongs to a value: the output is their "
                    + "mixture, dValue numbers.",
                    p => Softmaxes.Of(Numbers.Build.Dense(1, p.Scores.Length, (_, j) => p.Scores[j]))),
                new("the last value only", "Your output is the last value. Add to the output, with +=.",
                    p => p.Values.SubMatrix(p.Values.RowCount - 1, 1, 0, p.Values.ColumnCount)))))
    {
        Draw = (random, n) =>
        {
            var scores = OnePass.Draw(random, n, firstHidden: false);
            return new OnePass(scores) { Values = Drawn.Matrix(random, scores.Length, random.Next(2, 5), 2) };
        },
        Shown = p => $"scores = [{string.Join(" ", p.Scores.Select(score => Shown.Number(score)))}], "
            + $"{Shown.Matrix("values", p.Values)}",
        Row = (_, _) => "output",
        Fact = (yours, _, p) => Facts.OfOutput(yours, p.Values),
        Figure = output =>
            Heatmap.Values(output, ["output"], Data.Table("cat-wv").ColumnNames,
            "what a query gathers, in one pass by your code"),
    }
    .Uses("scores", (p, random) => p with { Scores = [.. p.Scores.Select(_ => random.NextSingle())] })
    .Uses("values", (p, random) => p with { Values = Drawn.Like(p.Values, random) });
}
