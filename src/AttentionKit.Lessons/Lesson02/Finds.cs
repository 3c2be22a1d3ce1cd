namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: a query made from other words, which scores highest with this one.</summary>
    /// <param name="word">The word that it shall find, one of the table glove-words.</param>
    /// <param name="query">[100]; null while unfilled.</param>
    /// <exception cref="ArgumentException">The table has no such word.</exception>
    public static Verdict Finds(string word, Vector<float>? query) =>
        Progress.Note($"a query for \"{word}\"", "Start from one word; look at what the query finds, subtract more of "
        + "what that word has and yours has not, and add what yours has.", () => JudgeFinds(word, query));

    private static Verdict JudgeFinds(string word, Vector<float>? query)
    {
        var (words, _, vectors) = Data.Table("glove-words");
        var wanted = words.Find(word, "word", nameof(word));
        if (query is null) return new Verdict(Outcome.Open, "your turn",
            $"Add and subtract the vectors of other words, until the sum scores highest with \"{word}\".");
        if (query.Count != vectors.ColumnCount)
            return new Verdict(Outcome.Wrong, "another shape",
                $"Your query has {query.Count} numbers; it must have {vectors.ColumnCount}, as a word has.");
        var scores = vectors * query;
        if (!query.All(float.IsFinite) || !scores.All(float.IsFinite)) return new Verdict(Outcome.Wrong, "not a number",
            "Your query, or a score with it, is NaN or ∞: no score can be compared then.");
        var own = vectors.Row(wanted);
        if (query * own > .999 * query.L2Norm() * own.L2Norm() && query.L2Norm() > 0)
            return new Verdict(Outcome.Wrong, "that is the word itself",
                $"Your query points where \"{word}\" does. Reach it by the other words.");
        var best = scores.MaximumIndex();
        var figure = Heatmap.Scores(scores.ToRowMatrix(), ["your query"], words, "your query · each word");
        var isAlone = scores.Count(score => score == scores[best]) == 1;
        return best == wanted && isAlone
            ? new Verdict(Outcome.Right, "right",
                $"Your query scores {scores[wanted]:0.##} with \"{word}\", more than with any other word.", figure)
            : new Verdict(Outcome.Wrong,
                !isAlone ? "no word scores higher than another" : $"it finds \"{words[best]}\"",
                $"Your query scores {scores[best]:0.##} with \"{words[best]}\" and {scores[wanted]:0.##} with "
                    + $"\"{word}\". What has \"{words[best]}\" that \"{word}\" has not? Subtract more of it, and add "
                    + $"what it lacks.", figure);
    }
}
