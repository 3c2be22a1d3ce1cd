namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: change the statement until "it" looks most at another word.</summary>
    /// <param name="word">A word of the statement.</param>
    /// <param name="statement">[7 × 9]: its embeddings; null while unfilled.</param>
    /// <exception cref="ArgumentException">The statement has no such word.</exception>
    public static Verdict ItMeans(string word, Matrix<float>? statement) =>
        Progress.Note($"\"it\" means \"{word}\"", "\"it\" asks for a thing: find the column of the statement that says "
        + "so, and raise it for your word.", () => JudgeItMeans(word, statement));

    private static Verdict JudgeItMeans(string word, Matrix<float>? statement)
    {
        var (said, features, original) = Data.Table("statement-embeddings");
        var (asked, _, question) = Data.Table("question-embeddings");
        var to = said.Find(word, "word", nameof(word));
        if (statement is null) return new Verdict(Outcome.Open, "your turn",
            $"Change numbers of the statement until \"it\" looks most at \"{word}\".");
        if (statement.RowCount != said.Count || statement.ColumnCount != features.Count)
            return new Verdict(Outcome.Wrong, "another shape",
                $"Your statement is {Shape(statement)}; it must be {said.Count}×{features.Count}, a row a word.");
        if (statement.Exists(number => !float.IsFinite(number))) return new Verdict(Outcome.Wrong, "not a number",
            "Every number of an embedding must be finite.");
        var weights = Softmax.Rows(Attention.Scores(question * Data.Table("cross-wq").Matrix,
            statement * Data.Table("cross-wk").Matrix));
        if (weights.Exists(float.IsNaN)) return new Verdict(Outcome.Wrong, "not a number",
            "Your numbers are so large that the scores are ∞: no word can be compared.");
        var it = asked.Count - 1;
        var most = weights.Row(it).MaximumIndex();
        var figure = Heatmap.Weights(weights, asked, said, "the question looks at your statement", outlined: it);
        if (weights.Row(it).Maximum() - weights.Row(it).Where((_, at) => at != most).Max() < Apart)
            return new Verdict(Outcome.Wrong, "no word is looked at more than another",
                $"\"it\" puts {weights[it, most]:0.00} on more than one word: nothing in your statement makes it "
                + $"prefer one.", figure);
        if (most != to)
            return new Verdict(Outcome.Wrong, $"\"it\" still looks most at \"{said[most]}\"",
                $"It puts {weights[it, most]:0.00} there and {weights[it, to]:0.00} on "
                + $"\"{word}\". \"it\" asks for a thing: which column of the statement is that?", figure);
        var changed = (statement - original).Enumerate().Count(number => number != 0);
        return new Verdict(Outcome.Right, "right", $"\"it\" puts {weights[it, to]:0.00} on "
            + $"\"{word}\", with {changed} changed {(changed == 1 ? "number" : "numbers")}. Did the other words keep "
            + $"what they look at?", figure);
    }
}
