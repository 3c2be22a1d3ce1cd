namespace AttentionKit.Lessons;

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
        return Progress.Note("read the heatmap",
            "Find the row of \"on\", then the darkest cell in it: its column is the answer.", () => answer switch
        {
            null => new Verdict(Outcome.Open, "your turn", "Give the word that \"on\" looks at most."),
            _ when answer == looksAt => new Verdict(Outcome.Right, "right", $"The row of \"on\" is darkest at "
                + $"\"{looksAt}\": {weights.Row(on).Maximum():0.00}.",
                Heatmap.Weights(weights, tokens, title: "each row: where one word looks", outlined: on)),
            _ when answer == lookedAtBy =>
                new Verdict(Outcome.Wrong, "a column was read, not a row",
                $"\"{answer}\" is the word that looks most at \"on\": you went down the column. A row belongs to the "
                + $"word that looks: go along the row of \"on\"."),
            _ when !tokens.Contains(answer) =>
                new Verdict(Outcome.Wrong, "not a word of the sentence",
                $"The words are {string.Join(", ", tokens)}. Yours is \"{answer}\"."),
            _ => new Verdict(Outcome.Wrong, "not yet",
                $"\"on\" puts {weights[on, tokens.ToList().IndexOf(answer)]:0.00} on \"{answer}\". There is a darker "
                + $"cell in its row."),
        });
    }
}
