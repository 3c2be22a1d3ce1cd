using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Lessons.Diagnosis.Steps;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: back through a softmax, weights ∘ (gradient − Σ weights · gradient), row by row.</summary>
    /// <param name="gradient">Takes weights and ∂loss/∂weights, both [nQueries × nKeys], gives ∂loss/∂scores; null
    /// while unfilled.</param>
    public static Verdict ScoresGradient(Func<Matrix<float>, Matrix<float>, Matrix<float>?> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return GoingBackThroughSoftmax.Judge((d, lent) => gradient(lent.Copy(d.Weights), lent.Copy(d.Output)));
    }

    private static Exercise<Desk> GoingBackThroughSoftmax => new Exercise<Desk>(
        "back through a softmax",
        "Fill in ScoresGradient: from the weights and ∂loss/∂weights to ∂loss/∂scores.",
        "For each row: sum weights[i, k] · g[i, k] over all k; subtract that sum from each g[i, j], and multiply by "
            + "weights[i, j].",
        "Each row sums to 0: a score can only win what another one loses.",
        new Desk
        {
            Weights = Softmaxes.Of(CatHead.Queries * CatHead.Keys.Transpose() / Math.Sqrt(2)).Map(Exact),
            Output = Numbers.Build.Dense(6, 6, (i, j) => (((i * 2) + (j * 3)) % 5) - 2),
        },
        Pipeline<Desk, Desk>.Of(new(d => Less(d, (i, _) => d.Weights.Row(i) * d.Output.Row(i)),
            new("nothing is subtracted", "You left the sum out. A score that grows takes weight from all others: "
                + "subtract Σ weights · g of the row first.", d => Less(d, (_, _) => 0)),
            new("the plain mean is subtracted", "You subtracted the mean of g, every key counted alike. Keys count by "
                + "their weights: Σ weights[i, k] · g[i, k].", d => Less(d, (i, _) => d.Output.Row(i).Average())),
            new("the plain sum is subtracted", "You subtracted Σ g, every key counted fully. Keys count by their "
                + "weights: Σ weights[i, k] · g[i, k].", d => Less(d, (i, _) => d.Output.Row(i).Sum())),
            new("summed over queries, not over keys", "You summed down the columns. A softmax lives in a row: sum over "
                + "its keys.", d => Less(d, (_, j) => d.Weights.Column(j) * d.Output.Column(j)))))
            .Then(new Step<Desk, Numbers>(d => d.Weights.PointwiseMultiply(d.Scores),
                new("not multiplied by the weights", "The difference is right, the factor is missing: a key of weight 0 "
                    + "can't be heard, and gets no gradient. Multiply by weights[i, j].", d => d.Scores),
                new("each weight is taken alone", "You multiplied by w · (1 − w), the slope of a single weight by its "
                    + "own score. Every score moves every weight of its row.",
                    d => d.Weights.PointwiseMultiply(1 - d.Weights).PointwiseMultiply(d.Output)))))
    {
        Draw = (random, _) =>
        {
            var (nQueries, nKeys) = (random.Next(2, 5), random.Next(3, 6));
            return new Desk
            {
                Weights = Softmaxes.Of(Drawn.Matrix(random, nQueries, nKeys, 2)).Map(Exact),
                Output = Drawn.Matrix(random, nQueries, nKeys, 3),
            };
        },
        Shown = d => $"{Shown.Matrix("weights", d.Weights)}, {Shown.Matrix("g", d.Output)}",
        Row = (_, row) => $"query {row}",
        Figure = gradient => Heatmap.Scores(gradient, CatScores().Tokens,
            title: "how the loss changes with each score, by your code"),
    }
    .Uses("weights", (d, random) => d with { Weights = Softmaxes.Of(Drawn.Like(d.Weights, random)) })
    .Uses("g", (d, random) => d with { Output = Drawn.Like(d.Output, random) });

    /// <summary>The gradient of the weights less a number of its row or column.</summary>
    private static Desk Less(Desk d, Func<int, int, double> less) =>
        d with { Scores = d.Output.MapIndexed((i, j, g) => g - less(i, j), Zeros.Include) };
}
