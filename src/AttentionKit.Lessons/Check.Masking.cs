using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 04.</remarks>
public static partial class Check
{
    /// <summary>Exercise: from scores to weights, each token seeing itself and its past.</summary>
    /// <param name="causalWeights">Takes scores [nTokens × nTokens], gives weights of the same shape; null while unfilled.</param>
    public static Verdict CausalWeights(Func<Matrix<float>, Matrix<float>?> causalWeights)
    {
        ArgumentNullException.ThrowIfNull(causalWeights);
        var (tokens, scores) = CatScores();
        var loudFuture = Rows.Of([0, 200, 1], [1, 0, 200], [0, 1, 2]);
        var full = Softmax.Rows(scores);
        var renormalised = ByRowSums(Kept(Softmax.Rows(loudFuture), IsPast, 0));
        const string inverted = "the mask is inverted", diagonal = "the diagonal is hidden", renormalisedLate = "masked after softmax, then renormalised";
        string Inverted(Matrix<float> yours) => $"Your \"The\" may look at later tokens, and \"mat\" at none before it: the last row is {Numbers(yours.Row(5))}. You kept what should be hidden: a token sees itself and its past, j ≤ i.";
        string Diagonal(Matrix<float> yours) => $"Your row of \"The\" is {Numbers(yours.Row(0))}: it sees nothing, not even itself. A token may see itself and its past: j ≤ i, not j < i.";
        const string late = "In this trial a hidden score is 200. Softmax gives it everything and leaves 0 for the rest, and 0 / 0 is no number. On paper, masking after softmax and dividing by the row's sum is the same; in float it is not. Put −∞ in before.";
        return Trial.Judge(
            "causal weights",
            "Fill in CausalWeights: put −∞ where a token would look at a later one, then take the softmax of each row.",
            "Each row shares 1 among the token and its past. \"sat\" puts 0.81 on \"cat\".",
            weights => Heatmap.Weights(weights, tokens, title: "causal weights, by your code", mask: Mask.Causal(6)),
            new Trial(() => causalWeights(scores.Clone()), Softmax.Rows(Kept(scores, IsPast)),
                new Mistake("the mask comes after softmax, and nothing is renormalised", Kept(full, IsPast, 0),
                    yours => $"Your rows sum to {Numbers(yours.RowSums())}, not to 1: the hidden keys took their share before you removed them. −∞ goes in before the softmax."),
                new Mistake("0 in place of −∞", Softmax.Rows(Kept(scores, IsPast, 0)),
                    yours => $"Your \"The\" still puts {Numbers([yours[0, 5]])} on \"mat\", which it must not see: exp(0) = 1 is not nothing. Only exp(−∞) is 0."),
                new Mistake(inverted, Softmax.Rows(Kept(scores, (i, j) => j >= i)), Inverted),
                new Mistake(inverted, Softmax.Rows(Kept(scores, (i, j) => j > i)), Inverted),
                new Mistake(inverted, NaiveSoftmax(Kept(scores, (i, j) => j > i)), Inverted),
                new Mistake(diagonal, Softmax.Rows(Kept(scores, (i, j) => j < i)), Diagonal),
                new Mistake(diagonal, NaiveSoftmax(Kept(scores, (i, j) => j < i)), Diagonal),
                new Mistake("nothing is hidden", full, yours => $"Your \"The\" puts {Numbers([yours[0, 5]])} on \"mat\", the last token. Hide what comes later, j > i."),
                new Mistake("softmax over the wrong axis", Softmax.Rows(Kept(scores, IsPast).Transpose()).Transpose(),
                    yours => $"Your columns sum to 1, not your rows: these sum to {Numbers(yours.RowSums())}. Each query needs its own distribution."),
                new Mistake("masked scores, not weights", Kept(scores, IsPast), "The right scores are hidden. Now take the softmax of each row."))
            { Departs = yours => FirstStep.OfWeights(yours, Softmax.Rows(Kept(scores, IsPast))) },
            new Trial(() => causalWeights(loudFuture.Clone()), Softmax.Rows(Kept(loudFuture, IsPast)),
                new Mistake(renormalisedLate, renormalised, late),
                new Mistake(renormalisedLate, renormalised.Map(weight => float.IsNaN(weight) ? 0 : weight), late)),
            // All scores are low here: a hidden one that was set to −10 or so now wins.
            new Trial(() => causalWeights(scores - 50), Softmax.Rows(Kept(scores, IsPast))) { Departs = yours => FirstStep.OfWeights(yours, Softmax.Rows(Kept(scores, IsPast))) });
    }

