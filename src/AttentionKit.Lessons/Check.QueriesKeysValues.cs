using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 01.</remarks>
public static partial class Check
{
    /// <summary>Exercise: project every token by loops, output[i, j] = Σ x[i, c] · w[c, j].</summary>
    /// <param name="project">Takes x [nTokens × dIn] and w [dIn × dOut], gives [nTokens × dOut]; null while unfilled.</param>
    public static Verdict Project(Func<Matrix<float>, Matrix<float>, Matrix<float>?> project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var (_, dimensions, wq) = Data.Table("cat-wq");
        var square = wq.TransposeAndMultiply(Data.Table("cat-wk").Matrix); // 6×6: here a transposed w fits, and is silently wrong
        return Trial.Judge(
            "project every token",
            "Fill in Project: for every token i and every column j of w, sum x[i, c] · w[c, j] over c.",
            "Every entry is one dot product: a row of x with a column of w.",
            queries => Heatmap.Values(queries, tokens, dimensions, "Q, projected by your loops"),
            new Trial(() => project(x.Clone(), wq.Clone()), x * wq),
            new Trial(() => project(x.Clone(), square.Clone()), x * square,
                new Mistake("w is used transposed", x * square.Transpose(),
                    "Your sum runs along the rows of w, w[j, c]. A Linear layer stores its weights so, (dOut × dIn); here w is (dIn × dOut), hence w[c, j]. A square w hides the mistake: the shape fits and only the numbers are wrong."),
                new Mistake("the operands are swapped", square * x, "You computed w · x. A token is a row, so x stands on the left: x · w."),
                new Mistake("the products are not summed", x.Column(5).OuterProduct(square.Row(5)),
                    "Each of your entries is one product, that of the last c: it replaced the ones before. Add them up, with +=.")));
    }

    /// <summary>Exercise: the dot product of the query of "sat" with the key of every token.</summary>
    /// <param name="scores">Six numbers, one a token; null while unfilled.</param>
    public static Verdict AsksOfSat(float[]? scores)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var queries = x * Data.Table("cat-wq").Matrix;
        var keys = x * Data.Table("cat-wk").Matrix;
        var sat = tokens.ToList().IndexOf("sat");
        Matrix<float> Row(Matrix<float> all) => all.SubMatrix(sat, 1, 0, all.ColumnCount);
        return Trial.Judge(
            "what \"sat\" asks",
            "Compute six numbers: the dot product of row 2 of Q (the query of \"sat\") with each row of K.",
            "\"sat\" asks for a doer and a place, and \"cat\" offers the best match.",
            row => Heatmap.Scores(row, ["sat"], tokens, "what \"sat\" asks · what each token offers"),
            new Trial(() => scores is null ? null : Rows.Of(scores), Row(queries.TransposeAndMultiply(keys)),
                new Mistake("queries and keys are swapped", Row(keys.TransposeAndMultiply(queries)),
                    "You took the key of \"sat\" and the queries of the others: that is how much each token asks for \"sat\", a column of the score matrix. A row asks: the query of \"sat\", the keys of all."),
                new Mistake("queries are matched with queries", Row(queries.TransposeAndMultiply(queries)),
                    "You matched the query of \"sat\" with the other queries: what two tokens ask for alike. What a token offers is in its key."),
                new Mistake("the embeddings are compared, not projected", Row(x.TransposeAndMultiply(x)),
                    "You compared rows of X. Similar embeddings are not the question: project with Wq and Wk first, so that asking and offering can differ."),
                new Mistake("already scaled", Row(Attention.Scores(queries, keys)),
                    "You divided by √dHead. That is the next lesson: here the plain dot products are asked for.")));
    }

    /// <summary>Exercise: the queries from a Wq that a Linear layer stored as (dOut × dIn).</summary>
    /// <param name="queries">Takes x [nTokens × dIn] and the stored Wq [dOut × dIn], gives [nTokens × dOut]; null while unfilled.</param>
    public static Verdict LinearQueries(Func<Matrix<float>, Matrix<float>, Matrix<float>?> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        const string Stored = "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)";
        var square = Rows.Of([1, 2, 0], [0, -1, 3], [2, 0, 1]); // here a Wq that is not turned round fits, and is silently wrong
        var (tokens, _, x) = Data.Table("journey-embeddings");
        var (outputs, _, stored) = Data.Table("journey-linear-wq");
        var reshaped = Matrix<float>.Build.DenseOfRowMajor(stored.ColumnCount, stored.RowCount, stored.ToRowMajorArray());
        return Trial.Judge(
            "queries from a Linear layer",
            "Fill in Queries: x is 6×3, the stored Wq is 2×3, one row an output. Turn it round first.",
            "A Linear layer computes x · Wᵀ: transpose once, when the weights are loaded.",
            result => Heatmap.Values(result, tokens, outputs, "queries from a Linear layer's weights"),
            new Trial(() => queries(x.Clone(), stored.Clone()), x * stored.Transpose(),
                new Mistake(Stored, x * reshaped,
                    "You reshaped the 2×3 numbers into 3×2 in reading order. The shape fits, but the numbers have changed places: transpose instead, so that entry [i, j] goes to [j, i].")),
            new Trial(() => queries(x.Clone(), square.Clone()), x * square.Transpose(),
                new Mistake(Stored, x * square,
                    "You computed x · Wq as it is stored. In this trial Wq is 3×3, so it fits and is silently wrong; the 2×3 one does not even fit. Transpose it: x · Wqᵀ.")));
    }

    /// <summary>Open exercise: change Wq so that one token looks most at another.</summary>
    /// <param name="asking">The token that looks.</param>
    /// <param name="answering">The token that it shall look at most.</param>
    /// <param name="wq">Your Wq, 6×2; null while unfilled.</param>
    /// <exception cref="ArgumentException">A token is not one of the sentence's.</exception>
    public static Verdict LooksMostAt(string asking, string answering, Matrix<float>? wq) =>
        Progress.Note($"make \"{asking}\" look at \"{answering}\"", LooksMost(asking, answering, wq));

    private static Verdict LooksMost(string asking, string answering, Matrix<float>? wq)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        int Index(string token) => tokens.Contains(token) ? tokens.ToList().IndexOf(token)
            : throw new ArgumentException($"the token must be one of {string.Join(", ", tokens)}: it is \"{token}\".", nameof(asking));
        var (from, to) = (Index(asking), Index(answering));
        if (wq is null) return new Verdict(Outcome.Open, "your turn", $"Change the numbers of Wq until \"{asking}\" looks most at \"{answering}\".");
        if (wq.RowCount != x.ColumnCount || wq.ColumnCount != 2)
            return new Verdict(Outcome.Wrong, "another shape", $"Your Wq is {Shape(wq)}; it must be {x.ColumnCount}×2: a row a feature, a column for doer and one for place.");
        var weights = Softmax.Rows(Attention.Scores(x * wq, x * Data.Table("cat-wk").Matrix));
        var most = weights.Row(from).MaximumIndex();
        var figure = Heatmap.Weights(weights, tokens, title: "weights with your Wq");
        return most == to
            ? new Verdict(Outcome.Right, "right", $"\"{asking}\" puts {weights[from, to]:0.00} on \"{answering}\", more than on any other token.", figure)
            : new Verdict(Outcome.Wrong, $"\"{asking}\" still looks most at \"{tokens[most]}\"",
                $"It puts {weights[from, most]:0.00} there and {weights[from, to]:0.00} on \"{answering}\". Which features does \"{asking}\" have, and what does \"{answering}\" offer in K? Raise the rows of Wq for the first so that they ask for the second.", figure);
    }
}
