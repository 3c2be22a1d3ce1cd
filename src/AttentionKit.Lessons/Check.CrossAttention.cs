using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 06.</remarks>
public static partial class Check
{
    /// <summary>Exercise: one head of cross-attention, from embeddings to output.</summary>
    /// <param name="cross">Takes asking [nQueries × dModel], source [nKeys × dModel], Wq, Wk and Wv [dModel × 3], gives [nQueries × 3]; null while unfilled.</param>
    public static Verdict Cross(Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> cross)
    {
        ArgumentNullException.ThrowIfNull(cross);
        var (asked, _, question) = Data.Table("question-embeddings");
        var statement = Data.Table("statement-embeddings").Matrix;
        var carried = Data.Table("cross-wv").ColumnNames;
        return Trial.Judge(
            "cross-attention",
            "Fill in Cross: queries from asking, keys and values from source, then attention as always.",
            "Whoever asks receives: one output row for each word of the question, filled from the statement.",
            output => Heatmap.Values(output, asked, carried, "what the question has learned, by your code"),
            CrossTrial(cross, question, statement),
            CrossTrial(cross, question, statement.SubMatrix(1, 5, 0, 9))); // equally long: here no shape tells where keys and values come from
    }

    private static Trial CrossTrial(Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> cross, Matrix<float> asking, Matrix<float> source)
    {
        var (wq, wk, wv) = (Data.Table("cross-wq").Matrix, Data.Table("cross-wk").Matrix, Data.Table("cross-wv").Matrix);
        Matrix<float> Attend(Matrix<float> queries, Matrix<float> keys, Matrix<float> values, double dHead = 3) =>
            Attention.Apply(queries * wq, keys * wk, values * wv, scale: (float)(1 / Math.Sqrt(dHead)));
        string Rows(Matrix<float> yours) => $"Your output has {yours.RowCount} rows. Here {asking.RowCount} tokens ask, and each gets its row";
        var mistakes = new List<Mistake>
        {
            new("self- and cross-attention are confused", Attend(asking, asking, asking),
                yours => $"Keys and values come from asking: your weights are {asking.RowCount}×{asking.RowCount}, a square, and the source was never read. The row of \"it\" has component {Numbers([yours[4, 0]])}, and it must be {Numbers([Attend(asking, source, source)[4, 0]])}."),
            new("self- and cross-attention are confused", Attend(source, source, source),
                yours => $"Everything comes from source: nobody asked. {Rows(yours)}: queries come from asking."),
            new("asking and source are swapped", Attend(source, asking, asking),
                yours => $"{Rows(yours)}. In yours the source asks and the question answers: queries come from asking, keys and values from source."),
            new("no scaling", Attend(asking, source, source, 1), "Your scores are not divided by √dHead = √3."),
            new("divided by √dModel, not by √dHead", Attend(asking, source, source, 9), "You divided by √9, the width of an embedding. The dot product runs over dHead = 3 numbers."),
            new("keys are mixed in place of values", Attention.Mix(Attention.Steps(asking * wq, source * wk, source * wv).Weights, source * wk),
                "You mixed the keys. What a token offers to be found by is not what it carries."),
        };
        if (asking.RowCount == source.RowCount)
        {
            mistakes.Add(new Mistake("keys and values come from different sources", Attend(asking, source, asking),
                "Keys come from source, values from asking: a word is found over there, and another word's value is taken over here. A key and its value belong to the same token."));
            mistakes.Add(new Mistake("keys and values come from different sources", Attend(asking, asking, source),
                "Keys come from asking, values from source: a word is found over here, and another word's value is taken over there. A key and its value belong to the same token."));
        }
        return new Trial(() => cross(asking.Clone(), source.Clone(), wq.Clone(), wk.Clone(), wv.Clone()), Attend(asking, source, source), [.. mistakes]) { Departs = yours => FirstStep.OfOutput(yours, source * wv) };
    }

