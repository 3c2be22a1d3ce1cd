namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: with which power of n a time grows, from two measurements.</summary>
    /// <param name="exponent">Takes n₁, its milliseconds, n₂ and its milliseconds; null while unfilled.</param>
    public static Verdict Exponent(Func<double, double, double, double, double?> exponent) =>
        Growing.Judge(exponent, (answer, pairs, _) =>
        {
            var given = Given.All(pairs.Select(p => answer(p.FirstN, p.First, p.SecondN, p.Second)));
            return Given.Row(given?.Select(number => (float)number).ToArray());
        });

    /// <summary>Two measurements of the same code.</summary>
    private sealed record Growth(double FirstN, double First, double SecondN, double Second)
    {
        internal double Slower => Second / First;

        internal double Longer => SecondN / FirstN;
    }

    private static Func<Growth[], Numbers> OfEach(Func<Growth, double> of) => pairs =>
        Numbers.Build.Dense(1, pairs.Length, (_, i) => of(pairs[i]));

    private static Exercise<Growth[]> Growing => new(
        "the exponent of a growth",
        "Fill in Exponent: with which power of n does the time grow?",
        "If t = c · n^p, then t₂/t₁ = (n₂/n₁)^p. Take logarithms of both sides, and solve for p.",
        "It is the slope on two logarithmic axes, whatever the step between the two lengths.",
        [new(1000, 8, 2000, 32), new(512, 1.5, 1536, 13.5), new(300, 2, 2400, 16), new(640, 5, 1600, 12)],
        Pipeline<Growth[], Numbers>.Of(new(OfEach(p => Math.Log(p.Slower) / Math.Log(p.Longer)),
            new("a factor, not an exponent", "Yours is how many times slower it got. From 1000 to 2000 tokens, 4 times "
                + "the time is n²: the exponent is 2.", OfEach(p => p.Slower)),
            new("right for doublings only", "Yours is log₂(t₂/t₁): it takes for granted that n was doubled. From 512 "
                + "to 1536 tokens it was tripled; divide by log₂(n₂/n₁).", OfEach(p => Math.Log2(p.Slower))),
            new("the lengths are left out", "Yours is the logarithm of t₂/t₁ alone. Divide by that of n₂/n₁.",
                OfEach(p => Math.Log(p.Slower))),
            new("the lengths are left out", "Yours is the logarithm of t₂/t₁ alone. Divide by that of n₂/n₁.",
                OfEach(p => Math.Log10(p.Slower))),
            new("upside down", "You divided the logarithm of the lengths by that of the times. p must be 2 where twice "
                + "the tokens take four times as long, and yours is 0.5.",
                OfEach(p => Math.Log(p.Longer) / Math.Log(p.Slower))),
            new("no logarithm", "Yours divides t₂/t₁ by n₂/n₁. It is right where both happen to fit, as for 4 and 2; "
                + "a power needs logarithms.", OfEach(p => p.Slower / p.Longer)),
            new("a slope in milliseconds", "Yours is (t₂ − t₁) / (n₂ − n₁): milliseconds per token. An exponent has no "
                + "unit.", OfEach(p => (p.Second - p.First) / (p.SecondN - p.FirstN))),
            new("the first measurement is not used", "Yours is log t₂ / log n₂: it takes for granted that one token "
                + "costs 1 ms.", OfEach(p => Math.Log(p.Second) / Math.Log(p.SecondN))),
            new("the wrong sign", "One of your ratios is upside down: a time that grows has an exponent above 0.",
                OfEach(p => -Math.Log(p.Slower) / Math.Log(p.Longer))))))
    {
        Draw = (random, _) => [.. Enumerable.Range(0, 4).Select(_ =>
        {
            var n = random.Next(100, 900);
            var first = 1 + (9 * random.NextDouble());
            var longer = random.Next(5, 40) / 2.0;
            return new Growth(n, first, n * longer, first * Math.Pow(longer, 0.5 + (2.5 * random.NextDouble())));
        })],
        Shown = pairs => string.Join("; ", pairs.Select(p =>
            FormattableString.Invariant($"{p.FirstN:0} tokens {p.First:0.0} ms, ")
            + FormattableString.Invariant($"{p.SecondN:0} tokens {p.Second:0.0} ms"))),
        Row = (_, _) => "the exponents",
        Figure = yours => Heatmap.Values(yours, ["n^"], ["1000 → 2000", "512 → 1536", "300 → 2400", "640 → 1600"],
            "with which power of n each time grows"),
    };
}
