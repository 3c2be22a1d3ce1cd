namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the parameters of a layer with dModel 768 and 12 heads of 64.</summary>
    /// <param name="counts">With 12 key and value heads, and with 4; null while unfilled.</param>
    public static Verdict ParameterCounts((long Own, long Grouped)? counts) =>
        Counting.Judge((_, _) => counts is { } given ? Rows.Of([given.Own, given.Grouped]) : null);

    /// <param name="DModel">The width of an embedding.</param>
    /// <param name="Heads">Of queries and of Wo.</param>
    /// <param name="Width">Columns of a head.</param>
    /// <param name="Outputs">1 with Wo, 0 without.</param>
    private sealed record Layer(int DModel, int Heads, int Width, int Outputs = 1)
    {
        internal long Count(double queries, double keys, double values) =>
            (long)(DModel * Width * (queries + keys + values + (Outputs * queries)));
    }

    private static Exercise<Layer> Counting => new(
        "how many parameters",
        "Give two numbers: the entries of Wq, Wk, Wv and Wo with 12 key and value heads, and with 4.",
        "Count rows times columns of each matrix. Wq and Wo are 768×768; with 4 key and value heads, Wk and Wv are "
            + "768×(4 · 64).",
        "4 · dModel² with heads of their own, whatever their number; sharing shrinks Wk and Wv only.",
        new Layer(768, 12, 64),
        Pipeline<Layer, Layer>.Of(new(l => l,
            new("every head counted at full width", "You gave each head matrices of 768×768. A head has a slice of 64 "
                + "columns: all 12 together fill one 768×768 matrix.", l => l with { Width = 768 }),
            new("one head only", "You counted one head of 64. There are 12 of them, side by side.",
                l => l with { Heads = 1 })))
            .Then(new Step<Layer, Layer>(l => l,
                new Form<Layer, Layer>("Wo is missing", "You counted Wq, Wk and Wv. Wo is a 768×768 matrix too.",
                    l => l with { Outputs = 0 })))
            .Then(new Step<Layer, Numbers>(l => Both(l, l.Heads / 3.0, l.Heads / 3.0),
                new("sharing changes nothing", "With 4 key and value heads, Wk and Wv have only 4 · 64 = 256 columns "
                    + "each.", l => Both(l, l.Heads, l.Heads)),
                new("sharing shrinks all four", "Only Wk and Wv shrink to a third. There are still 12 query heads, "
                    + "hence 12 · 64 columns of Wq and rows of Wo.",
                    l => Both(l, l.Heads, l.Heads).MapIndexed((_, j, x) => j == 0 ? x : x / 3)),
                new("sharing shrinks one of two", "Keys and values are shared: both Wk and Wv have 256 columns.",
                    l => Both(l, l.Heads / 3.0, l.Heads)))))
    {
        Close = new(0),
        Row = (_, _) => "with 12 key and value heads, and with 4",
        Figure = row =>
            Heatmap.Values(row / 1e6f, ["millions"], ["12 key heads", "4 key heads"], "parameters of the layer"),
    };

    private static Numbers Both(Layer l, double keys, double values) =>
        Numbers.Build.DenseOfRowArrays(new double[] { l.Count(l.Heads, l.Heads, l.Heads),
            l.Count(l.Heads, keys, values) });
}
