using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 08.</remarks>
public static partial class Check
{
    private const double GiB = 1L << 30;

    /// <summary>Exercise: the number of tokens at which scores and mix need as many multiplications as the four projections, for dModel 4096.</summary>
    /// <param name="nTokens">The learner's number; null while unfilled.</param>
    public static Verdict Crossing(double? nTokens) => Progress.Note("where n² takes over", JudgeCrossing(nTokens));

    private static Verdict JudgeCrossing(double? nTokens)
    {
        const double DModel = 4096;
        double[] n = [1024, 2048, 4096, 8192, 16384, 32768];
        return nTokens switch
        {
            null => new Verdict(Outcome.Open, "your turn", "Scores and mix need 2 · n² · dModel multiplications, the projections 4 · n · dModel². For which n are they equal?"),
            2 * DModel => new Verdict(Outcome.Right, "right", "At 2 · dModel = 8192 tokens. Below it the projections cost more, above it the looking does.",
                Curves.LogLog("Multiplications of a layer, dModel 4096", "tokens", "multiplications", new Curve("projections", n, [.. n.Select(x => 4 * x * DModel * DModel)]), new Curve("scores and mix", n, [.. n.Select(x => 2 * x * x * DModel)]))),
            4 * DModel => new Verdict(Outcome.Wrong, "the mix is missing", "At 16384 tokens the scores alone equal the projections: n² · dModel. The mix, weights · V, needs as many again."),
            1.5 * DModel => new Verdict(Outcome.Wrong, "Wo is missing", "At 6144 tokens scores and mix equal Wq, Wk and Wv. Wo is a projection too."),
            DModel => new Verdict(Outcome.Wrong, "two and four are mixed up", "At 4096 tokens the weights are as large as a projection. But two products have n², and four have n: set 2 · n² · dModel = 4 · n · dModel²."),
            DModel / 2 => new Verdict(Outcome.Wrong, "upside down", "At 2048 tokens the projections still need four times as many: 4 · n · dModel² against 2 · n² · dModel. The longer the text, the more n² counts."),
            { } given when given > 0 && double.IsFinite(given) => new Verdict(Outcome.Wrong, "not yet", FormattableString.Invariant($"At {given:0} tokens, scores and mix need {given / (2 * DModel):0.##} times what the projections need. It must be once.")),
            { } given => new Verdict(Outcome.Wrong, "not a number of tokens", FormattableString.Invariant($"Yours is {given}: there must be some tokens.")),
        };
    }

    /// <summary>Exercise: the output of one new token, from the cached keys and values of the past and its own query, key and value.</summary>
    /// <param name="next">Takes past keys [nPast × dHead], past values [nPast × dValue], and q, k [1 × dHead] and v [1 × dValue] of the new token; gives [1 × dValue]. Null while unfilled.</param>
    public static Verdict NextToken(Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var (_, carried, _) = Data.Table("cat-wv");
        return Trial.Judge(
            "a decoder with a cache",
            "Fill in Next: put k below the past keys and v below the past values, and let q look at all of them.",
            "One query, all keys: the row that the whole sentence at once would give \"mat\".",
            output => Heatmap.Values(output, ["mat"], carried, "output of the new token, by your code"),
            NextTokenTrial(next, 5), NextTokenTrial(next, 2));
    }

