using System.Globalization;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 02.</remarks>
public static partial class Check
{
    /// <summary>Exercise: every query with every key, scores[i, j] = Σ queries[i, d] · keys[j, d], not scaled.</summary>
    /// <param name="dotProducts">Takes queries [nQueries × dHead] and keys [nKeys × dHead], gives [nQueries × nKeys]; null while unfilled.</param>
    public static Verdict DotProducts(Func<Matrix<float>, Matrix<float>, Matrix<float>?> dotProducts)
    {
        ArgumentNullException.ThrowIfNull(dotProducts);
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var queries = x * Data.Table("cat-wq").Matrix;
        var keys = x * Data.Table("cat-wk").Matrix;
        var lastTwo = -queries.SubMatrix(4, 2, 0, 2); // turned round, so that some dot products are negative
        var scores = queries.TransposeAndMultiply(keys);
        Matrix<float> Mirrored(Matrix<float> s) => s.MapIndexed((i, j, score) => i > j ? s[j, i] : score);
        const string swapped = "queries and keys are swapped";
        const string rowsAsk = "A row asks and a column answers: entry [i, j] is query i with key j.";
        const string symmetric = "expected to be symmetric";
        return Trial.Judge(
            "every query with every key",
            "Fill in DotProducts: for every query i and every key j, sum queries[i, d] · keys[j, d] over d.",
            "Row i holds what token i asks, matched with what every token offers.",
            result => Heatmap.Scores(result, tokens, title: "query · key, by your loops"),
            new Trial(() => dotProducts(queries.Clone(), keys.Clone()), scores,
                new Mistake(swapped, scores.Transpose(),
                    yours => $"Your row of \"sat\" gives {Numbers([yours[2, 1]])} to \"cat\", but that is what \"cat\" asks of \"sat\". {rowsAsk}"),
                new Mistake(symmetric, Mirrored(scores), yours => Alike(yours)),
                new Mistake(symmetric, Mirrored(scores.Transpose()), yours => Alike(yours)),
                new Mistake(symmetric, (scores + scores.Transpose()) / 2, yours => Alike(yours)),
                new Mistake("queries are matched with queries", queries.TransposeAndMultiply(queries), "Both factors of your products are queries: that tells what two tokens ask alike. What a token offers is in its key."),
                new Mistake("keys are matched with keys", keys.TransposeAndMultiply(keys), "Both factors of your products are keys: that tells what two tokens offer alike. What a token asks is in its query."),
                new Mistake("the products are not summed", queries.Column(1).OuterProduct(keys.Column(1)), "Each of your entries is one product, that of the last column: it replaced the ones before. Add them up, with +=."),
                new Mistake("already scaled", Attention.Scores(queries, keys), "You divided by √dHead. That is exercise B: here the plain dot products are asked for."))
            { Departs = yours => FirstStep.OfScores(yours, scores) },
            new Trial(() => dotProducts(lastTwo.Clone(), keys.Clone()), lastTwo.TransposeAndMultiply(keys),
                new Mistake(swapped, keys.TransposeAndMultiply(lastTwo),
                    yours => $"Two queries and six keys gave {Shape(yours)}; it must be 2×6. {rowsAsk}")));
    }

