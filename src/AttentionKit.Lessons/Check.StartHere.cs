using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 00.</remarks>
public static partial class Check
{
    /// <summary>Exercise: at which word "on" looks most, read off the heatmap.</summary>
    /// <param name="answer">One of the words; null while unfilled.</param>
    public static Verdict OnLooksAt(string? answer)
    {
        var (tokens, scores) = CatScores();
        var weights = Softmax.Rows(scores);
        var on = tokens.ToList().IndexOf("on");
        var looksAt = tokens[weights.Row(on).MaximumIndex()];
        var lookedAtBy = tokens[weights.Column(on).MaximumIndex()];
        return Progress.Note("read the heatmap", answer switch
        {
            null => new Verdict(Outcome.Open, "your turn", "Find the row of \"on\", then the darkest cell in it. Its column is the answer."),
            _ when answer == looksAt => new Verdict(Outcome.Right, "right", $"The row of \"on\" is darkest at \"{looksAt}\": {weights.Row(on).Maximum():0.00}.", Heatmap.Weights(weights, tokens, title: "each row: where one word looks", outlined: on)),
            _ when answer == lookedAtBy => new Verdict(Outcome.Wrong, "a column was read, not a row", $"\"{answer}\" is the word that looks most at \"on\": you went down the column. A row belongs to the word that looks: go along the row of \"on\"."),
            _ when !tokens.Contains(answer) => new Verdict(Outcome.Wrong, "not a word of the sentence", $"The words are {string.Join(", ", tokens)}. Yours is \"{answer}\"."),
            _ => new Verdict(Outcome.Wrong, "not yet", $"\"on\" puts {weights[on, tokens.ToList().IndexOf(answer)]:0.00} on \"{answer}\". There is a darker cell in its row."),
        });
    }

    /// <summary>Exercise: the number of words after which less than 1% is left.</summary>
    /// <param name="left">The share that is left after 0, 1, 2, … words.</param>
    /// <param name="words">The learner's count; null while unfilled.</param>
    public static Verdict LostAfter(IReadOnlyList<double> left, int? words)
    {
        ArgumentNullException.ThrowIfNull(left);
        var right = left.ToList().FindIndex(share => share < 0.01);
        return Progress.Note("how long a chain remembers", words switch
        {
            null => new Verdict(Outcome.Open, "your turn", "Find the first place in left whose share is below 0.01."),
            { } n when n == right => new Verdict(Outcome.Right, "right", $"After {right} words {left[right]:0.0000} is left. A sentence of {right + 1} words is enough to forget how it began.",
                Curves.LogY("What a chain keeps of its first word", "words since", "share left", Curve.Of("chain", left.Take(right + 1)))),
            { } n when n == right + 1 => new Verdict(Outcome.Wrong, "counted from 1", $"left[0] is the share after 0 words, so the place {right} in the list is after {right} words."),
            { } n when n < 0 || n >= left.Count => new Verdict(Outcome.Wrong, "not in the list", $"left holds the shares after 0 to {left.Count - 1} words. Yours is {n}."),
            { } n when n < right => new Verdict(Outcome.Wrong, "too early", $"After {n} words {left[n]:0.000} is left: more than 0.01."),
            { } n => new Verdict(Outcome.Wrong, "too late", $"After {n} words {left[n]:0.0e+0} is left, but it was below 0.01 before."),
        });
    }

    /// <summary>Open exercise: a length of the query at which between half and nine tenths of the first value arrive.</summary>
    /// <param name="length">The query is (length, 0); null while unfilled.</param>
    public static Verdict AsksWithLength(float? length)
    {
        if (length is not { } asked) return Progress.Note("ask less clearly", new Verdict(Outcome.Open, "your turn", "Try a length between 0 and 4."));
        var keys = Matrix<float>.Build.Dense(101, 2, (word, d) => d == (word == 0 ? 0 : 1) ? 4 : 0);
        var weight = Attention.Steps(Rows.Of([asked, 0]), keys, keys).Weights[0, 0];
        return Progress.Note("ask less clearly", weight switch
        {
            >= 0.5f and < 0.9f => new Verdict(Outcome.Right, "right", $"With length {asked:0.##} the first word gets {weight:0.00}; the other 100 share the rest.",
                Curves.Of("The clearer the question, the more of the answer", "length of the query", "weight of the first word", new Curve("weight", [.. Lengths], [.. Lengths.Select(l => (double)Attention.Steps(Rows.Of([(float)l, 0]), keys, keys).Weights[0, 0])]))),
            >= 0.9f => new Verdict(Outcome.Wrong, "too clear", $"With length {asked:0.##} the first word gets {weight:0.00}. A shorter query asks less clearly."),
            < 0.5f => new Verdict(Outcome.Wrong, "not clear enough", $"With length {asked:0.##} the first word gets {weight:0.00}: 100 others compete with it. A longer query asks more clearly."),
            _ => new Verdict(Outcome.Wrong, "not a number", "A length must be a finite number."),
        });
    }

    private static IEnumerable<double> Lengths => Enumerable.Range(0, 17).Select(step => step / 4.0);
}