    private static Trial NextTokenTrial(Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> next, int nPast)
    {
        var x = Data.Table("cat-embeddings").Matrix.SubMatrix(0, nPast + 1, 0, 6);
        Matrix<float> keys = x * Data.Table("cat-wk").Matrix, values = x * Data.Table("cat-wv").Matrix;
        Matrix<float> Past(Matrix<float> all) => all.SubMatrix(0, nPast, 0, all.ColumnCount);
        Matrix<float> New(Matrix<float> all) => all.SubMatrix(nPast, 1, 0, all.ColumnCount);
        var query = New(x * Data.Table("cat-wq").Matrix);
        const string Torn = "a key and its value are torn apart";
        return new Trial(() => next(Past(keys), Past(values), query.Clone(), New(keys), New(values)), Attention.Apply(query, keys, values),
            new Mistake("the new token does not see itself", Attention.Apply(query, Past(keys), Past(values)),
                "Your query looks at the past alone. A token sees itself too: its own key and value go into the cache before it asks."),
            new Mistake("the past is forgotten", New(values),
                yours => $"Your output, {Numbers(yours.Row(0))}, is the token's own value: it looked at nothing else. Put its key and value below the past ones."),
            new Mistake("the mask forgets the past", values.SubMatrix(0, 1, 0, values.ColumnCount),
                "Your output is the value of token 0: a causal mask of 1 × n lets row 0 see column 0 only. A single new token needs no mask: all that the cache holds is its past."),
            new Mistake(Torn, Attention.Apply(query, keys, New(values).Stack(Past(values))),
                "Your new key comes last, and your new value first. Row i of the keys and row i of the values belong to the same token."),
            new Mistake(Torn, Attention.Apply(query, New(keys).Stack(Past(keys)), values),
                "Your new key comes first, and your new value last. Row i of the keys and row i of the values belong to the same token."),
            new Mistake("the key asks", Attention.Apply(New(keys), keys, values), "You let k look at the keys. What a token offers is not what it asks: q asks."),
            new Mistake("no scaling", Attention.Apply(query, keys, values, scale: 1), "Your scores are not divided by √dHead = √2."),
            new Mistake("keys are mixed in place of values", Attention.Mix(Softmax.Rows(Attention.Scores(query, keys)), keys),
                "You mixed the keys. What a token offers to be found by is not what it carries."))
        { Departs = yours => FirstStep.OfOutput(yours, values) };
    }

    /// <summary>Exercise: the bytes of a model's cache.</summary>
    /// <param name="bytes">Takes nLayers, nHeads, nKvHeads, dHead, nTokens and the bytes of a number; null while unfilled.</param>
    public static Verdict CacheBytes(Func<int, int, int, int, int, int, long?> bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        int[] contexts = [1024, 8192, 32768, 131072];
        return Trial.Judge(
            "bytes of a cache",
            "Fill in CacheBytes: in every layer, each key and value head keeps dHead numbers for keys and as many for values, a token.",
            "2 · nLayers · nKvHeads · dHead · nTokens · bytes: it grows with n, not with n², and the query heads don't matter.",
            row => Heatmap.Values(row / (float)GiB, ["GiB"], [.. contexts.Select(n => $"{n / 1024}k")], "32 layers, 8 key and value heads of 128, 4 bytes a number"),
            CacheBytesTrial(bytes, 32, 32, 8, 128, contexts, 4), // with 2 bytes, two mistakes would give the same number
            CacheBytesTrial(bytes, 3, 35, 5, 10, [6, 7], 4));
    }

    private static Trial CacheBytesTrial(Func<int, int, int, int, int, int, long?> bytes, int nLayers, int nHeads, int nKvHeads, int dHead, int[] contexts, int size)
    {
        Matrix<float> Row(Func<long, long> of) => Rows.Of([.. contexts.Select(n => (float)of(n))]);
        Matrix<float>? Yours()
        {
            long?[] given = [.. contexts.Select(n => bytes(nLayers, nHeads, nKvHeads, dHead, n, size))];
            return given.Any(number => number is null) ? null : Rows.Of([.. given.Select(number => (float)number!.Value)]);
        }
        long Right(long n) => 2 * n * nLayers * nKvHeads * dHead * size;
        var sizes = $"Here: {nLayers} layers, {nHeads} query heads, {nKvHeads} key and value heads of {dHead}, {size} bytes a number.";
        return new Trial(Yours, Row(Right),
            new Mistake("int overflows", Row(n => (int)Right(n)),
                "With 131072 tokens there are 2³⁵ bytes, and an int ends at 2³¹. All the factors are int, so C# multiplied in int: write 2L, and it multiplies in long."),
            new Mistake("keys or values only", Row(n => Right(n) / 2), $"Yours is half of it. {sizes} Keys are kept, and values too."),
            new Mistake("query heads counted", Row(n => Right(n) / nKvHeads * nHeads), $"{sizes} Queries are asked once and forgotten: only the key and value heads are kept."),
            new Mistake("one layer only", Row(n => Right(n) / nLayers), $"{sizes} Every layer has keys and values of its own."),
            new Mistake("one head only", Row(n => Right(n) / nKvHeads), $"{sizes} Every key and value head is kept."),
            new Mistake("numbers, not bytes", Row(n => Right(n) / size), $"Yours counts numbers. {sizes}"),
            new Mistake("bits, not bytes", Row(n => Right(n) * 8), $"Yours is eight times too large. {sizes}"),
            new Mistake("n² counted", Row(n => Right(n) * n), "Yours grows with n². That is the table of weights, which is thrown away; the cache has one row a token."))
        { Where = (_, i) => $"With {contexts[i]} tokens", Departs = _ => sizes };
    }