    /// <summary>Exercise: from scores to weights when only the first keys are real and the rest is padding.</summary>
    /// <param name="paddedWeights">Takes scores [nQueries × nKeys] and how many keys are real, gives weights of the same shape; null while unfilled.</param>
    public static Verdict PaddedWeights(Func<Matrix<float>, int, Matrix<float>?> paddedWeights)
    {
        ArgumentNullException.ThrowIfNull(paddedWeights);
        var (tokens, scores) = CatScores();
        IReadOnlyList<string> names = [.. tokens.Take(4), "[pad]", "[pad]"];
        var full = Softmax.Rows(scores);
        var realKeys = Softmax.Rows(Kept(scores, (_, j) => j < 4));
        var noKeys = Kept(scores, (_, _) => false);
        const string queries = "padding hides queries, not keys";
        string Queries(Matrix<float> yours) => $"Your last two rows are hidden, but \"sat\" still puts {Numbers([yours[2, 4] + yours[2, 5]])} on the padding. Padding must not be looked at: hide its columns.";
        return Trial.Judge(
            "weights with padding",
            "Fill in PaddedWeights: put −∞ in every column from length on, take the softmax of each row, and 0 where a row has nothing to see.",
            "No query looks at the padding, and a row with nothing to see is 0, not NaN.",
            weights => Heatmap.Weights(weights, names, title: "weights with padding, by your code", mask: Mask.Padding(6, 6, 4)),
            new Trial(() => paddedWeights(scores.Clone(), 4), realKeys,
                new Mistake(queries, Kept(full, (i, _) => i < 4, 0), Queries),
                new Mistake(queries, Kept(full, (i, _) => i < 4, float.NaN), Queries),
                new Mistake("padding hides queries too", Kept(realKeys, (i, _) => i < 4, 0),
                    "The columns are right. But you emptied the rows of the padding too: nobody reads their output, and a token that asks harms nobody. Leave the rows."),
                new Mistake("the mask comes after softmax, and nothing is renormalised", Kept(full, (_, j) => j < 4, 0),
                    yours => $"Your rows sum to {Numbers(yours.RowSums())}, not to 1: the padding took its share before you removed it. −∞ goes in before the softmax."),
                new Mistake("0 in place of −∞", Softmax.Rows(Kept(scores, (_, j) => j < 4, 0)),
                    yours => $"Your \"sat\" still puts {Numbers([yours[2, 4] + yours[2, 5]])} on the padding: exp(0) = 1 is not nothing. Only exp(−∞) is 0."),
                new Mistake("the mask is inverted", Softmax.Rows(Kept(scores, (_, j) => j >= 4)), "Your queries look at nothing but padding: keep the columns below length, hide the others."),
                new Mistake("one key too few", Softmax.Rows(Kept(scores, (_, j) => j < 3)), "With length 4, the columns 0, 1, 2 and 3 are real: j < length."),
                new Mistake("one key too many", Softmax.Rows(Kept(scores, (_, j) => j <= 4)), "With length 4, the columns 0, 1, 2 and 3 are real: j < length, not j ≤ length."),
                new Mistake("nothing is hidden", full, yours => $"Your \"sat\" puts {Numbers([yours[2, 4] + yours[2, 5]])} on the padding. Hide the columns from length on."))
            { Departs = yours => FirstStep.OfWeights(yours, realKeys) },
            new Trial(() => paddedWeights(scores.SubMatrix(0, 2, 0, 6), 4), realKeys.SubMatrix(0, 2, 0, 6)),
            new Trial(() => paddedWeights(scores.Clone(), 0), Softmax.Rows(noKeys),
                new Mistake("a row with nothing to see gives NaN", NaiveSoftmax(noKeys), "In this trial length is 0: every score is −∞, so you computed 0 / 0, or −∞ − (−∞). Nothing to see: the weights are all 0."),
                new Mistake("a low number in place of −∞", Kept(scores, (_, _) => false, 1f / 6),
                    "In this trial length is 0, and your rows look at all the padding, 0.17 each. Where every score is −1e9, softmax sees six equal ones. −∞ hides for certain.")));
    }

