namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>The online softmax: one pass over the scores of a query, with what can go wrong in it.</summary>
internal sealed record OnePass(float[] Scores)
{
    private const float Hidden = float.NegativeInfinity;

    internal Numbers Values { get; init; } = Numbers.Build.Dense(1, 1);

    private Func<double, double, double> Shrink { get; init; } = (old, now) => Math.Exp(old - now);

    private double Start { get; init; } = Hidden;

    private bool SubtractsMaximum { get; init; } = true;

    private bool SkipsHidden { get; init; } = true;

    private bool MaximumIsLost { get; init; }

    private bool ShrinksOutput { get; init; } = true;

    private bool AddsToSum { get; init; } = true;

    private bool AddsToOutput { get; init; } = true;

    private bool DividesAlways { get; init; }

    private bool DividesAtTheEnd { get; init; } = true;

    internal static Step<OnePass, OnePass> SumShrinks => new(p => p,
        new("the sum is not rescaled", "What was added to the sum before the maximum moved was measured against a "
            + "smaller one: multiply the sum by exp(old maximum − new maximum).", p => p with { Shrink = (_, _) => 1 }),
        new("rescaled the wrong way", "Your sum grew when the maximum rose. Against a larger maximum each term is "
            + "smaller: exp(old − new), not exp(new − old).",
            p => p with { Shrink = (old, now) => old == Hidden ? 0 : Math.Exp(now - old) }),
        new("the sum starts anew", "You threw the sum away at each new maximum. What came before still counts, only "
            + "less: multiply it by exp(old − new).", p => p with { Shrink = (old, now) => now > old ? 0 : 1 }),
        new("the sum is replaced, not added to", "Your sum is exp(score − maximum) of the last score alone: it "
            + "replaced the ones before. Add it up, with +=.", p => p with { AddsToSum = false }));

    internal static Step<OnePass, OnePass> OutputShrinks => new(p => p,
        new("the output is not rescaled", "Your output does not shrink when the maximum moves. "
            + "It holds terms that were measured against the old maximum: multiply it by exp(old − new), as the sum.",
            p => p with { ShrinksOutput = false }),
        new("the output is replaced, not added to", "Your output holds the last value alone: it replaced the ones "
            + "before. Add it up, with +=.", p => p with { AddsToOutput = false }));

    internal static Step<OnePass, OnePass> Starts => new(p => p,
        new Form<OnePass, OnePass>("the maximum starts at 0", "Where all scores are below 0, your maximum is 0, which "
            + "none of them is. Start at −∞, float.NegativeInfinity.", p => p with { Start = 0 }));

    internal static Step<OnePass, OnePass> Subtracts => new(p => p,
        new Form<OnePass, OnePass>("the maximum is not subtracted", "You sum exp(score). With scores of 1000 that is "
            + "∞, with −1000 it is 0 (lesson 03): sum exp(score − maximum).",
            p => p with { SubtractsMaximum = false }));

    internal static Step<OnePass, OnePass> Skips => new(p => p,
        new("a hidden first key gives NaN", "When the first key is hidden, −∞ − (−∞) is NaN, and NaN stays in the sum. "
            + "Leave out scores of −∞.", p => p with { SkipsHidden = false }),
        new("a hidden first key gives NaN", "When the first key is hidden, −∞ − (−∞) is NaN, and NaN stays. Leave out "
            + "scores of −∞.", p => p with { SkipsHidden = false, MaximumIsLost = true }));

    internal static Step<OnePass, OnePass> Divides => new(p => p,
        new("not divided by the sum", "Your weights do not sum to 1: divide the output by the sum, once, after the "
            + "last key.", p => p with { DividesAtTheEnd = false }),
        new("divided at every key", "You divided after each key, and what came before was divided again and again. "
            + "Keep the output undivided; divide once, after the last key.",
            p => p with { DividesAlways = true, DividesAtTheEnd = false }),
        new("divided at every key, and at the end", "You divided after each key, and once more at the end. Keep the "
            + "output undivided; divide once, after the last key.", p => p with { DividesAlways = true }));

    /// <summary>Maximum and sum.</summary>
    internal double[] Running()
    {
        if (!SkipsHidden && Scores[0] == Hidden) return [MaximumIsLost ? double.NaN : Scores.Max(), double.NaN];
        var (top, sum, _) = Pass();
        return [top, sum];
    }

    /// <summary>The output of a query.</summary>
    internal double[] Output()
    {
        var (_, sum, output) = Pass();
        return DividesAtTheEnd ? [.. output.Select(x => x / sum)] : output;
    }

    /// <summary>Twelve kinds of scores, some of them −∞: one in the middle, and the first one only where it is told
    /// so.</summary>
    internal static float[] Draw(Random random, int n, bool firstHidden)
    {
        var scores = Enumerable.Range(0, random.Next(3, 7)).Select(_ => MathF.Round((random.NextSingle() * 6) - 3, 1))
            .ToArray();
        if (n % 4 == 1) for (var j = 0; j < scores.Length; j++) scores[j] += 1000;
        if (n % 4 == 2) for (var j = 0; j < scores.Length; j++) scores[j] -= 1000;
        if (n % 3 == 0) scores[random.Next(1, scores.Length - 1)] = Hidden;
        if (firstHidden) scores[0] = Hidden;
        return scores;
    }

    private (double Top, double Sum, double[] Output) Pass()
    {
        var (top, sum, output) = (Start, 0.0, new double[Values.ColumnCount]);
        for (var j = 0; j < Scores.Length; j++)
        {
            if (Scores[j] == Hidden) continue;
            var now = Math.Max(top, Scores[j]);
            var shrink = SubtractsMaximum ? now == top ? 1 : Shrink(top, now) : 1;
            var weight = Math.Exp(SubtractsMaximum ? Scores[j] - now : Scores[j]);
            sum = (AddsToSum ? sum * shrink : 0) + weight;
            for (var d = 0; d < output.Length; d++)
            {
                output[d] = (AddsToOutput ? output[d] * Kept(top, now) : 0) + (weight * Value(j, d));
                if (DividesAlways) output[d] /= sum;
            }
            top = now;
        }
        return (top, sum, output);
    }

    private double Kept(double top, double now) => !ShrinksOutput || !SubtractsMaximum || now == top ? 1
        : Math.Exp(top - now);

    private double Value(int j, int d) => j < Values.RowCount ? Values[j, d] : 0;
}
