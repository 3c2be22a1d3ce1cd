using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 09.</remarks>
public static partial class Check
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>Exercise: the largest score and the sum of exp(score − largest), in one pass.</summary>
    /// <param name="running">Takes the scores of one query, gives maximum and sum; null while unfilled.</param>
    public static Verdict Running(Func<float[], (float Max, float Sum)?> running)
    {
        ArgumentNullException.ThrowIfNull(running);
        return Trial.Judge(
            "a running sum",
            "Fill in Running: for each score, if it is a new maximum, shrink the sum by exp(old − new); then add exp(score − maximum).",
            "One pass, two numbers kept, and the same sum as with the maximum known from the start.",
            result => Heatmap.Values(result, ["your result"], ["maximum", "sum"], "the running maximum and sum after eight scores"),
            RunningTrial(running, 1, 3, 2, 5, 0, 4, 1, 2),
            RunningTrial(running, 1000, 1002, 1001),
            RunningTrial(running, -5, -3, -4),
            RunningTrial(running, Hidden, 2, Hidden, 3));
    }

    private static Trial RunningTrial(Func<float[], (float Max, float Sum)?> running, params float[] scores)
    {
        var max = scores.Max();
        // What a pass gives that shrinks the sum as told when the maximum moves.
        Matrix<float> Pass(Func<float, float, float> shrink, float start = Hidden)
        {
            var (top, sum) = (start, 0f);
            foreach (var score in scores.Where(float.IsFinite))
            {
                if (score > top) (top, sum) = (score, sum * shrink(top, score));
                sum += MathF.Exp(score - top);
            }
            return Rows.Of([top, sum]);
        }
        float Shrink(float old, float now) => float.IsNegativeInfinity(old) ? 1 : MathF.Exp(old - now);
        return new Trial(() => running([.. scores]) is { } given ? Rows.Of([given.Max, given.Sum]) : null, Rows.Of([max, scores.Sum(score => MathF.Exp(score - max))]),
            new Mistake("the sum is not rescaled", Pass((_, _) => 1),
                yours => FormattableString.Invariant($"Your sum is {yours[0, 1]:0.000}. What was added before the maximum moved was measured against a smaller one: multiply the sum by exp(old maximum − new maximum).")),
            new Mistake("rescaled the wrong way", Pass((old, now) => float.IsNegativeInfinity(old) ? 1 : MathF.Exp(now - old)),
                yours => FormattableString.Invariant($"Your sum is {yours[0, 1]:0.000}: it grew when the maximum rose. Against a larger maximum each term is smaller: exp(old − new), not exp(new − old).")),
            new Mistake("the sum starts anew", Pass((_, _) => 0), "You threw the sum away at each new maximum. What came before still counts, only less: multiply it by exp(old − new)."),
            new Mistake("the maximum starts at 0", Pass(Shrink, 0), "In this trial all scores are below 0, and your maximum is 0, which none of them is. Start at −∞, float.NegativeInfinity."),
            new Mistake("the maximum is not subtracted", Rows.Of([max, scores.Sum(MathF.Exp)]), "Your sum is that of exp(score). With scores of 1000 that is ∞ (lesson 03): sum exp(score − maximum)."),
            new Mistake("a hidden first key gives NaN", Rows.Of([max, float.NaN]), "In this trial the first key is hidden: −∞ − (−∞) is NaN, and NaN stays in the sum. Leave out scores of −∞."),
            new Mistake("a hidden first key gives NaN", Rows.Of([float.NaN, float.NaN]), "In this trial the first key is hidden: −∞ − (−∞) is NaN, and NaN stays. Leave out scores of −∞."))
        { Where = (_, i) => i == 0 ? "The maximum" : "The sum", Departs = _ => FormattableString.Invariant($"The scores are {string.Join(", ", scores)}.") };
    }

    /// <summary>Exercise: the output of one query in one pass over scores and value rows.</summary>
    /// <param name="online">Takes scores and values [nKeys × dValue], gives dValue numbers; null while unfilled.</param>
    public static Verdict Online(Func<float[], Matrix<float>, Vector<float>?> online)
    {
        ArgumentNullException.ThrowIfNull(online);
        var (_, carried, wv) = Data.Table("cat-wv");
        var values = Data.Table("cat-embeddings").Matrix * wv;
        return Trial.Judge(
            "attention in one pass",
            "Fill in Online: keep a maximum, a sum and an output row. A new maximum shrinks sum and output; each key adds exp(score − maximum) to the sum, and as much of its value to the output. Divide at the end.",
            "The row that softmax and mix give, and no weight was ever stored.",
            output => Heatmap.Values(output, ["output"], carried, "what a query gathers, in one pass by your code"),
            OnlineTrial(online, [3, 1, 0, 5, 4, 2], values), // the maximum moves after words that carry something
            OnlineTrial(online, [.. CatScores().Scores.Row(2)], values));
    }

    private static Trial OnlineTrial(Func<float[], Matrix<float>, Vector<float>?> online, float[] scores, Matrix<float> values)
    {
        // One pass; each flag says whether that step is done.
        Matrix<float> Pass(bool shrinkSum = true, bool shrinkOutput = true, bool divide = true, bool divideAlways = false)
        {
            var (top, sum, output) = (Hidden, 0f, Vector<float>.Build.Dense(values.ColumnCount));
            for (var j = 0; j < scores.Length; j++)
            {
                var now = MathF.Max(top, scores[j]);
                var shrink = MathF.Exp(top - now);
                var weight = MathF.Exp(scores[j] - now);
                sum = (shrinkSum ? sum * shrink : sum) + weight;
                output = (shrinkOutput ? output * shrink : output) + (values.Row(j) * weight);
                if (divideAlways) output /= sum;
                top = now;
            }
            return (divide ? output / sum : output).ToRowMatrix();
        }
        return new Trial(() => online([.. scores], values.Clone())?.ToRowMatrix(), Attention.Mix(Softmax.Rows(Rows.Of(scores)), values),
            new Mistake("nothing is rescaled", Pass(shrinkSum: false, shrinkOutput: false), "The maximum moved, and neither the sum nor the output was shrunk. Both hold terms that were measured against the old maximum: multiply both by exp(old − new)."),
            new Mistake("the output is not rescaled", Pass(shrinkOutput: false), "Your sum shrinks when the maximum moves, your output does not. Both hold terms measured against the old maximum."),
            new Mistake("the sum is not rescaled", Pass(shrinkSum: false), "Your output shrinks when the maximum moves, your sum does not. Both hold terms measured against the old maximum."),
            new Mistake("not divided by the sum", Pass(divide: false), "Your weights do not sum to 1: divide the output by the sum, once, after the last key."),
            new Mistake("divided at every key", Pass(divide: false, divideAlways: true), "You divided after each key, and what came before was divided again and again. Keep the output undivided; divide once, after the last key."),
            new Mistake("divided at every key, and at the end", Pass(divideAlways: true), "You divided after each key, and once more at the end. Keep the output undivided; divide once, after the last key."),
            new Mistake("weights, not the output", Softmax.Rows(Rows.Of(scores)), $"These are the {scores.Length} weights. Each belongs to a value: the output is their mixture, {values.ColumnCount} numbers."),
            new Mistake("the last value only", values.SubMatrix(values.RowCount - 1, 1, 0, values.ColumnCount), "Your output is the last value. Add to the output, with +=."))
        { Departs = yours => FirstStep.OfOutput(yours, values) };
    }

    /// <summary>Exercise: two tiles' results put together.</summary>
    /// <param name="merge">Takes two results, each {maximum, sum, output…}, undivided; gives that of both. Null while unfilled.</param>
    public static Verdict Merge(Func<float[], float[], float[]?> merge)
    {
        ArgumentNullException.ThrowIfNull(merge);
        return Trial.Judge(
            "two tiles put together",
            "Fill in Merge: the larger maximum; both sums, each times exp(its maximum − the larger one), added; and the outputs in the same way.",
            "Tiles can be computed in any order, or at once on many processors, and put together afterwards.",
            both => Heatmap.Values(both, ["both tiles"], ["maximum", "sum", "output 0", "output 1"], "two tiles as one, by your code"),
            MergeTrial(merge, [2, 1.5f, 0.5f, 1], [4, 1.2f, 2, -1]),
            MergeTrial(merge, [3, 2, 1, 0.5f], [1, 1.1f, -1, 2]));
    }

    private static Trial MergeTrial(Func<float[], float[], float[]?> merge, float[] a, float[] b)
    {
        var max = MathF.Max(a[0], b[0]);
        // Maximum aside, each number is that of a times one factor plus that of b times another.
        Matrix<float> Both(float top, float ofA, float ofB, float? outputA = null, float? outputB = null) => Rows.Of(
            [top, (a[1] * ofA) + (b[1] * ofB), .. Enumerable.Range(2, a.Length - 2).Select(d => (a[d] * (outputA ?? ofA)) + (b[d] * (outputB ?? ofB)))]);
        float shrinkA = MathF.Exp(a[0] - max), shrinkB = MathF.Exp(b[0] - max);
        var sum = (a[1] * shrinkA) + (b[1] * shrinkB);
        const string Late = "the second tile is taken for the larger", Early = "the first tile is taken for the larger";
        return new Trial(() => merge([.. a], [.. b]) is { } given ? Rows.Of(given) : null, Both(max, shrinkA, shrinkB),
            new Mistake("nothing is rescaled", Both(max, 1, 1), "You added the sums as they are. Each was measured against its own maximum: multiply by exp(its maximum − the larger one) first."),
            new Mistake("only the sums are rescaled", Both(max, shrinkA, shrinkB, 1, 1), "Your sums are right, but the outputs were added as they are. They hold the same weights: shrink them in the same way."),
            new Mistake("only the outputs are rescaled", Both(max, 1, 1, shrinkA, shrinkB), "Your outputs are right, but the sums were added as they are. Shrink them in the same way."),
            new Mistake("rescaled the wrong way", Both(max, 1 / shrinkA, 1 / shrinkB), "The tile with the smaller maximum grew. Against the larger maximum its terms are smaller: exp(its maximum − the larger one)."),
            new Mistake(Late, Both(b[0], MathF.Exp(a[0] - b[0]), 1), "Here the first tile holds the larger maximum, and yours is that of the second. Take the larger of the two, whichever it is."),
            new Mistake(Early, Both(a[0], 1, MathF.Exp(b[0] - a[0])), "Here the second tile holds the larger maximum, and yours is that of the first. Take the larger of the two, whichever it is."),
            new Mistake("the maxima are added", Both(a[0] + b[0], 1, 1), "You added everything, the maxima too. The maximum of both tiles is the larger of the two."),
            new Mistake("averaged", Both(max, .5f, .5f), "You took the mean of the two. A tile whose scores are higher must count more."),
            new Mistake("divided too early", Both(max, shrinkA, shrinkB, shrinkA / sum, shrinkB / sum), "You divided the outputs by the sum. More tiles may follow: keep them undivided until the last one."));
    }

    /// <summary>Exercise: whether a tile of scores holds anything that a causal mask leaves in sight.</summary>
    /// <param name="needed">Takes first query, queries, first key, keys; null while unfilled.</param>
    public static Verdict NeedsTile(Func<int, int, int, int, bool?> needed)
    {
        ArgumentNullException.ThrowIfNull(needed);
        return Trial.Judge(
            "tiles that a causal mask skips",
            "Fill in NeedsTile: true when at least one query of the tile may look at at least one of its keys, j ≤ i.",
            "The last query of a tile sees most, its first key is seen first: compare these two.",
            tiles => Heatmap.Weights(tiles, [.. Enumerable.Range(0, 4).Select(i => $"queries {4 * i}…{(4 * i) + 3}")], [.. Enumerable.Range(0, 8).Select(j => $"keys {2 * j}…{(2 * j) + 1}")], "1: computed, 0: skipped"),
            TilesTrial(needed, 4, 2), TilesTrial(needed, 2, 4));
    }

    private static Trial TilesTrial(Func<int, int, int, int, bool?> needed, int nQueries, int nKeys)
    {
        const int N = 16;
        Matrix<float> Tiles(Func<int, int, bool> isNeeded) => Ones(N / nQueries, N / nKeys, (i, j) => isNeeded(i * nQueries, j * nKeys));
        Matrix<float>? Yours()
        {
            var open = false;
            var tiles = Tiles((i, j) => needed(i, nQueries, j, nKeys) is { } need ? need : !(open = true));
            return open ? null : tiles;
        }
        var sizes = $"with {nQueries} queries and {nKeys} keys a tile";
        return new Trial(Yours, Tiles((i, j) => j < i + nQueries),
            new Mistake("the first query decides", Tiles((i, j) => j <= i), $"You compared the tile's first key with its first query. Later queries of the tile see more: {sizes}, some tile holds visible scores and is skipped."),
            new Mistake("only tiles that are in sight as a whole", Tiles((i, j) => j + nKeys - 1 <= i), "You skip the tiles on the diagonal, of which a part is visible. They are computed, and masked inside."),
            new Mistake("the last key decides", Tiles((i, j) => j + nKeys <= i + nQueries), $"You compared last with last: {sizes}, a tile whose first key is visible and whose last one is not gets skipped."),
            new Mistake("one tile too many", Tiles((i, j) => j <= i + nQueries), "Your diagonal is one too wide: the last query is firstQuery + nQueries − 1."),
            new Mistake("no tile is skipped", Tiles((_, _) => true), "You compute all tiles. Those above the diagonal hold nothing but −∞."),
            new Mistake("the skipped are computed", Tiles((i, j) => j >= i + nQueries), "It is the other way round: a tile above the diagonal holds nothing in sight."))
        { Departs = _ => "(1 stands for true, 0 for false; rows are tiles of queries, columns are tiles of keys.)" };
    }

    /// <summary>Open exercise: a tile that fits into 48 KiB of fast memory and reads keys and values at most 64 times, for 4096 tokens with dHead 64.</summary>
    /// <param name="tile">Queries and keys of a tile; null while unfilled.</param>
    public static Verdict TileFits((int Queries, int Keys)? tile) => Progress.Note("a tile for 48 KiB", JudgeTile(tile));

    private static Verdict JudgeTile((int Queries, int Keys)? tile)
    {
        const int N = 4096, DHead = 64, KiB = 1024, Fast = 48, MostReads = 64;
        if (tile is not { } t) return new Verdict(Outcome.Open, "your turn", "Give two numbers: the queries of a tile, and its keys. Try (32, 32) first.");
        if (t.Queries is < 1 or > N || t.Keys is < 1 or > N) return new Verdict(Outcome.Wrong, "no such tile", $"Both must be from 1 to {N}: yours are {t.Queries} and {t.Keys}.");
        double Size(double queries, double keys) => sizeof(float) * ((2 * DHead * queries) + (2 * DHead * keys) + (queries * keys)) / KiB;
        var reads = (N + t.Queries - 1) / t.Queries;
        var size = Size(t.Queries, t.Keys);
        double[] n = [8, 16, 32, 64, 128];
        var figure = Curves.LogLog($"The more queries a tile has, the less is read (with {t.Keys} keys)", "queries of a tile", "KiB",
            new Curve("fast memory of a tile", n, [.. n.Select(q => Size(q, t.Keys))]),
            new Curve("keys and values read", n, [.. n.Select(q => sizeof(float) * 2.0 * DHead * N * (N / q) / KiB)]));
        return size > Fast
            ? new Verdict(Outcome.Wrong, "too large for the fast memory", FormattableString.Invariant($"Queries and outputs, keys and values, and the tile's scores take {size:0.0} KiB; there are {Fast}."), figure)
            : reads > MostReads
                ? new Verdict(Outcome.Wrong, "keys and values are read too often", $"It fits. But there are {reads} blocks of queries, and each reads all keys and values. More queries a tile, and fewer keys in exchange.", figure)
                : new Verdict(Outcome.Right, "right", FormattableString.Invariant($"{size:0.0} KiB, and keys and values are read {reads} times. The keys of a tile hardly matter; the queries do: they decide how often everything is read."), figure);
    }
}