    /// <summary>Exercise: who may look at whom, when the last nQueries of nKeys tokens ask and a cache holds the keys before.</summary>
    /// <param name="canAttend">Takes nQueries and nKeys, gives [nQueries × nKeys], true where the query may look; null while unfilled.</param>
    public static Verdict MaskOfNewTokens(Func<int, int, bool[,]?> canAttend)
    {
        ArgumentNullException.ThrowIfNull(canAttend);
        var (tokens, scores) = CatScores();
        const string transposed = "the mask is transposed", inverted = "the mask is inverted", keepPast = "You kept what should be hidden: a token sees itself and its past.";
        const string rowsAsk = "Rows are queries, columns are keys: [nQueries × nKeys].";
        Matrix<float>? Yours(int nQueries, int nKeys) => canAttend(nQueries, nKeys) is { } mask ? Ones(mask.GetLength(0), mask.GetLength(1), (i, j) => mask[i, j]) : null;
        return Trial.Judge(
            "the mask of new tokens",
            "Fill in MaskOfNewTokens: the nQueries new tokens are the last of the nKeys tokens. True where query i may look at key j.",
            "The new tokens see all that the cache holds, and the future stays hidden among them.",
            mask => Heatmap.Weights(Softmax.Rows(Seen(mask).Apply(scores.SubMatrix(4, 2, 0, 6))), [.. tokens.Skip(4)], tokens, "weights of the last two tokens, under your mask", Seen(mask)),
            new Trial(() => Yours(2, 6), Ones(2, 6, (i, j) => j <= i + 4),
                new Mistake(transposed, Ones(6, 2, (j, i) => j <= i + 4), yours => $"Two queries and six keys gave a mask of {Shape(yours)}. {rowsAsk}"),
                new Mistake(transposed, Ones(6, 2, (i, j) => j <= i), yours => $"Two queries and six keys gave a mask of {Shape(yours)}. {rowsAsk}"),
                new Mistake("the cached past is forgotten", Ones(2, 6, IsPast),
                    "Your row 0 sees key 0 only. But the two new tokens are number 4 and 5, counted from 0: query i stands at i + (nKeys − nQueries), and sees all up to there."),
                new Mistake("the diagonal is hidden", Ones(2, 6, (i, j) => j < i + 4), "Your query 0 is token 4, and it does not see itself. A token may see itself and its past."),
                new Mistake(inverted, Ones(2, 6, (i, j) => j > i + 4), keepPast),
                new Mistake(inverted, Ones(2, 6, (i, j) => j >= i + 4), keepPast),
                new Mistake("nothing is hidden", Ones(2, 6, (_, _) => true), "Your query 0 is token 4, and it sees token 5, its future."))
            { Departs = _ => TrueIsOne },
            new Trial(() => Yours(3, 3), Ones(3, 3, IsPast),
                new Mistake(transposed, Ones(3, 3, (i, j) => j >= i), "With three queries and three keys, yours lets a token see what comes after it: query and key have changed places."))
            { Departs = _ => TrueIsOne });
    }

    /// <summary>Open exercise: a mask under which nothing of one token reaches another, through two layers.</summary>
    /// <param name="to">The token that shall learn nothing.</param>
    /// <param name="from">The token that it shall learn nothing of.</param>
    /// <param name="canAttend">[6 × 6], true where row may look at column; the same in both layers. Null while unfilled.</param>
    /// <exception cref="ArgumentException">A token is not one of the sentence's.</exception>
    public static Verdict CannotReach(string to, string from, bool[,]? canAttend) =>
        Progress.Note($"hide \"{from}\" from \"{to}\"", JudgeReach(to, from, canAttend));

