namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the additive mask that hides the filled-up end of a source.</summary>
    /// <param name="bias">Takes nQueries, nKeys and length, gives [nQueries × nKeys] of 0 and −∞; null while
    /// unfilled.</param>
    public static Verdict PaddingBias(Func<int, int, int, Matrix<float>?> bias) =>
        HidingPadding.Judge(bias, (answer, n, _) => answer(n.NQueries, n.NKeys, n.Length));

    private sealed record Padded(int NQueries, int NKeys, int Length, Func<int, int, bool>? Sees = null)
    {
        internal Numbers Fill(double yes, double no) =>
            Numbers.Build.Dense(NQueries, NKeys, (i, j) => Sees!(i, j) ? yes : no);
    }

    private static Exercise<Padded> HidingPadding => new(
        "padding in the source",
        "Fill in PaddingBias: 0 where a query may look, −∞ where the source is only filled up.",
        "nQueries rows, nKeys columns; 0 in the columns below length, −∞ in the others.",
        "No query looks at the padding, and every query still has its own row.",
        new Padded(5, 7, 4),
        Pipeline<Padded, Padded>.Of(new(n => n with { Sees = (_, key) => key < n.Length },
            new("padding masks queries, not keys", "You hid rows: those queries see nothing, and the others still look "
                + "at the padding. Hide the columns: padding must not be looked at.",
                n => n with { Sees = (query, _) => query < n.Length }),
            new("padding hides queries too", "The columns are right. But you hid the rows from length on, too: those "
                + "queries see nothing.", n => n with { Sees = (query, key) => query < n.Length && key < n.Length }),
            new("one key too many is in sight", "Your column length is visible. Keys count from 0: the first filled-up "
                + "one is number length.", n => n with { Sees = (_, key) => key <= n.Length }),
            new("one key too few is in sight", "You hid the last real key. Keys count from 0: number length − 1 is "
                + "real.", n => n with { Sees = (_, key) => key < n.Length - 1 }),
            new("a causal mask", "You also hid the future. The source has none: all of it is there before the first "
                + "query.", n => n with { Sees = (query, key) => key <= query && key < n.Length }),
            new("nothing is hidden", "The filled-up keys are looked at as well.",
                n => n with { Sees = (_, _) => true })))
            .Then(new Step<Padded, Numbers>(n => n.Fill(0, double.NegativeInfinity),
            [
                new("mask inverted", "You hid what is real, and left the padding in sight. −∞ hides.",
                    n => n.Fill(double.NegativeInfinity, 0)),
                new("mask with 0 in place of −∞", "Yours holds 1 and 0. The bias is added to the scores: 1 and 0 hide "
                    + "nothing, since exp(0) = 1. Visible is 0, hidden is −∞.", n => n.Fill(1, 0)),
                new("mask with 0 in place of −∞", "Yours holds −∞ and 1. The bias is added to the scores: visible is "
                    + "0.", n => n.Fill(1, double.NegativeInfinity)),
                .. new[] { -1e9, -1e4, -1e30, -10000, -1000, -100, -10,
                    (double)float.MinValue }.Select(low => new Form<Padded, Numbers>("a low number in place of −∞",
                    "Yours holds a low number. Where all keys are hidden, they are looked at evenly then; −∞ hides for "
                        + "certain.", n => n.Fill(0, low))),
            ]))
            .Then(new Step<Numbers, Numbers>(m => m,
                new Form<Numbers, Numbers>("mask shape transposed",
                    "Rows are queries, columns are keys: yours has them the other way round.", m => m.Transpose()))))
    {
        Close = new(1e-6),
        Fact = (yours, right, _) => yours.Enumerate().Where((_, at) => right.ToColumnMajorArray()[at] != 0)
            .Distinct().ToArray() is [< 0 and var low] && double.IsFinite(low)
            ? $"{low:0.###} stands where −∞ must be: where all keys are hidden, they are looked at evenly then." : null,
        Draw = (random, n) =>
        {
            var (nQueries, nKeys) = n % 3 == 0 ? (n + 4, n + 4) : (random.Next(4, 8), random.Next(4, 8));
            return new Padded(nQueries, nKeys, n % 7 == 5 ? 0 : random.Next(2, Math.Min(nQueries, nKeys) - 1));
        },
        Shown = n => $"nQueries = {n.NQueries}, nKeys = {n.NKeys}, length = {n.Length}",
        Figure = result =>
            Heatmap.Scores(result, Data.Table("question-embeddings").RowNames,
            [.. Data.Table("statement-embeddings").RowNames.Take(4), "pad", "pad", "pad"],
            "bias: three keys are hidden"),
    };
}