    /// <summary>Exercise: the additive mask that hides the filled-up end of a source.</summary>
    /// <param name="bias">Takes nQueries, nKeys and length, gives [nQueries × nKeys] of 0 and −∞; null while unfilled.</param>
    public static Verdict PaddingBias(Func<int, int, int, Matrix<float>?> bias)
    {
        ArgumentNullException.ThrowIfNull(bias);
        IReadOnlyList<string> keys = [.. Data.Table("statement-embeddings").RowNames.Take(4), "pad", "pad", "pad"];
        return Trial.Judge(
            "padding in the source",
            "Fill in PaddingBias: nQueries rows, nKeys columns; 0 in the columns below length, −∞ in the others.",
            "No query looks at the padding, and every query still has its own row.",
            result => Heatmap.Scores(result, Data.Table("question-embeddings").RowNames, keys, "bias: three keys are hidden"),
            PaddingTrial(bias, 5, 7, 4),
            PaddingTrial(bias, 4, 4, 3)); // square: a transposed mask fits
    }

    private static Trial PaddingTrial(Func<int, int, int, Matrix<float>?> bias, int nQueries, int nKeys, int length)
    {
        Matrix<float> Fill(int rows, int columns, Func<int, int, bool> canAttend, float yes = 0, float no = float.NegativeInfinity) =>
            Matrix<float>.Build.Dense(rows, columns, (i, j) => canAttend(i, j) ? yes : no);
        bool IsReal(int _, int key) => key < length;
        var shape = $"{nQueries}×{nKeys}";
        return new Trial(() => bias(nQueries, nKeys, length), Fill(nQueries, nKeys, IsReal),
            new Mistake("mask shape transposed", Fill(nKeys, nQueries, (key, _) => key < length),
                yours => $"Yours is {Shape(yours)}, and the scores are {shape}. Rows are queries, columns are keys."),
            new Mistake("padding masks queries, not keys", Fill(nQueries, nKeys, (query, _) => query < length),
                $"You hid rows from {length} on: those queries see nothing, and the others still look at the padding. Hide the columns: padding must not be looked at."),
            new Mistake("mask inverted", Fill(nQueries, nKeys, (_, key) => key >= length),
                $"You hid the {length} real keys, and left the padding in sight. −∞ hides."),
            new Mistake("nothing is hidden", Fill(nQueries, nKeys, (_, _) => true),
                $"Yours is 0 everywhere: the {nKeys - length} filled-up keys are looked at as well."),
            new Mistake("mask with 0 in place of −∞", Fill(nQueries, nKeys, IsReal, yes: 1, no: 0),
                "Yours holds 1 and 0. The bias is added to the scores: 1 and 0 hide nothing, since exp(0) = 1. Visible is 0, hidden is −∞."),
            new Mistake("a causal mask", Fill(nQueries, nKeys, (query, key) => key <= query && key < length),
                "You also hid the future. The source has none: all of it is there before the first query."),
            new Mistake("one key too many is in sight", Fill(nQueries, nKeys, (_, key) => key <= length),
                $"Your column {length} is visible. Keys count from 0: the first filled-up one is number {length}."))
        { Departs = _ => $"Each of the columns from {length} on is −∞ in every row; all else is 0." };
    }

    /// <summary>Exercise: the shapes of a layer of cross-attention, 12 × 64 looking at 20 × 48, with dHead 16 and dValue 8.</summary>
    /// <param name="shapes">Of Wq, Wk, Wv, the weights and the output; null while unfilled.</param>
    public static Verdict CrossShapes((int Rows, int Columns)[]? shapes) => Progress.Note("shapes of cross-attention", JudgeCrossShapes(shapes));