    private static Verdict JudgeReach(string to, string from, bool[,]? canAttend)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        int Index(string token) => tokens.Contains(token) ? tokens.ToList().IndexOf(token)
            : throw new ArgumentException($"the token must be one of {string.Join(", ", tokens)}: it is \"{token}\".", nameof(to));
        var (reader, source) = (Index(to), Index(from));
        if (canAttend is null) return new Verdict(Outcome.Open, "your turn", $"Hide entries, until \"{to}\" learns nothing of \"{from}\" in two layers.");
        if (canAttend.GetLength(0) != 6 || canAttend.GetLength(1) != 6)
            return new Verdict(Outcome.Wrong, "another shape", $"Your mask is {canAttend.GetLength(0)}×{canAttend.GetLength(1)}; it must be 6×6: a row a query, a column a key.");
        if (!canAttend[reader, reader]) return new Verdict(Outcome.Wrong, "the diagonal is hidden", $"\"{to}\" must still see itself.");
        var hidden = Enumerable.Range(0, 36).Count(entry => IsPast(entry / 6, entry % 6) && !canAttend[entry / 6, entry % 6]);
        var through = Enumerable.Range(0, 6).Where(k => canAttend[reader, k] && canAttend[k, source]).Select(k => tokens[k]).ToArray();
        var mask = Mask.Of(canAttend);
        var figure = Heatmap.Weights(Softmax.Rows(mask.Apply(CatScores().Scores)), tokens, title: "weights of the first layer, under your mask", mask: mask, outlined: reader);
        var other = x.Clone();
        other.SetRow(source, x.Row(3 == source ? 1 : 3)); // any token that carries something else
        var moved = (TwoLayers(x, mask) - TwoLayers(other, mask)).Row(reader).L2Norm();
        return through.Length == 0
            ? new Verdict(Outcome.Right, "right", $"Another token in the place of \"{from}\" moves the output of \"{to}\" by {moved:0.0000}. Beyond the future, you hid {hidden} {(hidden == 1 ? "entry" : "entries")}.", figure)
            : new Verdict(Outcome.Wrong, $"\"{from}\" still reaches \"{to}\"",
                $"Another token in the place of \"{from}\" moves the output of \"{to}\" by {moved:0.0000}. In the first layer \"{string.Join("\", \"", through)}\" saw \"{from}\"; in the second \"{to}\" saw {(through.Length == 1 ? "that token" : "these")}. A mask hides a token, not what others have learned of it.", figure);
    }

    /// <summary>Two layers, each handing over what it was given: values = x, so that the second can ask with the same Wq and Wk.</summary>
    private static Matrix<float> TwoLayers(Matrix<float> x, Mask mask)
    {
        var (wq, wk) = (Data.Table("cat-wq").Matrix, Data.Table("cat-wk").Matrix);
        var first = Attention.Apply(x * wq, x * wk, x, mask);
        return Attention.Apply(first * wq, first * wk, first, mask);
    }

    private static bool IsPast(int query, int key) => key <= query;

    private static Matrix<float> Kept(Matrix<float> matrix, Func<int, int, bool> keep, float instead = float.NegativeInfinity) =>
        matrix.MapIndexed((i, j, number) => keep(i, j) ? number : instead);

    private static Matrix<float> ByRowSums(Matrix<float> matrix)
    {
        var sums = matrix.RowSums();
        return matrix.MapIndexed((i, _, number) => number / sums[i]);
    }

    private static Matrix<float> Ones(int rows, int columns, Func<int, int, bool> isOne) => Matrix<float>.Build.Dense(rows, columns, (i, j) => isOne(i, j) ? 1 : 0);

    private static Mask Seen(Matrix<float> ones) => Mask.Additive(ones.Map(one => one == 1 ? 0 : float.NegativeInfinity));
}
