namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>How a mask is put on scores.</summary>
/// <param name="Sees">True where query i may look at key j; given i, j and how many keys are real.</param>
/// <param name="Instead">What stands where it may not.</param>
/// <param name="When">Before softmax or after it.</param>
internal sealed record MaskPlan(Func<int, int, int, bool>? Sees = null, double Instead = double.NegativeInfinity,
    Order When = Order.Before)
{
    internal Numbers Weights(Desk d) => When == Order.Before ? d.Softmax.Of(Kept(d.Scores, d.Length, Instead))
        : After(Kept(d.Softmax.Of(d.Scores), d.Length, 0));

    internal Numbers Kept(Numbers m, int length, double instead) =>
        m.MapIndexed((i, j, x) => Sees!(i, j, length) ? x : instead, Zeros.Include);

    private Numbers After(Numbers late)
    {
        if (When == Order.After) return late;
        var sums = late.RowSums();
        return late.MapIndexed((i, _, x) => sums[i] == 0 && When == Order.AfterAndSumsGuarded ? 0 : x / sums[i],
            Zeros.Include);
    }
}

internal enum Order { Before, After, AfterAndSums, AfterAndSumsGuarded }
