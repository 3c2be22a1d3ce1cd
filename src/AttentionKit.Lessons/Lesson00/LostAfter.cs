namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the number of words after which less than 1% is left.</summary>
    /// <param name="left">The share that is left after 0, 1, 2, … words.</param>
    /// <param name="words">The learner's count; null while unfilled.</param>
    public static Verdict LostAfter(IReadOnlyList<double> left, int? words)
    {
        ArgumentNullException.ThrowIfNull(left);
        var right = left.ToList().FindIndex(share => share < 0.01);
        return Progress.Note("how long a chain remembers",
            "left[n] is the share after n words: find the first n whose share is below 0.01.", () => words switch
        {
            null => new Verdict(Outcome.Open, "your turn",
                "Give the number of words after which less than 1% is left."),
            { } n when n == right && n >= 0 => new Verdict(Outcome.Right, "right",
                $"After {right} words {left[right]:0.0000} is left. A sentence of "
                + $"{right + 1} words is enough to forget how it began.",
                Curves.LogY("What a chain keeps of its first word", "words since", "share left",
                    Curve.Of("chain", left.Take(right + 1)))),
            { } n when right >= 0 && n == right + 1 => new Verdict(Outcome.Wrong, "counted from 1",
                $"left[0] is the share after 0 words, so the place {right} in the list is after {right} words."),
            { } n when n < 0
                || n >= left.Count => new Verdict(Outcome.Wrong, "not in the list", $"left holds the shares after 0 to "
                + $"{left.Count - 1} words. Yours is {n}."),
            { } n when right < 0 || n < right => new Verdict(Outcome.Wrong, "too early",
                $"After {n} words {left[n]:0.000} is left: more than 0.01."),
            { } n => new Verdict(Outcome.Wrong, "too late",
                $"After {n} words {left[n]:0.0e+0} is left, but it was below 0.01 before."),
        });
    }
}
