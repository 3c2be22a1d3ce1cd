namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: an ALiBi slope with which the last of 16 equal tokens gives itself 0.3 to 0.4.</summary>
    /// <param name="slope">Score units a token of distance; null while unfilled.</param>
    public static Verdict Slope(float? slope) =>
        Progress.Note("an ALiBi slope", "A larger slope makes distance count more: try 0.2, 0.5 and 1, and go on "
            + "between them.", () => JudgeSlope(slope));

    private static Verdict JudgeSlope(float? slope)
    {
        if (slope is not { } s) return new Verdict(Outcome.Open, "your turn", "Try a slope between 0 and 1.");
        if (!float.IsFinite(s) || s < 0) return new Verdict(Outcome.Wrong, "a slope is positive",
            s < 0 ? $"Yours is {s}: with a negative slope the farthest token would count most."
            : $"Yours is {s}: it must be a finite number.");
        var weights = Softmax.Rows(Alibi.Bias(s, 16, 16).And(Mask.Causal(16)).Apply(Matrix<float>.Build.Dense(16, 16)));
        var self = weights[15, 15];
        return self is >= 0.3f and <= 0.4f
            ? new Verdict(Outcome.Right, "right", $"With slope {s:0.###} the last token gives itself {self:0.00} and "
                + $"the one before {weights[15, 14]:0.00}.",
                Heatmap.Weights(weights, [.. Enumerable.Range(0, 16).Select(i => $"{i}")],
                title: $"ALiBi, slope {s:0.###}"))
            : new Verdict(Outcome.Wrong, self < 0.3f ? "not steep enough" : "too steep",
                $"With slope {s:0.###} the last token gives itself {self:0.00}. A "
                + $"{(self < 0.3f ? "larger" : "smaller")} slope makes distance count "
                + $"{(self < 0.3f ? "more" : "less")}.");
    }
}
