namespace AttentionKit.Lessons;

public static partial class Check
{
    private const string TrueIsOne = "(1 stands for true, 0 for false; rows are queries, columns are keys.)";

    /// <summary>Exercise: who may look at whom, when the last nQueries of nKeys tokens ask and a cache holds the keys
    /// before.</summary>
    /// <param name="canAttend">Takes nQueries and nKeys, gives [nQueries × nKeys], true where the query may look; null
    /// while unfilled.</param>
    public static Verdict MaskOfNewTokens(Func<int, int, bool[,]?> canAttend) =>
        MaskingCache.Judge(canAttend, (answer, n, _) => Entries(answer(n.NQueries, n.NKeys)));

    private sealed record NewTokens(int NQueries, int NKeys, int Offset = 0, Func<int, int, bool>? Sees = null);

    private static Exercise<NewTokens> MaskingCache => new(
        "the mask of new tokens",
        "Fill in MaskOfNewTokens: the nQueries new tokens are the last of nKeys. True where query i may look at key j.",
        "Query i is token i + nKeys − nQueries. It sees all keys up to there, itself included.",
        "The new tokens see all that the cache holds, and the future stays hidden among them.",
        new NewTokens(2, 6),
        Pipeline<NewTokens, NewTokens>.Of(new(n => n with { Offset = n.NKeys - n.NQueries },
            new Form<NewTokens, NewTokens>("the cached past is forgotten",
                "Your query 0 sees key 0 only. But the new tokens come after all that is cached: query i stands at i + "
                + "(nKeys − nQueries), and sees all up to there.", n => n)))
            .Then(new Step<NewTokens, NewTokens>(n => n with { Sees = (i, j) => j <= i + n.Offset },
                new(Masks.Diagonal, Masks.SeesItself, n => n with { Sees = (i, j) => j < i + n.Offset }),
                new(Masks.Inverted, Masks.KeepPast, n => n with { Sees = (i, j) => j > i + n.Offset }),
                new(Masks.Turned, Masks.KeepPast, n => n with { Sees = (i, j) => j >= i + n.Offset }),
                new(Masks.Future, Masks.OneLess, n => n with { Sees = (i, j) => j <= i + n.Offset + 1 }),
                new("only the cache is in sight", "Your tokens see what is cached, and nothing of the new ones: not "
                    + "each other, not even themselves.", n => n with { Sees = (_, j) => j < n.NKeys - n.NQueries }),
                new(Masks.Nothing, Masks.HideFuture, n => n with { Sees = (_, _) => true }),
                new("nothing is in sight", "Your mask is false everywhere: true says who may look.",
                    n => n with { Sees = (_, _) => false })))
            .Then(new Step<NewTokens, Numbers>(n => Ones(n.NQueries, n.NKeys, n.Sees!),
                new(Masks.Transposed, RowsAreQueries,
                    n => Ones(n.NKeys, n.NQueries, (key, query) => n.Sees!(query, key))),
                new("square: the cache has no columns", "Your mask has a row and a column for each new token. It needs "
                    + "a column for every key, those of the cache too: [nQueries × nKeys].",
                    n => Ones(n.NQueries, n.NQueries, n.Sees!)))))
    {
        Close = new(0),
        Draw = (random, n) => n % 4 == 0 ? new NewTokens(n + 3, n + 3)
            : new NewTokens(random.Next(2, 5), random.Next(6, 9)),
        Shown = n => $"nQueries = {n.NQueries}, nKeys = {n.NKeys}",
        Row = (_, row) => $"query {row} {TrueIsOne}",
        Figure = mask =>
            Heatmap.Weights(Softmax.Rows(Seen(mask).Apply(CatScores().Scores.SubMatrix(4, 2, 0, 6))),
            [.. CatScores().Tokens.Skip(4)], CatScores().Tokens,
            "weights of the last two tokens, under your mask", Seen(mask)),
    };

    private const string RowsAreQueries = "Rows are queries, columns are keys: [nQueries × nKeys].";

    private static Numbers Ones(int rows, int columns, Func<int, int, bool> isOne) =>
        Numbers.Build.Dense(rows, columns, (i, j) => isOne(i, j) ? 1 : 0);

    private static Matrix<float>? Entries(bool[,]? canAttend) => canAttend is null ? null
        : canAttend.Length == 0 ? throw new NoResultException("It returned a mask without entries.")
        : Ones(canAttend.GetLength(0), canAttend.GetLength(1), (i, j) => canAttend[i, j]).ToSingle();

    private static Mask Seen(Matrix<float> ones) =>
        Mask.Additive(ones.Map(one => one == 1 ? 0 : float.NegativeInfinity, Zeros.Include));
}