    /// <summary>Exercise: whom a query sees with a sliding window and sinks.</summary>
    /// <param name="sees">Takes query, key, window and nSinks; null while unfilled.</param>
    public static Verdict Sees(Func<int, int, int, int, bool?> sees)
    {
        ArgumentNullException.ThrowIfNull(sees);
        IReadOnlyList<string> names = [.. Enumerable.Range(0, 12).Select(i => $"{i}")];
        return Trial.Judge(
            "a window and sinks",
            "Fill in Sees: never the future; of the past, the window's tokens, the query itself counted, and the first nSinks.",
            "A band along the diagonal, and the first columns: the cache never grows beyond window + nSinks tokens.",
            seen => Heatmap.Weights(Softmax.Rows(Seen(seen).Apply(Matrix<float>.Build.Dense(12, 12))), names, title: "who sees whom, by your rule: window 4, 2 sinks", mask: Seen(seen)),
            SeesTrial(sees, 4, 2), SeesTrial(sees, 3, 1));
    }

    private static Trial SeesTrial(Func<int, int, int, int, bool?> sees, int window, int nSinks)
    {
        const int N = 12;
        Matrix<float>? Yours()
        {
            var seen = new bool?[N, N];
            for (var i = 0; i < N; i++)
                for (var j = 0; j < N; j++)
                    seen[i, j] = sees(i, j, window, nSinks);
            return seen.Cast<bool?>().Any(see => see is null) ? null : Ones(N, N, (i, j) => seen[i, j]!.Value);
        }
        bool Near(int i, int j, int wide) => j > i - wide;
        bool Sink(int j, int many) => j < many;
        const string Wide = "one token too many in the window", Narrow = "one token too few in the window";
        var right = Ones(N, N, (i, j) => IsPast(i, j) && (Near(i, j, window) || Sink(j, nSinks)));
        return new Trial(Yours, right,
            new Mistake("the future is in sight", Ones(N, N, (i, j) => Near(i, j, window) || Sink(j, nSinks)), "Your query 0 sees key 11. A window looks back: j ≤ i holds in it too."),
            new Mistake("the future is in sight, and the sinks are not", Ones(N, N, (i, j) => Near(i, j, window)), "Your query 0 sees key 11: a window looks back, and j ≤ i holds in it too. And the first nSinks tokens stay in sight, however old."),
            new Mistake("a sink of the future is in sight", Ones(N, N, (i, j) => (IsPast(i, j) && Near(i, j, window)) || Sink(j, nSinks)), "Your query 0 sees key 1, which comes later. A sink is visible once it is past: j ≤ i holds for sinks too."),
            new Mistake(Wide, Ones(N, N, (i, j) => IsPast(i, j) && (Near(i, j, window + 1) || Sink(j, nSinks))), $"Your query 11 sees {window + 1} tokens in its window, itself counted. It must be {window}: j > i − window."),
            new Mistake(Narrow, Ones(N, N, (i, j) => IsPast(i, j) && (Near(i, j, window - 1) || Sink(j, nSinks))), $"Your query 11 sees {window - 1} tokens in its window, itself counted. It must be {window}: j > i − window."),
            new Mistake("the sinks are out of sight", Ones(N, N, (i, j) => IsPast(i, j) && Near(i, j, window)), "The window is right. But your query 11 does not see key 0: the first nSinks tokens stay in sight, however old."),
            new Mistake("one sink too many", Ones(N, N, (i, j) => IsPast(i, j) && (Near(i, j, window) || Sink(j, nSinks + 1))), $"Your query 11 sees key {nSinks} as a sink. With nSinks = {nSinks}, the keys below {nSinks} are sinks: j < nSinks."),
            new Mistake("the window is out of sight", Ones(N, N, (i, j) => IsPast(i, j) && Sink(j, nSinks)), "Your queries see sinks only. The last tokens are in sight as well: window or sink."),
            new Mistake("the window hides nothing", Ones(N, N, IsPast), "That is the causal mask: your query 11 sees all 12 tokens."),
            new Mistake("queries and keys are swapped", right.Transpose(), "Your rows are keys. Rows are queries, and a query sees what is before it."),
            new Mistake("the mask is inverted", Ones(N, N, (i, j) => right[i, j] == 0), "You hid what must be seen, and the other way round. true: may look."))
        { Departs = _ => TrueIsOne };
    }

