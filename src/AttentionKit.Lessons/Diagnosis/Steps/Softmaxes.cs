namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>From scores to weights.</summary>
internal static class Softmaxes
{
    internal static Step<Desk, Desk> Along => new(d => d, [.. WrongAxes]);

    internal static Step<Desk, Desk> Maxima => new(d => d, [.. WrongMaxima, OneForAll]);

    /// <summary>The wrong forms of a softmax that is one step of a longer way.</summary>
    internal static IReadOnlyList<Form<Desk, Desk>> Wrong => [WrongAxes[0], .. WrongMaxima];

    private static IReadOnlyList<Form<Desk, Desk>> WrongAxes =>
    [
        new("softmax over the wrong axis", "Your columns sum to 1, not your rows: softmax ran over the queries. Each "
            + "query needs its own distribution over the keys: divide by the sum of its row.",
            d => Plan(d, plan => plan with { Along = Axis.Columns })),
        new("one softmax over the whole matrix", "All your weights together sum to 1. Each query needs a distribution "
            + "of its own: divide by the sum of its row.",
            d => Plan(d, plan => plan with { Along = Axis.All })),
    ];

    private static IReadOnlyList<Form<Desk, Desk>> WrongMaxima =>
    [
        new("softmax overflows", "exp(1000) is larger than any number, and exp(−1000) is 0: ∞ / ∞ and 0 / 0 are NaN. "
            + "Subtract the row's maximum from each score first; the factor cancels.",
            d => Plan(d, plan => plan with { Subtracted = Maximum.None })),
        new("the maximum starts at 0", "In a row whose scores are all far below 0, your maximum is 0, which none of "
            + "them is: all exp are 0, and 0 / 0 is NaN. Start at −∞, float.NegativeInfinity.",
            d => Plan(d, plan => plan with { Subtracted = Maximum.FromZero })),
    ];

    private static Form<Desk, Desk> OneForAll => new("one maximum for the whole matrix", "You subtract the largest "
        + "score of all rows. In a row far below it, all exp are 0, and 0 / 0 is NaN: each row has its own maximum.",
        d => Plan(d, plan => plan with { Subtracted = Maximum.OfAll }));

    internal static Step<Desk, Desk> Divisions => new(d => d,
        new("not divided by the sum", "Your entries are exp(score − maximum), and the rows do not sum to 1. Divide "
            + "each by its row's sum.",
            d => Plan(d, plan => plan with { Then = Division.None })),
        new("softmax is taken twice", "You took the softmax of weights: they are nearly even now. Once is enough.",
            d => Plan(d, plan => plan with { Then = Division.Twice })));

    internal const string Alike = "a row with nothing to see looks at all alike";
    internal const string AlikeTells = "Where all is hidden, your weights are even, and must be 0. Softmax gives that "
        + "when each hidden score is the same low number, −1e9 say, and not −∞.";

    /// <summary>What becomes of rows that a mask has emptied.</summary>
    internal static Step<Desk, Desk> Emptied => new(d => d, Undefined);

    /// <summary>What becomes of any scores of −∞.</summary>
    internal static Step<Desk, Desk> Empties => new(d => d,
        Undefined,
        new(Alike, AlikeTells, d => Plan(d, plan => plan with { Nothing = Empty.Even })),
        new("a row is skipped because its first entry is −∞",
            "You leave a row out when its first score is −∞. The others may still be seen: look at the row's maximum.",
            d => Plan(d, plan => plan with { Nothing = Empty.WhereFirstIs })),
        new("a row is skipped because one entry is −∞", "You leave a row out when one of its scores is −∞. The others "
            + "may still be seen: look at the row's maximum, not its minimum.",
            d => Plan(d, plan => plan with { Nothing = Empty.WhereOneIs })));

    private static Form<Desk, Desk> Undefined => new("a row with nothing to see gives "
        + "NaN", "A row of only −∞ has the maximum −∞, and −∞ − (−∞) is NaN; without a maximum it is 0 / 0. Nothing to "
        + "see: the weights are all 0.",
            d => Plan(d, plan => plan with { Nothing = Empty.NaN }));

    internal static Desk Taken(Desk d) => d with { Weights = d.Softmax.Of(d.Scores) };

    /// <summary>A stable softmax of each row, as the library's.</summary>
    internal static Numbers Of(Numbers scores) => new SoftmaxPlan().Of(scores);

    private static Desk Plan(Desk d, Func<SoftmaxPlan, SoftmaxPlan> change) => d with { Softmax = change(d.Softmax) };
}
