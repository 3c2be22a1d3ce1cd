using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 03.</remarks>
public static partial class Check
{
    /// <summary>Exercise: softmax of every row of a score matrix, stable, with zeros for a row that may see nothing.</summary>
    /// <param name="softmax">Takes scores [nQueries × nKeys], gives weights of the same shape; null while unfilled.</param>
    public static Verdict RowSoftmax(Func<Matrix<float>, Matrix<float>?> softmax)
    {
        ArgumentNullException.ThrowIfNull(softmax);
        var (tokens, scores) = CatScores();
        var large = Rows.Of([1000, 1001, 1002], [0, -1000, 5]);
        var nothing = Rows.Of([float.NegativeInfinity, float.NegativeInfinity], [0, 1]);
        var exp = scores.Map(MathF.Exp);
        return Trial.Judge(
            "softmax of every row",
            "Fill in RowSoftmax: each row becomes exp(score − the row's maximum), divided by the sum of these.",
            "Each row is a distribution of its own, whatever the size of the scores.",
            weights => Heatmap.Weights(weights, tokens, title: "weights, by your softmax"),
            new Trial(() => softmax(scores.Clone()), Softmax.Rows(scores),
                new Mistake("softmax over the wrong axis", Softmax.Rows(scores.Transpose()).Transpose(),
                    yours => $"Your columns sum to 1, not your rows: these sum to {Numbers(yours.RowSums())}. Softmax ran over the queries; each query needs a distribution over the keys, so divide by the sum of its row."),
                new Mistake("one softmax over the whole matrix", exp / exp.RowSums().Sum(),
                    yours => $"All your weights together sum to 1, and the rows to {Numbers(yours.RowSums())}. Each query needs a distribution of its own: divide by the sum of its row."),
                new Mistake("not divided by the sum", exp, "Your entries are exp(score), and the rows do not sum to 1. Divide each by its row's sum."),
                new Mistake("not divided by the sum", scores.MapIndexed((i, j, score) => MathF.Exp(score - scores.Row(i).Maximum())),
                    "Your largest weight of each row is 1, and the rows do not sum to 1. Divide each entry by its row's sum."))
            { Departs = yours => FirstStep.OfWeights(yours, Softmax.Rows(scores)) },
            new Trial(() => softmax(large.Clone()), Softmax.Rows(large),
                new Mistake("softmax overflows", NaiveSoftmax(large),
                    "exp(1000) is larger than any float: ∞ / ∞ is NaN. Subtract the row's maximum from each score first. The weights stay the same, because the factor cancels.")),
            new Trial(() => softmax(nothing.Clone()), Softmax.Rows(nothing),
                new Mistake("a row with nothing to see gives NaN", NaiveSoftmax(nothing),
                    "A row of only −∞ has the maximum −∞, and −∞ − (−∞) is NaN. Such a row may look at nothing: its weights are all 0.")));
    }

