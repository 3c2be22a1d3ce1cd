namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the head's output for the reversed sentence, without running the head again.</summary>
    /// <param name="output">[6 × 3]; null while unfilled.</param>
    public static Verdict BlindToOrder(Matrix<float>? output) => Reversing.Judge((_, _) => output);

    private static Exercise<Desk> Reversing => new(
        "blind to order",
        "Give the output for the reversed sentence, made from Head(X).",
        "Take Head(X), and put its rows in the order of the reversed sentence.",
        "f(P·X) = P·f(X): the rows move along with their tokens, and no number changes.",
        CatMixture,
        Pipeline<Desk, Numbers>.Of(new(d => Reversed(d.Weights * d.Values),
            new("attention is thought to know the order by itself", "These are the outputs in the old order: row 0 "
                + "still belongs to \"The\". Shuffled tokens give the same outputs, shuffled along; f(P·X) = P·f(X). "
                + "Positions must be added for order to count.",
                d => d.Weights * d.Values),
            new("columns were reversed, not rows", "You reversed the columns, the features of a value. Tokens are "
                + "rows.", d => Reversed((d.Weights * d.Values).Transpose()).Transpose()),
            new("rows and columns were reversed", "You reversed the columns, too: the features of a value keep their "
                + "places. Only tokens move.",
                d => Reversed(Reversed((d.Weights * d.Values).Transpose()).Transpose())))))
    {
        Row = (_, row) => $"row {row}, of \"{Data.Table("cat-embeddings").RowNames[5 - row]}\"",
        Figure = result =>
            Heatmap.Values(result, [.. Data.Table("cat-embeddings").RowNames.Reverse()],
            Data.Table("cat-wv").ColumnNames, "output of the reversed sentence"),
    };

    private static Numbers Reversed(Numbers m) =>
        Numbers.Build.Dense(m.RowCount, m.ColumnCount, (i, j) => m[m.RowCount - 1 - i, j]);
}
