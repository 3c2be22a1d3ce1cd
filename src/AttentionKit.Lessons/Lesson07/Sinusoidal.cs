namespace AttentionKit.Lessons;

public static partial class Check
{
    private const string Shifted = "positions are shifted by one";

    /// <summary>Exercise: sinusoidal positions.</summary>
    /// <param name="places">Takes nTokens and an even dModel, gives [nTokens × dModel]; null while unfilled.</param>
    public static Verdict Sinusoidal(Func<int, int, Matrix<float>?> places) =>
        Placing.Judge(places, (answer, w, _) => answer(w.NTokens, w.DModel));

    /// <param name="NTokens">Rows.</param>
    /// <param name="DModel">Columns.</param>
    /// <param name="Place">The number of a token.</param>
    /// <param name="Pair">The pair of columns that a column belongs to, and whether it is the pair's sine.</param>
    private sealed record Waves(int NTokens, int DModel, Func<int, double>? Place = null,
        Func<int, (int K, bool IsSine)>? Pair = null)
    {
        internal Numbers With(Func<int, int, double> exponent) => Numbers.Build.Dense(NTokens, DModel, (i, c) =>
        {
            var (k, isSine) = Pair!(c);
            var angle = Place!(i) / Math.Pow(10000, exponent(k, c));
            return isSine ? Math.Sin(angle) : Math.Cos(angle);
        });
    }

    private static Exercise<Waves> Placing => new(
        "sinusoidal positions",
        "Fill in Places: a row of sines and cosines for every place.",
        "Column 2k is sin(i / 10000^(2k/dModel)), column 2k+1 is cos of the same angle; i is the place, from 0.",
        "Each pair of columns is a clock hand, from one radian a token to almost none.",
        new Waves(12, 8),
        Pipeline<Waves, Waves>.Of(new(w => w with { Place = i => i },
            new Form<Waves, Waves>(Shifted, "Your row 0 is turned already. Places count from 0: the first row reads 0, "
                + "1, 0, 1 …", w => w with { Place = i => i + 1 })))
            .Then(new Step<Waves, Waves>(w => w with { Pair = c => (c / 2, c % 2 == 0) },
                new("sine and cosine have changed places", "Your even columns hold cosines. Sine comes first: at place "
                    + "0 a row reads 0, 1, 0, 1 …", w => w with { Pair = c => (c / 2, c % 2 == 1) }),
                new("only sines", "Every column is a sine. Without the cosine a hand's direction can't be told: sin is "
                    + "the same before and after its top.", w => w with { Pair = c => (c / 2, true) }),
                new("only cosines", "Every column is a cosine. Without the sine a hand's direction can't be told: cos "
                    + "is the same before and after its top.", w => w with { Pair = c => (c / 2, false) }),
                new("all sines first, then all cosines", "Your left half holds the sines and the right half the "
                    + "cosines. Some programs do so; in this formula they take turns.",
                    w => w with { Pair = c => (c % (w.DModel / 2), c < w.DModel / 2) })))
            .Then(new Step<Waves, Numbers>(w => w.With((k, _) => 2 * k / (double)w.DModel),
                new("a pair does not share its angle", "Your exponent uses the column's own number. Columns 2k and "
                    + "2k+1 are the two sides of one hand: both use 2k/dModel.",
                    w => w.With((_, c) => c / (double)w.DModel)),
                new("the exponent is half of what it must be", "Your exponent is k/dModel. The formula has 2k/dModel, "
                    + "so that the last hand is nearly 10000 times slower than the first.",
                    w => w.With((k, _) => k / (double)w.DModel)),
                new("every column turns equally fast", "Your angle is i in each column, as if the exponent were 0. In "
                    + "C#, 2 / 8 of two ints is 0: write / (double)dModel.", w => w.With((_, _) => 0)),
                new("slow hands first", "Your exponent has its sign turned: the angles grow with the column. The first "
                    + "hand is the fastest: divide by 10000^(2k/dModel).",
                    w => w.With((k, _) => -2 * k / (double)w.DModel)))))
    {
        Draw = (random, n) => new Waves(random.Next(2, 7), 2 * random.Next(1, 5)),
        Shown = w => $"nTokens = {w.NTokens}, dModel = {w.DModel}",
        Row = (_, row) => $"place {row}",
        Figure = result =>
            Heatmap.Values(result, [.. Enumerable.Range(0, 12).Select(i => $"{i}")], title: "positions, by your code"),
    };
}
