namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the attention weights from queries and keys, softmax(Q·Kᵀ / √dHead).</summary>
    /// <param name="weights">Takes queries [nQueries × dHead] and keys [nKeys × dHead], gives [nQueries × nKeys]; null
    /// while unfilled.</param>
    public static Verdict Weights(Func<Matrix<float>, Matrix<float>, Matrix<float>?> weights) =>
        Weighing.Judge(weights, (answer, d, lent) => answer(lent.Copy(d.Queries), lent.Copy(d.Keys)));

    private static Exercise<Desk> Weighing => new Exercise<Desk>(
        "weights from queries and keys",
        "Fill in Weights: from queries and keys to the weights of attention.",
        "Score every query against every key, divide by √dHead, and take the softmax of each row.",
        "These are the published weights: the query \"journey\" puts 0.2264 on itself.",
        new Desk
        {
            Queries = Drawn.Table("journey-embeddings") * Drawn.Table("journey-wq"),
            Keys = Drawn.Table("journey-embeddings") * Drawn.Table("journey-wk"),
        },
        Pipeline<Desk, Desk>.Of(Scoring.Matched)
            .Then(new Step<Desk, Desk>(d => Scoring.Divided(d, Math.Sqrt(d.Queries.ColumnCount)),
            [
                .. Scoring.Divisors(d => d.Queries.ColumnCount, "dHead"),
                new("divided by √dModel, not by √dHead", "You divided by √3, the size of an embedding. The dot product "
                    + "runs over the dHead numbers of a query: divide by √dHead.",
                    d => Scoring.Divided(d, Math.Sqrt(3))),
                new("divided by √nTokens, not by √dHead", "You divided by the root of the number of keys. The dot "
                    + "product runs over the dHead numbers of a query, whatever the length of the sentence.",
                    d => Scoring.Divided(d, Math.Sqrt(d.Keys.RowCount))),
            ]))
            .Then(Softmaxes.Along).Then(Softmaxes.Maxima).Then(Softmaxes.Divisions)
            .Then(Softmaxes.Taken)
            .Then(new Step<Desk, Numbers>(d => d.Weights,
                new("scores, not weights", "These are the scores. Their rows do not sum to 1 yet: the softmax is "
                    + "missing.", d => d.Scores),
                new("scaled after softmax", "Your rows do not sum to 1: you divided the weights. The scores are "
                    + "divided, before the softmax.",
                    d => Softmaxes.Of(d.Scores * Math.Sqrt(d.Queries.ColumnCount)) / Math.Sqrt(
                        d.Queries.ColumnCount)),
                new("rows and columns have changed places", "Your rows are keys: each of your columns sums to 1. "
                    + "Rows ask: entry [i, j] is what query i gives to key j.", d => d.Weights.Transpose()))))
    {
        Draw = (random, n) =>
        {
            int[] sizes = [5, 4, 3, 6, 7, 10];
            var (d, nQueries) = (sizes[n % sizes.Length], random.Next(2, 5));
            var nKeys = n % 3 == 0 ? random.Next(4, 7) : nQueries;
            Numbers queries = Drawn.Matrix(random, nQueries, d), keys = Drawn.Matrix(random, nKeys, d);
            return n % 4 == 3 ? Louder(queries, keys, (n / 4 % 3) - 1) : new Desk { Queries = queries, Keys = keys };
        },
        Shown = ShownHead,
        Fact = (yours, right, _) => Facts.OfWeights(yours, right),
        Figure = result =>
            Heatmap.Weights(result, Data.Table("journey-embeddings").RowNames, title: "weights, by your code"),
    }
    .Uses("queries", (d, random) => d with { Queries = Drawn.Like(d.Queries, random) })
    .Uses("keys", (d, random) => d with { Keys = Drawn.Like(d.Keys, random) });

    /// <summary>One more column, in which queries and keys are large: scores lie around ±4000; with sign 0, those of
    /// the first query do.</summary>
    private static Desk Louder(Numbers queries, Numbers keys, int sign) => new()
    {
        Queries = queries.Append(Numbers.Build.Dense(queries.RowCount, 1,
            (i, _) => sign != 0 ? sign * 64 : i == 0 ? -64 : 0)),
        Keys = keys.Append(Numbers.Build.Dense(keys.RowCount, 1, 64)),
    };
}
