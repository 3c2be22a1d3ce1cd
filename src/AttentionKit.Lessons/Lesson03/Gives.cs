namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: how much each key gives to each query, the length of weight · value.</summary>
    /// <param name="gives">Takes weights [nQueries × nKeys] and values [nKeys × dValue], gives [nQueries × nKeys]; null
    /// while unfilled.</param>
    /// <remarks>Kobayashi et al. 2020, §3.</remarks>
    public static Verdict Gives(Func<Matrix<float>, Matrix<float>, Matrix<float>?> gives) =>
        Giving.Judge(gives, (answer, d, lent) => answer(lent.Copy(d.Weights), lent.Copy(d.Values)));

    private static Exercise<Desk> Giving => new Exercise<Desk>(
        "what each token gives",
        "Fill in Gives: entry [i, j] is the length of weights[i, j] · values[j].",
        "For each entry, take weights[i, j] times each number of values[j], and of these the root of the sum of their "
            + "squares.",
        "\"The\" and \"the\" take part of every query's attention, and give nothing. A large weight is not yet a large "
            + "part of the output.",
        CatMixture,
        Pipeline<Desk, Desk>.Of(new(d => d,
            new("the weights are used transposed", "You took weights[j, i]. A row of the weights belongs to a query: "
                + "what j gives to i is weights[i, j] · values[j].",
                d => d with { Weights = d.Weights.Transpose() }),
            new("lengths of values, without weights", "Every row of yours is the same: the lengths of the values. Each "
                + "query takes its own share of them: multiply by its weight.",
                d => d with { Weights = d.Weights.Map(_ => 1.0, Zeros.Include) })))
            .Then(new Step<Desk, Numbers>(Sized(value => value.L2Norm()),
                new("weights are taken for reasons", "These are the weights. The value of \"the\" is 0: nothing "
                    + "arrives, however much it is looked at. A weight says which share is taken; multiply it by the "
                    + "length of the value, by what there is to take.",
                    Sized(_ => 1)),
                new("the squared length", "You multiplied by the square of the length. A length is the root of the sum "
                    + "of squares: L2Norm().", Sized(value => value.DotProduct(value))),
                new("a sum, not a length", "You multiplied by the sum of the value's numbers. Its length is the root "
                    + "of the sum of their squares: L2Norm().", Sized(value => value.Sum())),
                new("a sum, not a length", "You multiplied by the sum of the value's absolute numbers. Its length is "
                    + "the root of the sum of their squares: L2Norm().", Sized(value => value.L1Norm())),
                new("the length of the query's own value", "You multiplied each row by the length of values[i], the "
                    + "value of the token that looks. What arrives comes from j: values[j].",
                    d => d.Weights.MapIndexed((i, _, weight) => weight * d.Values.Row(i).L2Norm(), Zeros.Include)))))
    {
        Draw = (random, n) =>
        {
            var nQueries = random.Next(2, 6);
            var nKeys = n % 3 == 0 ? random.Next(2, 6) : nQueries;
            return new Desk
            {
                Weights = Softmaxes.Of(Drawn.Matrix(random, nQueries, nKeys, 2)).Map(Exact),
                Values = Drawn.Matrix(random, nKeys, random.Next(2, 5), 2)
            };
        },
        Shown = d => $"{Shown.Matrix("w", d.Weights)}, {Shown.Matrix("v", d.Values)}",
        Figure = _ => TokensView.Of(CatSteps, CatScores().Tokens, query: Sat,
            title: "above: how much is looked at; below: how much arrives"),
    }
    .Uses("w", (d, random) => d with { Weights = Softmaxes.Of(Drawn.Like(d.Weights, random)) })
    .Uses("v", (d, random) => d with { Values = Drawn.Like(d.Values, random) });

    private static AttentionSteps CatSteps =>
        Attention.Steps(CatHead.Queries.ToSingle(), CatHead.Keys.ToSingle(), CatHead.Values.ToSingle());

    private static Func<Desk, Numbers> Sized(Func<Vector<double>, double> size) =>
        d => d.Weights.MapIndexed((_, j, weight) => weight * size(d.Values.Row(j)), Zeros.Include);
}