    /// <summary>Exercise: from embeddings to scaled scores, (x·wq)·(x·wk)ᵀ / √dHead.</summary>
    /// <param name="scaledScores">Takes x [nTokens × dModel], wq and wk [dModel × dHead], gives [nTokens × nTokens]; null while unfilled.</param>
    public static Verdict ScaledScores(Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>?> scaledScores)
    {
        ArgumentNullException.ThrowIfNull(scaledScores);
        var (tokens, _, x) = Data.Table("journey-embeddings");
        var (wq, wk) = (Data.Table("journey-wq").Matrix, Data.Table("journey-wk").Matrix);
        var (queries, keys) = (x * wq, x * wk);
        Matrix<float> Divided(double divisor) => queries.TransposeAndMultiply(keys) / (float)divisor;
        var (wide, wideQ, wideK) = WideHead();
        Matrix<float> WideDivided(double divisor) => (wide * wideQ).TransposeAndMultiply(wide * wideK) / (float)divisor;
        return Trial.Judge(
            "scaled scores",
            "Fill in ScaledScores: project x to queries and keys, score every query against every key, divide by √dHead.",
            "The scale follows the head: it would stay right for a head of any size.",
            result => Heatmap.Scores(result, tokens, title: "scaled scores, by your code"),
            new Trial(() => scaledScores(x.Clone(), wq.Clone(), wk.Clone()), Divided(Math.Sqrt(2)),
                new Mistake("no scaling", Divided(1), yours => $"Your score of \"journey\" for \"starts\" is {Numbers([yours[1, 2]])}, the plain dot product. Scores grow with √d, and softmax saturates: divide by √dHead, here √2."),
                new Mistake("divided by d, not by √d", Divided(2), "You divided by dHead = 2. The variance of a score grows with d, so its standard deviation grows with √d: divide by √2."),
                new Mistake("divided by √dModel, not by √dHead", Divided(Math.Sqrt(3)), "You divided by √3: an embedding has 3 numbers. But the dot product runs over the dHead = 2 numbers of a query: divide by √2."),
                new Mistake("divided by √nTokens, not by √dHead", Divided(Math.Sqrt(6)), "You divided by √6: there are 6 tokens. But the dot product runs over the dHead = 2 numbers of a query, whatever the length of the sentence."),
                new Mistake("multiplied by √d, not divided", Divided(Math.Sqrt(.5)), "Your scores are twice too large: they are multiplied by √2. Scores that grow with √d are brought back by dividing."),
                new Mistake("queries and keys are swapped", Divided(Math.Sqrt(2)).Transpose(), yours => $"Your row of \"journey\" gives {yours[1, 0].ToString("0.0000", CultureInfo.InvariantCulture)} to \"Your\", but that is what \"Your\" asks of \"journey\". Rows ask, columns answer: Q·Kᵀ, not K·Qᵀ."),
                new Mistake("the embeddings are compared, not projected", x.TransposeAndMultiply(x), "You compared rows of x. Project with wq and wk first, so that asking and offering can differ."),
                new Mistake("the embeddings are compared, not projected", x.TransposeAndMultiply(x) / MathF.Sqrt(3), "You compared rows of x. Project with wq and wk first, so that asking and offering can differ."),
                new Mistake("weights, not scores", Softmax.Rows(Divided(Math.Sqrt(2))), "Your rows sum to 1: you took the softmax already. Here the scores before it are asked for."))
            { Departs = yours => FirstStep.OfScores(yours, Divided(Math.Sqrt(2))) },
            new Trial(() => scaledScores(wide.Clone(), wideQ.Clone(), wideK.Clone()), WideDivided(2),
                new Mistake("the same divisor for every head", WideDivided(Math.Sqrt(2)), "You divide by √2, which is right for dHead = 2 only. In this trial the head has 4 columns: take dHead from the queries, not from the example.")));
    }

    /// <summary>Exercise: what to divide scores of d products by, so that they neither grow nor shrink with d.</summary>
    /// <param name="divisor">Takes d, gives the divisor; null while unfilled.</param>
    public static Verdict Divisor(Func<int, double?> divisor)
    {
        ArgumentNullException.ThrowIfNull(divisor);
        double[] sizes = [4, 16, 64, 256, 1024];
        Matrix<float> Each(Func<double, double> of) => Rows.Of([.. sizes.Select(d => (float)of(d))]);
        Mistake Same(double constant) => new("the same divisor for every d", Each(_ => constant),
            $"With {constant} for all, the typical score is still {At(2 / constant)} at d = 4 and {At(32 / constant)} at d = 1024. The divisor must grow with d.");
        return Trial.Judge(
            "a divisor for every d",
            "Fill in Divisor: which number brings the typical score of d products back to 1?",
            "Whatever the size of the head, the typical score stays at 1.",
            yours => Curves.LogLog("typical score after your division", "d", "typical score",
                new Curve("before", sizes, [.. sizes.Select(Math.Sqrt)]), new Curve("after", sizes, [.. sizes.Select((d, i) => Math.Sqrt(d) / yours[0, i])])),
            new Trial(() => sizes.Any(d => divisor((int)d) is null) ? null : Each(d => divisor((int)d)!.Value), Each(Math.Sqrt),
                new Mistake("no scaling", Each(_ => 1), "Divided by 1, the typical score is 2 at d = 4 and 32 at d = 1024."),
                new Mistake("divided by d, not by √d", Each(d => d), "Divided by d, the typical score is 0.5 at d = 4 and 0.03 at d = 1024: large heads would look everywhere alike. It is the variance that grows with d; the typical score is its square root."),
                new Mistake("a factor, not a divisor", Each(d => 1 / Math.Sqrt(d)), "1/√d is what to multiply by. Dividing by it makes the scores grow all the more: 4 at d = 4, 1024 at d = 1024."),
                Same(8), Same(10), Same(2))
            { Where = (_, i) => $"For d = {sizes[i]}", Departs = _ => "Of d products of size 1, what is the typical sum?" });
    }