    /// <summary>Exercise: the attention weights from queries and keys, softmax(Q·Kᵀ / √dHead).</summary>
    /// <param name="weights">Takes queries [nQueries × dHead] and keys [nKeys × dHead], gives [nQueries × nKeys]; null while unfilled.</param>
    public static Verdict Weights(Func<Matrix<float>, Matrix<float>, Matrix<float>?> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (tokens, _, x) = Data.Table("journey-embeddings");
        var queries = x * Data.Table("journey-wq").Matrix;
        var keys = x * Data.Table("journey-wk").Matrix;
        Matrix<float> Scaled(double divisor) => Softmax.Rows(Attention.Scores(queries, keys, (float)(1 / divisor)));
        return Trial.Judge(
            "weights from queries and keys",
            "Fill in Weights: score every query against every key, divide by √dHead, and take the softmax of each row.",
            "These are the published weights: the query \"journey\" puts 0.2264 on itself.",
            result => Heatmap.Weights(result, tokens, title: "weights, by your code"),
            new Trial(() => weights(queries.Clone(), keys.Clone()), Scaled(Math.Sqrt(2)),
                new Mistake("no scaling", Scaled(1), "Your weights are softmax(Q·Kᵀ). Scores grow with √d, and softmax saturates: divide by √dHead, here √2."),
                new Mistake("divided by d, not by √d", Scaled(2), "You divided by dHead = 2. The variance of a score grows with d, so its standard deviation grows with √d: divide by √2."),
                new Mistake("divided by √dModel, not by √dHead", Scaled(Math.Sqrt(3)), "You divided by √3, the size of an embedding. The dot product runs over dHead = 2 numbers: divide by √2."),
                new Mistake("queries and keys are swapped", Softmax.Rows(Attention.Scores(keys, queries)),
                    "Your rows are keys that look at queries. Rows ask, columns answer: Q·Kᵀ, not K·Qᵀ. The score matrix is not symmetric, because Wq ≠ Wk."),
                new Mistake("softmax over the wrong axis", Softmax.Rows(Attention.Scores(keys, queries)).Transpose(),
                    yours => $"Your columns sum to 1, not your rows: these sum to {Numbers(yours.RowSums())}. Each query needs its own distribution: softmax runs along a row."),
                new Mistake("scores, not weights", Attention.Scores(queries, keys), "These are the scaled scores. Their rows do not sum to 1 yet: the softmax is missing."))
            { Departs = yours => FirstStep.OfWeights(yours, Scaled(Math.Sqrt(2))) });
    }

    /// <summary>Exercise: the output, each query's weighted mixture of the values.</summary>
    /// <param name="mix">Takes weights [nQueries × nKeys] and values [nKeys × dValue], gives [nQueries × dValue]; null while unfilled.</param>
    public static Verdict Output(Func<Matrix<float>, Matrix<float>, Matrix<float>?> mix)
    {
        ArgumentNullException.ThrowIfNull(mix);
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var (_, carried, wv) = Data.Table("cat-wv");
        var weights = Softmax.Rows(CatScores().Scores);
        var values = x * wv;
        return Trial.Judge(
            "mix the values",
            "Fill in Mix: output[i] is the sum over all keys j of weights[i, j] · values[j].",
            "Each output row lies between the values, nearest to those with the largest weights.",
            output => Heatmap.Values(output, tokens, carried, "output, mixed by your code"),
            new Trial(() => mix(weights.Clone(), values.Clone()), weights * values,
                new Mistake("keys are mixed in place of values", weights * (x * Data.Table("cat-wk").Matrix),
                    "You mixed the keys. What a token offers to be found by is not what it carries: mix the values."),
                new Mistake("embeddings are mixed in place of values", weights * x,
                    "You mixed the embeddings X. Each token hands over its value, X·Wv, not its embedding."),
                new Mistake("the weights are used transposed", weights.Transpose() * values,
                    "You summed over weights[j, i]. A row of the weights belongs to a query: output[i] uses weights[i, j]."),
                new Mistake("the values are not weighted", Matrix<float>.Build.Dense(values.RowCount, values.ColumnCount, (_, j) => values.ColumnSums()[j]),
                    "Every output row is the same sum of all values: the weights are missing."))
            { Departs = yours => FirstStep.OfOutput(yours, values) });
    }

