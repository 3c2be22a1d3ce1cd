namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: a length of the query at which between half and nine tenths of the first value
    /// arrive.</summary>
    /// <param name="length">The query is (length, 0); null while unfilled.</param>
    public static Verdict AsksWithLength(float? length) =>
        Progress.Note("ask less clearly", "A longer query asks more clearly: try 1, 2 and 3, and go on between them.",
            () => JudgeLength(length));

    private static Verdict JudgeLength(float? length)
    {
        if (length is not { } asked) return new Verdict(Outcome.Open, "your turn", "Try a length between 0 and 4.");
        var keys = Matrix<float>.Build.Dense(101, 2, (word, d) => d == (word == 0 ? 0 : 1) ? 4 : 0);
        var weight = Attention.Steps(Rows.Of([asked, 0]), keys, keys).Weights[0, 0];
        return weight switch
        {
            >= 0.5f and < 0.9f => new Verdict(Outcome.Right, "right", $"With length {asked:0.##} the first word gets "
                + $"{weight:0.00}; the other 100 share the rest.",
                Curves.Of("The clearer the question, the more of the answer", "length of the query",
                    "weight of the first word",
                    new Curve("weight", [.. Lengths],
                    [.. Lengths.Select(l =>
                    (double)Attention.Steps(Rows.Of([(float)l, 0]), keys, keys).Weights[0, 0])]))),
            >= 0.9f => new Verdict(Outcome.Wrong, "too clear",
                $"With length {asked:0.##} the first word gets {weight:0.00}. A shorter query asks less clearly."),
            < 0.5f => new Verdict(Outcome.Wrong, "not clear enough",
                $"With length {asked:0.##} the first word gets {weight:0.00}: 100 others compete with it. A longer "
                + $"query asks more clearly."),
            _ => new Verdict(Outcome.Wrong, "not a number", "A length must be a finite number."),
        };
    }

    private static IEnumerable<double> Lengths => Enumerable.Range(0, 17).Select(step => step / 4.0);
}
