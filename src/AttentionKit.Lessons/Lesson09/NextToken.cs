namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the output of one new token, from the cached keys and values of the past and its own query,
    /// key and value.</summary>
    /// <param name="next">Takes past keys [nPast × dHead], past values [nPast × dValue], and q, k [1 × dHead] and v [1
    /// × dValue] of the new token; gives [1 × dValue]. Null while unfilled.</param>
    public static Verdict NextToken(
        Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> next) =>
        Decoding.Judge(next, (answer, d, lent) =>
            answer(lent.Copy(Past(d.Keys)), lent.Copy(Past(d.Values)), lent.Copy(d.Queries), lent.Copy(New(d.Keys)),
            lent.Copy(New(d.Values))));

    private static Numbers Past(Numbers all) => all.SubMatrix(0, all.RowCount - 1, 0, all.ColumnCount);

    private static Numbers New(Numbers all) => all.SubMatrix(all.RowCount - 1, 1, 0, all.ColumnCount);

    private static Numbers NewFirst(Numbers all) => New(all).Stack(Past(all));

    private const string TogetherRows = "Row i of the keys and row i of the values must belong to the same token.";

    private static Exercise<Desk> Decoding => new Exercise<Desk>(
        "a decoder with a cache",
        "Fill in Next: the output of one new token, from the cache and its own q, k and v.",
        "Put k below the past keys and v below the past values, and let q look at all of them.",
        "One query, all keys: the row that the whole sentence at once would give \"mat\".",
        CatHead with { Queries = New(CatHead.Queries) },
        Pipeline<Desk, Desk>.Of(new(d => d,
            new Form<Desk, Desk>("the key asks", "You let k look at the keys. What a token offers is not what it asks: "
                + "q asks.", d => d with { Queries = New(d.Keys) })))
            .Then(new Step<Desk, Desk>(d => d,
                new("the new token does not see itself", "Your query looks at the past alone. A token sees itself too: "
                    + "its own key and value go into the cache before it asks.",
                    d => d with { Keys = Past(d.Keys), Values = Past(d.Values) }),
                new("the past is forgotten", "Your output is the token's own value: it looked at nothing else. Put its "
                    + "key and value below the past ones.", d => d with { Keys = New(d.Keys), Values = New(d.Values) }),
                new("a key and its value are torn apart", $"Your new key comes first, and your new value last. "
                    + $"{TogetherRows}", d => d with { Keys = NewFirst(d.Keys) }),
                new("a key and its value are torn apart", $"Your new key comes last, and your new value first. "
                    + $"{TogetherRows}", d => d with { Values = NewFirst(d.Values) }),
                new("the query is cached", "You put q below the past keys. The cache keeps what tokens offer, their "
                    + "keys: queries are asked once and forgotten.",
                    d => d with { Keys = Past(d.Keys).Stack(d.Queries) }),
                new("the mask forgets the past", "Your output is the value of token 0: a causal mask of 1 × n lets row "
                    + "0 see column 0 only. A single new token needs no mask: all that the cache holds is its past.",
                    d => d with
                    {
                        Keys = d.Keys.SubMatrix(0, 1, 0, d.Keys.ColumnCount),
                        Values = d.Values.SubMatrix(0, 1, 0, d.Values.ColumnCount)
                    })))
            .Then(d => d with { Scores = d.Queries * d.Keys.Transpose() })
            .Then(Scoring.Scaled).Then(new Step<Desk, Desk>(d => d, Softmaxes.Wrong))
            .Then(Mixing.Mixed).Then(d => d.Output))
    {
        Draw = (random, n) =>
        {
            var (nTokens, d) = (random.Next(n % 5 == 0 ? 2 : 3, 7), random.Next(3, 7));
            var (queries, keys) = (Drawn.Matrix(random, 1, d, 2), Drawn.Matrix(random, nTokens, d));
            if (n % 4 == 3) (queries, keys) = Adversarial.Louder(queries, keys, nHeads: 1, n % 8 == 3 ? 1 : -1);
            return new Desk
            {
                Queries = queries,
                Keys = keys,
                Values = Drawn.Matrix(random, nTokens, n % 2 == 0 ? d : random.Next(1, 5), n % 4 == 3 ? 1 : 2)
            };
        },
        Shown = d => $"{Shown.Matrix("pastKeys", Past(d.Keys))}, {Shown.Matrix("pastValues", Past(d.Values))}, "
            + $"{Shown.Matrix("q", d.Queries)}, {Shown.Matrix("k", New(d.Keys))}, {Shown.Matrix("v", New(d.Values))}",
        Row = (_, _) => "the new token",
        Fact = (yours, _, d) => Facts.OfOutput(yours, d.Values),
        Figure = output =>
            Heatmap.Values(output, ["mat"], Data.Table("cat-wv").ColumnNames, "output of the new token, by your code"),
    }
    .Uses("pastKeys", (d, random) => d with { Keys = Drawn.Like(Past(d.Keys), random).Stack(New(d.Keys)) })
    .Uses("pastValues", (d, random) => d with { Values = Drawn.Like(Past(d.Values), random).Stack(New(d.Values)) })
    .Uses("q", (d, random) => d with { Queries = Drawn.Like(d.Queries, random) })
    .Uses("k", (d, random) => d with { Keys = Past(d.Keys).Stack(Drawn.Like(New(d.Keys), random)) })
    .Uses("v", (d, random) => d with { Values = Past(d.Values).Stack(Drawn.Like(New(d.Values), random)) });
}
