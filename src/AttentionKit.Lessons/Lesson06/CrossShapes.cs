namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the shapes of a layer of cross-attention, 12 × 64 looking at 20 × 48, with dHead 16 and
    /// dValue 8.</summary>
    /// <param name="shapes">Of Wq, Wk, Wv, the weights and the output; null while unfilled.</param>
    public static Verdict CrossShapes((int Rows, int Columns)[]? shapes) =>
        Progress.Note("shapes of cross-attention", "The rows of a projection are the numbers of a word that it reads, "
        + "its columns dHead or dValue. Weights are queries × keys, and the output has a row for each query.",
        () => JudgeCrossShapes(shapes));

    private static Verdict JudgeCrossShapes((int Rows, int Columns)[]? shapes)
    {
        if (shapes is null) return new Verdict(Outcome.Open, "your turn",
            "Give five shapes, as (rows, columns): Wq, Wk, Wv, weights, output.");
        if (shapes.Length != 5) return new Verdict(Outcome.Wrong, "another number of shapes",
            $"You gave {shapes.Length}; it must be five: Wq, Wk, Wv, weights, output.");
        (string Name, (int, int) Shape)[] right = [("Wq", (64, 16)), ("Wk", (48, 16)), ("Wv", (48, 8)),
            ("weights", (12, 20)), ("output", (12, 8))];
        const string Linear = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)",
            Confused = "self- and cross-attention are confused";
        (int At, (int, int) Shape, string Mistake, string Evidence)[] known =
        [
            (0, (16, 64), Linear, "x · Wq: a row of Wq for each of the 64 numbers of a word."),
            (1, (16, 48), Linear, "source · Wk: a row of Wk for each of the 48 numbers of a word."),
            (1, (64, 16), Confused, "Keys come from the source, whose words have 48 numbers: 64×16 would project the "
                + "translation itself."),
            (2, (64, 8), "keys and values come from different sources",
                "Values come from the source, as keys do: 48 numbers a word."),
            (2, (48, 16), "dValue taken for dHead",
                "Queries and keys share dHead = 16, since they are compared. Values have a size of their own, 8."),
            (3, (20, 12), "weights transposed", "Rows are queries, columns are keys: 12 words look at 20."),
            (3, (12, 12), Confused, "A square: a sequence that looks at itself. Here 12 words look at 20."),
            (3, (20, 20), Confused, "A square: a sequence that looks at itself. Here 12 words look at 20."),
            (4, (20, 8), "the source receives",
                "Whoever asks, receives: one row for each of the 12 words of the translation."),
            (4, (12, 16), "the output is a mixture of values",
                "Each output row is a mixture of values, and a value has 8 numbers."),
            (4, (12, 64), "the output is a mixture of values", "Each output row is a mixture of values, and a value "
                + "has 8 numbers. Only Wo, after that, leads back to dModel."),
        ];
        foreach (var (at, shape, mistake, evidence) in known)
            if (shapes[at] == shape) return new Verdict(Outcome.Wrong, mistake,
                $"Your {right[at].Name} is {Shape(shape)}. {evidence}");
        foreach (var (at, (name, shape)) in right.Index())
            if (shapes[at] != shape)
                return new Verdict(Outcome.Wrong, "not yet", $"Your {name} is {Shape(shapes[at])}. Whose rows are "
                    + $"these, the translation's or the source's, and what must its columns fit?");
        return new Verdict(Outcome.Right, "right",
            "What belongs to the queries has 12 or 64, what belongs to the source 20 or 48; dHead is where they meet.");
    }

    private static string Shape((int Rows, int Columns) shape) => $"{shape.Rows}×{shape.Columns}";
}
