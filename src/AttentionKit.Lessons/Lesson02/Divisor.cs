namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: what to divide scores of d products by, so that they neither grow nor shrink with
    /// d.</summary>
    /// <param name="divisor">Takes d, gives the divisor; null while unfilled.</param>
    public static Verdict Divisor(Func<int, double?> divisor) =>
        Dividing.Judge(divisor, (answer, sizes, _) =>
            Given.Row(Given.All(sizes.Select(answer))?.Select(d => (float)d).ToArray()));

    private static Exercise<int[]> Dividing => new(
        "a divisor for every d",
        "Fill in Divisor: what brings the typical score of d products back to 1?",
        "Of d products of size 1 the typical sum is √d (section 5 measured it): divide by that.",
        "Whatever the size of the head, the typical score stays at 1.",
        [4, 16, 64, 256, 1024],
        Pipeline<int[], Numbers>.Of(new(Each(Math.Sqrt),
        [
            new("no scaling", "Divided by 1, the typical score is 2 at d = 4 and 32 at d = 1024.", Each(_ => 1)),
            new("divided by d, not by √d", "Divided by d, the typical score is 0.5 at d = 4 and 0.03 at d = 1024: "
                + "large heads would look everywhere alike. It is the variance that grows with d; the typical score is "
                + "its square root.", Each(d => d)),
            new("a factor, not a divisor", "1/√d is what to multiply by. Dividing by it makes the scores grow all the "
                + "more: 4 at d = 4, 1024 at d = 1024.", Each(d => 1 / Math.Sqrt(d))),
            new("the root is cut to an integer", "Yours is the whole part of √d: with d = 48 it must be 6.9282, not 6. "
                + "In C#, (int) cuts the digits after the point.", Each(d => (int)Math.Sqrt(d))),
            .. new double[] { 2, Math.Sqrt(2), 4, 8, 10, 16,
                64 }.Select(always => new Form<int[], Numbers>("the same divisor for every d",
                "With one divisor for all, the typical score still grows with d. The divisor must grow with d.",
                    Each(_ => always))),
        ])))
    {
        Draw = (random, _) => [.. Enumerable.Range(0, 5).Select(_ => random.Next(5, 800))],
        Shown = sizes => $"d = {string.Join(", ", sizes)}",
        Row = (_, _) => "the divisors",
        Fact = (yours, _, _) => yours.Enumerate().Distinct().Count() == 1
            ? $"Yours is {yours[0, 0]:0.####} for every d, and the typical score still grows with d." : null,
        Figure = yours => Curves.LogLog("typical score after your division", "d", "typical score",
            new Curve("before", s_sizes, [.. s_sizes.Select(Math.Sqrt)]),
                new Curve("after", s_sizes, [.. s_sizes.Select((d, i) => Math.Sqrt(d) / yours[0, i])])),
    };

    private static readonly double[] s_sizes = [4, 16, 64, 256, 1024];

    private static Func<int[], Numbers> Each(Func<double, double> of) => sizes =>
        Numbers.Build.Dense(1, sizes.Length, (_, i) => of(sizes[i]));
}
