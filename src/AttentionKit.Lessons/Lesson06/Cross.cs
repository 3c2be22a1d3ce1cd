namespace AttentionKit.Lessons;

public static partial class Check
{
    private const string Confused = "self- and cross-attention are confused",
        TornApart = "keys and values come from different sources";

    /// <summary>Exercise: one head of cross-attention, from embeddings to output.</summary>
    /// <param name="cross">Takes asking [nQueries × dModel], source [nKeys × dModel], Wq and Wk [dModel × dHead] and Wv
    /// [dModel × dValue], gives [nQueries × dValue]; null while unfilled.</param>
    public static Verdict Cross(
        Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> cross) =>
        Crosses.Judge(cross, (answer, d, lent) =>
            answer(lent.Copy(d.X), lent.Copy(d.Source), lent.Copy(d.Wq), lent.Copy(d.Wk), lent.Copy(d.Wv)));

    private static Exercise<Desk> Crosses => new Exercise<Desk>(
        "cross-attention",
        "Fill in Cross: asking looks at source, from the embeddings on.",
        "Queries come from asking, keys and values from source; then attention as always.",
        "Whoever asks receives: one output row for each word of the question, filled from the statement.",
        new Desk
        {
            X = Drawn.Table("question-embeddings"),
            Source = Drawn.Table("statement-embeddings"),
            Wq = Drawn.Table("cross-wq"),
            Wk = Drawn.Table("cross-wk"),
            Wv = Drawn.Table("cross-wv"),
        },
        Pipeline<Desk, Desk>.Of(new(From(d => d.X, d => d.Source, d => d.Source),
            new(Confused, "Keys and values come from asking: your weights are a square, and the source was never "
                + "read.", From(d => d.X, d => d.X, d => d.X)),
            new(Confused, "Everything comes from source: nobody asked. Queries come from asking.",
                From(d => d.Source, d => d.Source, d => d.Source)),
            new("asking and source are swapped", "In yours the source asks and the question answers: queries come from "
                + "asking, keys and values from source.", From(d => d.Source, d => d.X, d => d.X)),
            new(TornApart, "Keys come from source, values from asking: a word is found over there, and another word's "
                + "value is taken over here. A key and its value belong to the same token.",
                From(d => d.X, d => d.Source, d => d.X)),
            new(TornApart, "Keys come from asking, values from source: a word is found over here, and another word's "
                + "value is taken over there. A key and its value belong to the same token.",
                From(d => d.X, d => d.X, d => d.Source))))
            .Then(new Step<Desk, Desk>(d => d with { Queries = d.Queries * d.Wq, Keys = d.Keys * d.Wk },
                new("Wq and Wk are exchanged", "You projected the queries with Wk and the keys with Wq. What a token "
                    + "asks is read by Wq.", d => d with { Queries = d.Queries * d.Wk, Keys = d.Keys * d.Wq }),
                new("queries are matched with queries", "You projected both sides with Wq: what is asked is matched "
                    + "with what is asked. What a token offers is read by Wk.",
                    d => d with { Queries = d.Queries * d.Wq, Keys = d.Keys * d.Wq })))
            .Then(d => d with { Scores = d.Queries * d.Keys.Transpose() })
            .Then(new Step<Desk, Desk>(d => Scoring.Divided(d, Math.Sqrt(d.Wq.ColumnCount)),
                new("no scaling", "Your scores are not divided by √dHead.", d => d),
                new("divided by d, not by √d", "You divided by dHead in all; to divide by √dHead twice is that, "
                    + "too. The standard deviation of a score grows with the root: divide by √dHead.",
                    d => Scoring.Divided(d, d.Wq.ColumnCount)),
                new("divided by √dModel, not by √dHead", "You divided by the root of an embedding's width. The dot "
                    + "product runs over dHead numbers.", d => Scoring.Divided(d, Math.Sqrt(d.X.ColumnCount)))))
            .Then(new Step<Desk, Desk>(d => d, Softmaxes.Wrong))
            .Then(new Step<Desk, Numbers>(d => Softmaxed(d) * (d.Values * d.Wv),
                new("keys are mixed in place of values", "You mixed the keys. What a token offers to be found by is "
                    + "not what it carries.", d => Softmaxed(d) * d.Keys),
                new("embeddings are mixed in place of values", "You mixed the embeddings of the source. Each token "
                    + "hands over its value, source·Wv.", d => Softmaxed(d) * d.Values))))
    {
        Draw = (random, n) =>
        {
            var (nQueries, dModel, dHead) = (random.Next(2, 6), random.Next(3, 6), random.Next(2, 6));
            var drawn = new Desk
            {
                X = Drawn.Matrix(random, nQueries, dModel),
                Source = Drawn.Matrix(random, n % 3 == 0 ? random.Next(1, 6) : nQueries, dModel),
                Wq = Drawn.Matrix(random, dModel, dHead),
                Wk = Drawn.Matrix(random, dModel, dHead),
                Wv = Drawn.Matrix(random, dModel, n % 2 == 0 ? dHead : random.Next(2, 6)),
            };
            return n % 4 == 2 ? Louder(drawn, n % 8 == 2 ? 1 : -1) : drawn;
        },
        Shown = d => $"{Shown.Matrix("asking", d.X)}, {Shown.Matrix("source", d.Source)}, {Shown.Matrix("wq", d.Wq)}, "
            + $"{Shown.Matrix("wk", d.Wk)}, {Shown.Matrix("wv", d.Wv)}",
        Fact = (yours, _, d) => Facts.OfOutput(yours, d.Source * d.Wv),
        Figure = output =>
            Heatmap.Values(output, Data.Table("question-embeddings").RowNames, Data.Table("cross-wv").ColumnNames,
            "what the question has learned, by your code"),
    }
    .Uses("asking", (d, random) => d with { X = Drawn.Like(d.X, random) })
    .Uses("source", (d, random) => d with { Source = Drawn.Like(d.Source, random) })
    .Uses("wq", (d, random) => d with { Wq = Drawn.Like(d.Wq, random) })
    .Uses("wk", (d, random) => d with { Wk = Drawn.Like(d.Wk, random) })
    .Uses("wv", (d, random) => d with { Wv = Drawn.Like(d.Wv, random) });

    private static Numbers Softmaxed(Desk d) => d.Softmax.Of(d.Scores);

    /// <summary>The last number of each word is loud, and only the last column of Wq and Wk reads it: it adds ± 2304 /
    /// √dHead to every score.</summary>
    private static Desk Louder(Desk d, int sign)
    {
        const double Root = 48;
        static Numbers Words(Numbers x) => Adversarial.Where(x, (_, c) => c == x.ColumnCount - 1, _ => Root);
        static Numbers Reading(Numbers w, double last) => w.MapIndexed((i, c, x) =>
            (i, c) == (w.RowCount - 1, w.ColumnCount - 1) ? last
            : i == w.RowCount - 1 || c == w.ColumnCount - 1 ? 0 : x, Zeros.Include);
        return d with
        {
            X = Words(d.X),
            Source = Words(d.Source),
            Wq = Reading(d.Wq, sign),
            Wk = Reading(d.Wk, 1),
            Wv = Adversarial.Where(d.Wv, (i, _) => i == d.Wv.RowCount - 1, _ => 0),
        };
    }

    /// <summary>Who gives queries, keys and values, before they are projected.</summary>
    private static Func<Desk, Desk> From(
        Func<Desk, Numbers> queries, Func<Desk, Numbers> keys, Func<Desk, Numbers> values) =>
        d => d with { Queries = queries(d), Keys = keys(d), Values = values(d) };
}
