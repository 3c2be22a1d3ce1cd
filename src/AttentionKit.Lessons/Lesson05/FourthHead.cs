namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: a head of size 1 whose pattern none of the lesson's three heads has.</summary>
    /// <param name="asking">A column of Wq, one number a feature; null while unfilled.</param>
    /// <param name="offering">A column of Wk, one number a feature; null while unfilled.</param>
    public static Verdict FourthHead(float[]? asking, float[]? offering) =>
        Progress.Note("a head of your own", "Choose a feature that asks and a feature that shall be found; give both a "
        + "number of 2 or more, and 0 to the others.", () => JudgeFourthHead(asking, offering));

    private static Verdict JudgeFourthHead(float[]? asking, float[]? offering)
    {
        var (tokens, features, x) = Data.Table("cat-embeddings");
        if (asking is null || offering is null) return new Verdict(Outcome.Open, "your turn",
            $"Give six numbers to ask with and six to offer, for {string.Join(", ", features)}.");
        if (asking.Length != features.Count || offering.Length != features.Count)
            return new Verdict(Outcome.Wrong, "another shape", $"You gave {asking.Length} and {offering.Length} "
                + $"numbers; it must be {features.Count} each, one a feature: {string.Join(", ", features)}.");
        Matrix<float> Weights(Vector<float> wq, Vector<float> wk) =>
            Softmax.Rows(Attention.Scores((x * wq).ToColumnMatrix(), (x * wk).ToColumnMatrix()));
        var yours = Weights(Vector<float>.Build.Dense([.. asking]), Vector<float>.Build.Dense([.. offering]));
        if (yours.Exists(float.IsNaN)) return new Verdict(Outcome.Wrong, "not a number",
            "Your weights hold NaN: every number must be finite.");
        var figure = Heatmap.Weights(yours, tokens, title: "your head");
        var even = Matrix<float>.Build.Dense(tokens.Count, tokens.Count, 1f / tokens.Count);
        if (Largest(yours, even) < .2)
            return new Verdict(Outcome.Wrong, "your head looks nowhere in particular",
                "Every row is nearly even, 1/6 for each token. Raise the numbers: some feature must ask, and some must "
                + "offer.", figure);
        var (_, names, wq) = Data.Table("cat-heads-wq");
        var wk = Data.Table("cat-heads-wk").Matrix;
        var (name, apart) = names.Select((name, h) => (name, Largest(yours, Weights(wq.Column(h), wk.Column(h)))))
            .MinBy(head => head.Item2);
        return apart < .3
            ? new Verdict(Outcome.Wrong, $"your head does what \"{name}\" does",
                $"There is no token for which it moves more than {apart:0%} of the "
                + $"attention elsewhere. Ask with another feature, or offer another.", figure)
            : new Verdict(Outcome.Right, "right", $"Nearest to it is \"{name}\", and for "
                + $"one token they still send {apart:0%} of the attention elsewhere. Now say in a word what your head "
                + $"asks: that is how people name heads, after the fact.", figure);
    }

    /// <summary>The share of attention that goes elsewhere, for the token for which most does: 0 is the same pattern, 1
    /// nothing in common.</summary>
    private static double Largest(Matrix<float> a, Matrix<float> b) => (a - b).PointwiseAbs().RowSums().Max() / 2;
}