    /// <summary>Open exercise: a query made from other words, which scores highest with this one.</summary>
    /// <param name="word">The word that it shall find, one of the table glove-words.</param>
    /// <param name="query">[100]; null while unfilled.</param>
    /// <exception cref="ArgumentException">The table has no such word.</exception>
    public static Verdict Finds(string word, Vector<float>? query) => Progress.Note($"a query for \"{word}\"", JudgeFinds(word, query));

    private static Verdict JudgeFinds(string word, Vector<float>? query)
    {
        var (words, _, vectors) = Data.Table("glove-words");
        var wanted = words.ToList().IndexOf(word);
        if (wanted < 0) throw new ArgumentException($"the word must be one of {string.Join(", ", words)}: it is \"{word}\".", nameof(word));
        if (query is null) return new Verdict(Outcome.Open, "your turn", $"Add and subtract the vectors of other words, until the sum scores highest with \"{word}\".");
        if (query.Count != vectors.ColumnCount)
            return new Verdict(Outcome.Wrong, "another shape", $"Your query has {query.Count} numbers; it must have {vectors.ColumnCount}, as a word has.");
        if (!query.All(float.IsFinite)) return new Verdict(Outcome.Wrong, "not a number", "Your query holds NaN or ∞: with such a query no score can be compared.");
        var own = vectors.Row(wanted);
        if (query * own > .999 * query.L2Norm() * own.L2Norm() && query.L2Norm() > 0)
            return new Verdict(Outcome.Wrong, "that is the word itself", $"Your query points where \"{word}\" does. Reach it by the other words.");
        var scores = vectors * query;
        var best = scores.MaximumIndex();
        var figure = Heatmap.Scores(scores.ToRowMatrix(), ["your query"], words, "your query · each word");
        return best == wanted && scores.Count(score => score == scores[best]) == 1
            ? new Verdict(Outcome.Right, "right", $"Your query scores {At(scores[wanted])} with \"{word}\", more than with any other word.", figure)
            : new Verdict(Outcome.Wrong, best == wanted ? "no word scores higher than another" : $"it finds \"{words[best]}\"",
                $"Your query scores {At(scores[best])} with \"{words[best]}\" and {At(scores[wanted])} with \"{word}\". What has \"{words[best]}\" that \"{word}\" has not? Subtract more of it, and add what it lacks.", figure);
    }

    private static string Alike(Matrix<float> yours) =>
        $"You have {Numbers([yours[2, 1]])} for \"sat\" looking at \"cat\", and the same for \"cat\" looking at \"sat\". Wq and Wk differ, so one half says nothing of the other: compute every entry by itself.";

    /// <summary>A head of 4 columns, so that a divisor that is right for 2 only is seen.</summary>
    private static (Matrix<float> X, Matrix<float> Wq, Matrix<float> Wk) WideHead()
    {
        var (wq, wk) = (Data.Table("cat-wq").Matrix, Data.Table("cat-wk").Matrix);
        return (Data.Table("cat-embeddings").Matrix, wq.Append(wk), wk.Append(wq));
    }

    private static string At(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
