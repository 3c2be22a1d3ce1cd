namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: a mask under which nothing of one token reaches another, through two layers.</summary>
    /// <param name="to">The token that shall learn nothing.</param>
    /// <param name="from">The token that it shall learn nothing of.</param>
    /// <param name="canAttend">[6 × 6], true where row may look at column; the same in both layers. Null while
    /// unfilled.</param>
    /// <exception cref="ArgumentException">A token is not one of the sentence's.</exception>
    public static Verdict CannotReach(string to, string from, bool[,]? canAttend) =>
        Progress.Note($"hide \"{from}\" from \"{to}\"", "What one token has learned in the first layer, others can "
            + "take over in the second. Hide the source from every token that the reader sees.",
            () => JudgeReach(to, from, canAttend));

    private static Verdict JudgeReach(string to, string from, bool[,]? canAttend)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var (reader, source) = (tokens.Find(to, "token", nameof(to)), tokens.Find(from, "token", nameof(from)));
        if (canAttend is null) return new Verdict(Outcome.Open, "your turn",
            $"Hide entries, until \"{to}\" learns nothing of \"{from}\" in two layers.");
        if (canAttend.GetLength(0) != 6 || canAttend.GetLength(1) != 6)
            return new Verdict(Outcome.Wrong, "another shape",
                $"Your mask is {canAttend.GetLength(0)}×{canAttend.GetLength(1)}; it must be 6×6: a row a query, a "
                + $"column a key.");
        if (!canAttend[reader, reader]) return new Verdict(Outcome.Wrong, "the diagonal is hidden",
            $"\"{to}\" must still see itself.");
        var hidden = Enumerable.Range(0, 36).Count(entry => entry % 6 <= entry / 6 && !canAttend[entry / 6, entry % 6]);
        var through = Enumerable.Range(0, 6).Where(k => canAttend[reader, k] && canAttend[k, source])
            .Select(k => tokens[k]).ToArray();
        var mask = Mask.Of(canAttend);
        var figure = Heatmap.Weights(Softmax.Rows(mask.Apply(CatScores().Scores)), tokens,
            title: "weights of the first layer, under your mask", mask: mask, outlined: reader);
        var other = x.Clone();
        other.SetRow(source, x.Row(3 == source ? 1 : 3)); // any token that carries something else
        var moved = (TwoLayers(x, mask) - TwoLayers(other, mask)).Row(reader).L2Norm();
        return through.Length == 0
            ? new Verdict(Outcome.Right, "right", $"Another token in the place of \"{from}\" moves the output of "
                + $"\"{to}\" by {moved:0.0000}. Beyond the future, you hid {hidden} "
                + $"{(hidden == 1 ? "entry" : "entries")}.", figure)
            : new Verdict(Outcome.Wrong, $"\"{from}\" still reaches \"{to}\"",
                $"Another token in the place of \"{from}\" moves the output of \"{to}\" by {moved:0.0000}. In the "
                    + $"first layer \"{string.Join("\", \"", through)}\" saw \"{from}\"; in the second \"{to}\" saw "
                    + $"{(through.Length == 1 ? "that token" : "these")}. A mask hides a token, not what others have "
                    + $"learned of it.", figure);
    }

    /// <summary>Two layers, each handing over what it was given: values = x, so that the second can ask with the same
    /// Wq and Wk.</summary>
    private static Matrix<float> TwoLayers(Matrix<float> x, Mask mask)
    {
        var (wq, wk) = (Data.Table("cat-wq").Matrix, Data.Table("cat-wk").Matrix);
        var first = Attention.Apply(x * wq, x * wk, x, mask);
        return Attention.Apply(first * wq, first * wk, first, mask);
    }
}