    private const string TrueIsOne = "(1 stands for true, 0 for false; rows are queries, columns are keys.)";

    /// <summary>Open exercise: a cache of at most 1 GiB for a context of 131072 tokens, in 32 layers with 32 query heads of 128.</summary>
    /// <param name="design">Key and value heads, tokens in the window, and bytes a number; null while unfilled.</param>
    public static Verdict FitsInOneGiB((int NKvHeads, int Window, int Bytes)? design) => Progress.Note("a cache of 1 GiB", JudgeDesign(design));

    private static Verdict JudgeDesign((int NKvHeads, int Window, int Bytes)? design)
    {
        const int NLayers = 32, NHeads = 32, DHead = 128, Context = 131072;
        if (design is not { } d) return new Verdict(Outcome.Open, "your turn", "Give three numbers: key and value heads, tokens in the window, bytes a number. All kept in halves, it is (32, 131072, 2): 64 GiB.");
        if (d.NKvHeads < 1 || NHeads % d.NKvHeads != 0) return new Verdict(Outcome.Wrong, "heads that can't be shared out", $"32 query heads can't share {d.NKvHeads} key heads evenly: it must be 1, 2, 4, 8, 16 or 32.");
        if (d.Window is < 1 or > Context) return new Verdict(Outcome.Wrong, "no such window", $"Your window is {d.Window}: it must be from 1 to {Context} tokens.");
        if (d.Bytes is not (1 or 2 or 4)) return new Verdict(Outcome.Wrong, "no such number", $"A number takes 4 bytes (float), 2 (half) or 1 (quantised to 256 steps): yours takes {d.Bytes}.");
        double Size(double nTokens) => 2.0 * NLayers * d.NKvHeads * DHead * d.Bytes * Math.Min(nTokens, d.Window);
        double[] n = [1024, 4096, 16384, 65536, Context];
        var figure = Curves.LogLog("Bytes of your cache", "tokens so far", "GiB",
            new Curve("yours", n, [.. n.Select(x => Size(x) / GiB)]), new Curve("all heads, all tokens, halves", n, [.. n.Select(x => 2.0 * NLayers * NHeads * DHead * 2 * x / GiB)]));
        return Size(Context) > GiB
            ? new Verdict(Outcome.Wrong, "too large", FormattableString.Invariant($"Yours takes {Size(Context) / GiB:0.##} GiB. Halve any of the three numbers, and it is half as much."), figure)
            : new Verdict(Outcome.Right, "right", FormattableString.Invariant($"{Size(Context) / GiB:0.###} GiB, in place of 64. What you paid: {Paid(d.NKvHeads, d.Window, d.Bytes)}. Whether the model bears it is for tests to say, not for arithmetic."), figure);
    }

    private static string Paid(int nKvHeads, int window, int bytes)
    {
        string?[] paid =
        [
            nKvHeads < 32 ? $"{32 / nKvHeads} query heads share each key head" : null,
            window < 131072 ? $"what is older than {window} tokens is out of sight" : null,
            bytes == 1 ? "numbers in 256 steps" : null,
        ];
        return string.Join("; ", paid.Where(price => price is not null));
    }
}