    private static Verdict JudgeCrossShapes((int Rows, int Columns)[]? shapes)
    {
        if (shapes is null) return new Verdict(Outcome.Open, "your turn", "Give five shapes, as (rows, columns): Wq, Wk, Wv, weights, output.");
        if (shapes.Length != 5) return new Verdict(Outcome.Wrong, "another number of shapes", $"You gave {shapes.Length}; it must be five: Wq, Wk, Wv, weights, output.");
        (string Name, (int, int) Shape)[] right = [("Wq", (64, 16)), ("Wk", (48, 16)), ("Wv", (48, 8)), ("weights", (12, 20)), ("output", (12, 8))];
        const string Linear = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)", Confused = "self- and cross-attention are confused";
        (int At, (int, int) Shape, string Mistake, string Evidence)[] known =
        [
            (0, (16, 64), Linear, "x · Wq: a row of Wq for each of the 64 numbers of a word."),
            (1, (16, 48), Linear, "source · Wk: a row of Wk for each of the 48 numbers of a word."),
            (1, (64, 16), Confused, "Keys come from the source, whose words have 48 numbers: 64×16 would project the translation itself."),
            (2, (64, 8), "keys and values come from different sources", "Values come from the source, as keys do: 48 numbers a word."),
            (2, (48, 16), "dValue taken for dHead", "Queries and keys share dHead = 16, since they are compared. Values have a size of their own, 8."),
            (3, (20, 12), "weights transposed", "Rows are queries, columns are keys: 12 words look at 20."),
            (3, (12, 12), Confused, "A square: a sequence that looks at itself. Here 12 words look at 20."),
            (3, (20, 20), Confused, "A square: a sequence that looks at itself. Here 12 words look at 20."),
            (4, (20, 8), "the source receives", "Whoever asks, receives: one row for each of the 12 words of the translation."),
            (4, (12, 16), "the output is a mixture of values", "Each output row is a mixture of values, and a value has 8 numbers."),
            (4, (12, 64), "the output is a mixture of values", "Each output row is a mixture of values, and a value has 8 numbers. Only Wo, after that, leads back to dModel."),
        ];
        foreach (var (at, shape, mistake, evidence) in known)
            if (shapes[at] == shape) return new Verdict(Outcome.Wrong, mistake, $"Your {right[at].Name} is {Shape(shape)}. {evidence}");
        foreach (var (at, (name, shape)) in right.Index())
            if (shapes[at] != shape)
                return new Verdict(Outcome.Wrong, "not yet", $"Your {name} is {Shape(shapes[at])}. Whose rows are these, the translation's or the source's, and what must its columns fit?");
        return new Verdict(Outcome.Right, "right", "What belongs to the queries has 12 or 64, what belongs to the source 20 or 48; dHead is where they meet.");
    }

    private static string Shape((int Rows, int Columns) shape) => $"{shape.Rows}×{shape.Columns}";

    /// <summary>Exercise: change the statement until "it" looks most at another word.</summary>
    /// <param name="word">A word of the statement.</param>
    /// <param name="statement">[7 × 9]: its embeddings; null while unfilled.</param>
    /// <exception cref="ArgumentException">The statement has no such word.</exception>
    public static Verdict ItMeans(string word, Matrix<float>? statement) => Progress.Note($"\"it\" means \"{word}\"", JudgeItMeans(word, statement));

    private static Verdict JudgeItMeans(string word, Matrix<float>? statement)
    {
        var (said, features, original) = Data.Table("statement-embeddings");
        var (asked, _, question) = Data.Table("question-embeddings");
        var to = said.ToList().IndexOf(word);
        if (to < 0) throw new ArgumentException($"the word must be one of {string.Join(", ", said)}: it is \"{word}\".", nameof(word));
        if (statement is null) return new Verdict(Outcome.Open, "your turn", $"Change numbers of the statement until \"it\" looks most at \"{word}\".");
        if (statement.RowCount != said.Count || statement.ColumnCount != features.Count)
            return new Verdict(Outcome.Wrong, "another shape", $"Your statement is {Shape(statement)}; it must be {said.Count}×{features.Count}, a row a word.");
        if (statement.Exists(number => !float.IsFinite(number))) return new Verdict(Outcome.Wrong, "not a number", "Every number of an embedding must be finite.");
        var weights = Softmax.Rows(Attention.Scores(question * Data.Table("cross-wq").Matrix, statement * Data.Table("cross-wk").Matrix));
        var it = asked.Count - 1;
        var most = weights.Row(it).MaximumIndex();
        var figure = Heatmap.Weights(weights, asked, said, "the question looks at your statement", outlined: it);
        if (most != to)
            return new Verdict(Outcome.Wrong, $"\"it\" still looks most at \"{said[most]}\"", FormattableString.Invariant($"It puts {weights[it, most]:0.00} there and {weights[it, to]:0.00} on \"{word}\". \"it\" asks for a thing: which column of the statement is that?"), figure);
        var changed = (statement - original).Enumerate().Count(number => number != 0);
        return new Verdict(Outcome.Right, "right", FormattableString.Invariant($"\"it\" puts {weights[it, to]:0.00} on \"{word}\", with {changed} changed {(changed == 1 ? "number" : "numbers")}. Did the other words keep what they look at?"), figure);
    }
}
