namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the output, each query's weighted mixture of the values.</summary>
    /// <param name="mix">Takes weights [nQueries × nKeys] and values [nKeys × dValue], gives [nQueries × dValue]; null
    /// while unfilled.</param>
    public static Verdict Output(Func<Matrix<float>, Matrix<float>, Matrix<float>?> mix) =>
        MixingValues.Judge(mix, (answer, d, lent) => answer(lent.Copy(d.Weights), lent.Copy(d.Values)));

    private static Exercise<Desk> MixingValues => new Exercise<Desk>(
        "mix the values",
        "Fill in Mix: each output row from a row of weights and all the values.",
        "output[i] is the sum over all keys j of weights[i, j] · values[j].",
        "Each output row lies between the values, nearest to those with the largest weights.",
        CatMixture,
        Pipeline<Desk, (Numbers, Numbers)>.Of(new(d => (d.Weights, d.Values),
            new("keys are mixed in place of values", "You mixed the notebook's keys. What a token offers to be found "
                + "by is not what it carries: mix the values.", d => (d.Weights, CatHead.Keys)),
            new("embeddings are mixed in place of values", "You mixed the notebook's embeddings X. Each token hands "
                + "over its value, X·Wv, not its embedding.", d => (d.Weights, CatHead.X)),
            new("the weights are used transposed", "You summed over weights[j, i]. A row of the weights belongs to a "
                + "query: output[i] uses weights[i, j].", d => (d.Weights.Transpose(), d.Values)),
            new("the values are not weighted", "Every output row is the same sum of all values: the weights are "
                + "missing.", d => (d.Weights.Map(_ => 1.0, Zeros.Include), d.Values)),
            new("an average in place of the mixture", "Every output row is the same average of all values: the weights "
                + "are missing. Each query takes its own shares.",
                d => (d.Weights.Map(_ => 1.0 / d.Weights.ColumnCount, Zeros.Include), d.Values))))
            .Then(Products.Sum).Then(Products.Filled))
    {
        Draw = (random, n) =>
        {
            var (nQueries, nKeys) = n % 4 == 0 ? (random.Next(1, 6), random.Next(2, 6)) : n % 2 == 0 ? (6, 6) : (4, 4);
            return new Desk
            {
                Weights = Softmaxes.Of(Drawn.Matrix(random, nQueries, nKeys, 2)).Map(Exact),
                Values = Drawn.Matrix(random, nKeys, random.Next(2, 6))
            };
        },
        Shown = d => $"{Shown.Matrix("w", d.Weights)}, {Shown.Matrix("v", d.Values)}",
        Fact = (yours, _, d) => Facts.OfOutput(yours, d.Values),
        Figure = output =>
            Heatmap.Values(output, CatScores().Tokens, Data.Table("cat-wv").ColumnNames, "output, mixed by your code"),
    }
    .Uses("w", (d, random) => d with { Weights = Softmaxes.Of(Drawn.Like(d.Weights, random)) })
    .Uses("v", (d, random) => d with { Values = Drawn.Like(d.Values, random) });

    private static Desk CatMixture => CatHead with { Weights = Softmaxes.Of(CatScores().Scores.ToDouble()) };

    /// <summary>A number that float holds too.</summary>
    private static double Exact(double number) => (float)number;
}
