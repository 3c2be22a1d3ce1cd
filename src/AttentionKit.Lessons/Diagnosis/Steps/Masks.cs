namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>Who may look at whom, and how the rest is hidden.</summary>
internal static class Masks
{
    internal const string Transposed = "the mask is transposed", Inverted = "the mask is inverted",
        Turned = "the past is hidden, the future in sight",
        Diagonal = "the diagonal is hidden", Future = "one token of the future is in sight",
        Nothing = "nothing is hidden";
    internal const string KeepPast = "You kept what should be hidden: a token sees itself and its past, j ≤ i.";
    internal const string SeesItself = "Your tokens do not see themselves. A token may see itself and its past: j ≤ i, "
        + "not j < i.";
    internal const string OneLess = "Your tokens see the one that comes next, too. The past ends at the token itself: "
        + "j ≤ i.";
    internal const string HideFuture = "Your first query sees the last key. Hide what comes later, j > i.";

    internal static Step<Desk, Desk> Causal => new(Sees((i, j, _) => j <= i),
        new(Inverted, KeepPast, Sees((i, j, _) => j > i)),
        new(Turned, KeepPast, Sees((i, j, _) => j >= i)),
        new(Diagonal, SeesItself, Sees((i, j, _) => j < i)),
        new(Future, OneLess, Sees((i, j, _) => j <= i + 1)),
        new(Nothing, HideFuture, Sees((_, _, _) => true)));

    internal static Step<Desk, Desk> Padding => new(Sees((_, j, length) => j < length),
        new("padding hides queries, not keys", "You hid the rows of the padding, and the other rows still look at it. "
            + "Padding must not be looked at: hide its columns.", Sees((i, _, length) => i < length)),
        new("padding hides queries too", "The columns are right. But you emptied the rows of the padding too: nobody "
            + "reads their output, and a token that asks harms nobody. Leave the rows.",
            Sees((i, j, length) => i < length && j < length)),
        new("one key too many", "With length 4, the columns 0, 1, 2 and 3 are real: j < length, not j ≤ length.",
            Sees((_, j, length) => j <= length)),
        new("one key too few", "With length 4, the columns 0, 1, 2 and 3 are real: j < length.",
            Sees((_, j, length) => j < length - 1)),
        new(Inverted, "Your queries look at nothing but padding: keep the columns below length, hide the others.",
            Sees((_, j, length) => j >= length)),
        new(Nothing, "Your queries look at the padding as well. Hide the columns from length on.",
            Sees((_, _, _) => true)),
        new("a causal mask", "You also hid the future: here only padding is hidden.",
            Sees((i, j, length) => j <= i && j < length)));

    /// <summary>Low numbers that hide well enough while nothing in sight is lower.</summary>
    internal static double[] Low => [-10, -50, -100, -1000];

    /// <summary>A number that hides always, but where there is nothing else to see.</summary>
    internal const double Lowest = -1e9;

    internal static Step<Desk, Desk> Instead(params double[] low) => new(d => d,
    [
        new("0 in place of −∞", "Hidden keys still get attention: exp(0) = 1 is not nothing. Only exp(−∞) is 0.",
            With(plan => plan with { Instead = 0 })),
        .. low.Select(number => number == Lowest
            ? new Form<Desk, Desk>(Softmaxes.Alike, Softmaxes.AlikeTells,
                With(plan => plan with { Instead = number }))
            : new Form<Desk, Desk>("a low number in place of −∞", "Where the scores in sight are lower still, or where "
                + "all are hidden, your low number is looked at. −∞ hides for certain.",
                With(plan => plan with { Instead = number }))),
    ]);

    internal static Step<Desk, Desk> When => new(d => d,
        new("the mask comes after softmax, and nothing is renormalised",
            "Your rows do not sum to 1: the hidden keys took their share before you removed them. −∞ goes in before "
            + "the softmax.",
            With(plan => plan with { When = Order.After })),
        new("masked after softmax, then renormalised", Late, With(plan => plan with { When = Order.AfterAndSums })),
        new("masked after softmax, then renormalised", Late,
            With(plan => plan with { When = Order.AfterAndSumsGuarded })));

    /// <summary>Masked weights; or the masked scores, where somebody stops there.</summary>
    internal static Step<Desk, Numbers> Weighted => new(d => d.Mask.Weights(d),
        new Form<Desk, Numbers>("masked scores, not weights", "The right scores are hidden. Now take the softmax of "
            + "each row.", d => d.Mask.Kept(d.Scores, d.Length, d.Mask.Instead)));

    private const string Late = "In this input a hidden score is loud. Softmax gives it everything and leaves 0 for "
        + "the rest, and 0 / 0 is no number. On paper, masking after softmax and dividing by the row's sum is the "
        + "same; on a computer it is not. Put −∞ in before.";

    private static Func<Desk, Desk> Sees(Func<int, int, int, bool> sees) => With(plan => plan with { Sees = sees });

    private static Func<Desk, Desk> With(Func<MaskPlan, MaskPlan> change) => d => d with { Mask = change(d.Mask) };
}