    /// <summary>Exercise: how much each key gives to each query, the length of weight · value.</summary>
    /// <param name="gives">Takes weights [nQueries × nKeys] and values [nKeys × dValue], gives [nQueries × nKeys]; null while unfilled.</param>
    /// <remarks>Kobayashi et al. 2020, §3.</remarks>
    public static Verdict Gives(Func<Matrix<float>, Matrix<float>, Matrix<float>?> gives)
    {
        ArgumentNullException.ThrowIfNull(gives);
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var values = x * Data.Table("cat-wv").Matrix;
        var steps = Attention.Steps(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix, values);
        var weights = steps.Weights;
        Matrix<float> Times(Func<Vector<float>, double> size) => weights.MapIndexed((_, j, weight) => weight * (float)size(values.Row(j)));
        var right = Times(value => value.L2Norm());
        return Trial.Judge(
            "what each token gives",
            "Fill in Gives: entry [i, j] is the length of weights[i, j] · values[j], the part of output[i] that comes from token j.",
            "\"The\" and \"the\" take part of every query's attention, and give nothing. A large weight is not yet a large part of the output.",
            _ => TokensView.Of(steps, tokens, query: 2, title: "above: how much is looked at; below: how much arrives"),
            new Trial(() => gives(weights.Clone(), values.Clone()), right,
                new Mistake("weights are taken for reasons", weights,
                    $"These are the weights. \"The\" looks at \"the\" with {Numbers([weights[0, 4]])}, as your table says, but the value of \"the\" is {Numbers(values.Row(4))}: nothing arrives. A weight says which share is taken; multiply it by the length of the value, by what there is to take."),
                new Mistake("lengths of values, without weights", right.MapIndexed((_, j, _) => (float)values.Row(j).L2Norm()),
                    "Every row of yours is the same: the lengths of the values. Each query takes its own share of them: multiply by its weight."),
                new Mistake("the squared length", Times(value => value.DotProduct(value)), "You multiplied by the square of the length. A length is the root of the sum of squares: L2Norm()."),
                new Mistake("a sum, not a length", Times(value => value.Sum()), "You multiplied by the sum of the value's numbers. Its length is the root of the sum of their squares: L2Norm()."),
                new Mistake("the weights are used transposed", right.MapIndexed((i, j, _) => weights[j, i] * (float)values.Row(j).L2Norm()),
                    "You took weights[j, i]. A row of the weights belongs to a query: what j gives to i is weights[i, j] · values[j]."),
                new Mistake("the length of the query's own value", right.MapIndexed((i, j, _) => weights[i, j] * (float)values.Row(i).L2Norm()),
                    "You multiplied each row by the length of values[i], the value of the token that looks. What arrives comes from j: values[j]."))
            { Departs = _ => "Work it out for this entry by hand: first weights[i, j] times each number of values[j], then the root of the sum of their squares." });
    }

    /// <summary>Exercise: the temperature at which "sat" puts 80% on "cat".</summary>
    /// <param name="temperature">Divides the scores before softmax; null while unfilled.</param>
    public static Verdict Temperature(double? temperature) => Progress.Note("the temperature for 80%", JudgeTemperature(temperature));

    private static Verdict JudgeTemperature(double? temperature)
    {
        var (tokens, scores) = CatScores();
        if (temperature is not { } t) return new Verdict(Outcome.Open, "your turn", "Find a temperature at which \"sat\" puts 0.80 ± 0.005 on \"cat\": try some, and look at how the weight moves.");
        if (!(t > 0)) return new Verdict(Outcome.Wrong, "a temperature is positive", $"Yours is {t}. Scores are divided by it: 0 has no result, and a negative one turns the ranking round.");
        var weights = Softmax.Rows(scores.Divide((float)t));
        var weight = weights[2, 1];
        if (Math.Abs(weight - .8) <= .005) return new Verdict(Outcome.Right, "right", $"At temperature {t:0.##} \"sat\" puts {weight:0.000} on \"cat\".", Heatmap.Weights(weights, tokens, title: $"weights at temperature {t:0.##}"));
        var inverse = Softmax.Rows(scores.Multiply((float)t))[2, 1];
        return Math.Abs(inverse - .8) <= .005
            ? new Verdict(Outcome.Wrong, "multiplied in place of divided", $"You found the factor {t:0.##}. Scores are divided by the temperature: take 1 / {t:0.##}.")
            : new Verdict(Outcome.Wrong, weight < .8 ? "not sharp enough" : "too sharp", $"At {t:0.##} \"sat\" puts {weight:0.000} on \"cat\". A {(weight < .8 ? "lower" : "higher")} temperature makes the weights {(weight < .8 ? "sharper" : "flatter")}.");
    }

    private static (IReadOnlyList<string> Tokens, Matrix<float> Scores) CatScores()
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        return (tokens, Attention.Scores(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix));
    }

    /// <summary>Softmax as it is written first: without subtracting the maximum, NaN where it overflows.</summary>
    private static Matrix<float> NaiveSoftmax(Matrix<float> scores) => ByRowSums(scores.Map(MathF.Exp));

    private static string Numbers(IEnumerable<float> numbers) => string.Join(", ", numbers.Select(number => number.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)));
}
