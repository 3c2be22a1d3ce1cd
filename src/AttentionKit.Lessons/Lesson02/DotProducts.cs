namespace AttentionKit.Lessons;

public static partial class Check
{
    private const string Symmetric = "expected to be symmetric";
    private const double Loud = 30; // its square is the size of loud scores
    private const string OneHalf = "Where both halves are there, yours has the same number for i looking at j and for "
        + "j looking at i. Wq and Wk differ, so one half says nothing of the other: compute every entry by itself.";

    /// <summary>Exercise: every query with every key, scores[i, j] = Σ queries[i, d] · keys[j, d], not
    /// scaled.</summary>
    /// <param name="dotProducts">Takes queries [nQueries × dHead] and keys [nKeys × dHead], gives [nQueries × nKeys];
    /// null while unfilled.</param>
    public static Verdict DotProducts(Func<Matrix<float>, Matrix<float>, Matrix<float>?> dotProducts) =>
        Matching.Judge(dotProducts, (answer, d, lent) => answer(lent.Copy(d.Queries), lent.Copy(d.Keys)));

    private static Exercise<Desk> Matching => new Exercise<Desk>(
        "every query with every key",
        "Fill in DotProducts: one number for each query and each key, not scaled.",
        "For every query i and every key j, sum queries[i, d] · keys[j, d] over d.",
        "Row i holds what token i asks, matched with what every token offers.",
        CatHead,
        Pipeline<Desk, (Numbers, Numbers)>.Of(Scoring.Operands).Then(TooEarly).Then(Products.Sum)
            .Then(new Step<Numbers, Numbers>(s => s,
                new(Symmetric, OneHalf, s => Mirrored(s, (i, j) => i > j)),
                new(Symmetric, OneHalf, s => Mirrored(s, (i, j) => i < j)),
                new(Symmetric, OneHalf, s => Square(s) ? (s + s.Transpose()) / 2 : s),
                new("softmax already", "Your rows sum to 1: you took the softmax. Here the plain dot products are "
                    + "asked for.", Softmaxes.Of)))
            .Then(Products.Filled))
    {
        Draw = (random, n) =>
        {
            var (nQueries, d) = (random.Next(2, 6), random.Next(2, 7));
            var size = n % 8 == 5 ? Loud : 1;
            return new Desk
            {
                Queries = Drawn.Matrix(random, nQueries, d, size),
                Keys = Drawn.Matrix(random, n % 3 == 0 ? random.Next(1, 6) : nQueries, d, size)
            };
        },
        Shown = ShownHead,
        Fact = (yours, right, _) => Facts.OfScores(yours, right),
        Figure = result =>
            Heatmap.Scores(result, Data.Table("cat-embeddings").RowNames, title: "query · key, by your loops"),
    }
    .Uses("queries", (d, random) => d with { Queries = Drawn.Like(d.Queries, random) })
    .Uses("keys", (d, random) => d with { Keys = Drawn.Like(d.Keys, random) });

    private static Step<(Numbers A, Numbers B), (Numbers A, Numbers B)> TooEarly => new(p => p,
        new Form<(Numbers, Numbers), (Numbers, Numbers)>("already scaled",
            "You divided by √dHead. That is exercise B: here the plain dot products are asked for.",
            p => (p.Item1 / Math.Sqrt(p.Item1.ColumnCount), p.Item2)));

    /// <summary>Queries, keys and values of "The cat sat on the mat".</summary>
    private static Desk CatHead
    {
        get
        {
            var x = Drawn.Table("cat-embeddings");
            return new Desk
            {
                X = x,
                Queries = x * Drawn.Table("cat-wq"),
                Keys = x * Drawn.Table("cat-wk"),
                Values = x * Drawn.Table("cat-wv")
            };
        }
    }

    private static string ShownHead(Desk d) => $"{Shown.Matrix("queries", d.Queries)}, {Shown.Matrix("keys", d.Keys)}";

    private static bool Square(Numbers s) => s.RowCount == s.ColumnCount;

    private static Numbers Mirrored(Numbers s, Func<int, int, bool> half) =>
        Square(s) ? s.MapIndexed((i, j, score) => half(i, j) ? s[j, i] : score, Zeros.Include) : s;
}
