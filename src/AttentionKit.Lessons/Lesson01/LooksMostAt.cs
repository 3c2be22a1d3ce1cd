namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: change Wq so that one token looks most at another.</summary>
    /// <param name="asking">The token that looks.</param>
    /// <param name="answering">The token that it shall look at most.</param>
    /// <param name="wq">Your Wq, 6×2; null while unfilled.</param>
    /// <exception cref="ArgumentException">A token is not one of the sentence's.</exception>
    public static Verdict LooksMostAt(string asking, string answering, Matrix<float>? wq) =>
        Progress.Note($"make \"{asking}\" look at \"{answering}\"", "See which features the asking token has and what "
            + "the other one offers in K. Raise the rows of Wq for the first, so that they ask for the second.",
            () => LooksMost(asking, answering, wq));

    private const float Apart = 1e-4f;

    private static Verdict LooksMost(string asking, string answering, Matrix<float>? wq)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var (from, to) = (tokens.Find(asking, "token", nameof(asking)),
            tokens.Find(answering, "token", nameof(answering)));
        if (wq is null) return new Verdict(Outcome.Open, "your turn",
            $"Change the numbers of Wq until \"{asking}\" looks most at \"{answering}\".");
        if (wq.RowCount != x.ColumnCount || wq.ColumnCount != 2)
            return new Verdict(Outcome.Wrong, "another shape", $"Your Wq is {Shape(wq)}; it must be {x.ColumnCount}×2: "
                + $"a row a feature, a column for doer and one for place.");
        if (wq.Exists(number => !float.IsFinite(number))) return new Verdict(Outcome.Wrong, "not a number",
            "Your Wq holds NaN or ∞: with it no token can be compared.");
        var weights = Softmax.Rows(Attention.Scores(x * wq, x * Data.Table("cat-wk").Matrix));
        if (weights.Exists(float.IsNaN)) return new Verdict(Outcome.Wrong, "not a number",
            "Your numbers are so large that the scores are ∞: no token can be compared.");
        var most = weights.Row(from).MaximumIndex();
        var figure = Heatmap.Weights(weights, tokens, title: "weights with your Wq");
        if (weights.Row(from).Maximum() - weights.Row(from).Where((_, token) => token != most).Max() < Apart)
            return new Verdict(Outcome.Wrong, "no token is looked at more than another",
                $"\"{asking}\" puts {weights[from, most]:0.00} on more than one token: nothing in your Wq makes it "
                + $"prefer one.", figure);
        return most == to
            ? new Verdict(Outcome.Right, "right",
                $"\"{asking}\" puts {weights[from, to]:0.00} on \"{answering}\", more than on any other token.", figure)
            : new Verdict(Outcome.Wrong, $"\"{asking}\" still looks most at \"{tokens[most]}\"",
                $"It puts {weights[from, most]:0.00} there and {weights[from, to]:0.00} on \"{answering}\". Which "
                    + $"features does \"{asking}\" have, and what does \"{answering}\" offer in K? Raise the rows of "
                    + $"Wq for the first so that they ask for the second.", figure);
    }
}
