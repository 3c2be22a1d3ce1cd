using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Lessons.Diagnosis.Steps;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: how a loss changes with each value, weightsᵀ · ∂loss/∂output.</summary>
    /// <param name="gradient">Takes weights [nQueries × nKeys] and ∂loss/∂output [nQueries × dValue], gives
    /// [nKeys × dValue]; null while unfilled.</param>
    public static Verdict ValuesGradient(Func<Matrix<float>, Matrix<float>, Matrix<float>?> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return GoingBackToValues.Judge((d, lent) => gradient(lent.Copy(d.Weights), lent.Copy(d.Output)));
    }

    private static Exercise<Desk> GoingBackToValues => new Exercise<Desk>(
        "the gradient of the values",
        "Fill in ValuesGradient: from the weights and ∂loss/∂output to ∂loss/∂values.",
        "Value j went into every output i, times weights[i, j]. So row j is the sum over all i of weights[i, j] · "
            + "outputGradient[i]: weightsᵀ times outputGradient.",
        "What a query took in, it sends back: forward with the weights, backward with the weights transposed.",
        new Desk
        {
            Weights = Softmaxes.Of(CatHead.Queries * CatHead.Keys.Transpose() / Math.Sqrt(2)).Map(Exact),
            Output = Numbers.Build.Dense(6, 3, (i, c) => i == Sat ? c - 1 : (i + c) % 2 * 0.5),
        },
        Pipeline<Desk, Desk>.Of(new(d => d with { Weights = d.Weights.Transpose() },
            new("the weights are not transposed", "You mixed as on the way forward, by the rows of the weights. Value j "
                + "went to all queries: its gradient comes from column j.", d => d),
            new("every query counts alike", "Every row of yours is the same: the weights are missing. Query i took "
                + "weights[i, j] of value j, and sends back as much.",
                d => d with { Weights = Numbers.Build.Dense(d.Weights.ColumnCount, d.Weights.RowCount, 1) })))
            .Then(new Step<Desk, Numbers>(d => Products.Product((d.Weights, d.Output)),
                new("a mean over the queries, not a sum", "You divided by the number of queries. A value that was used "
                    + "several times gets the sum of what comes back.",
                    d => Products.Product((d.Weights, d.Output)) / d.Output.RowCount),
                new("only the last query counts", "Yours is what the last query sends back: it replaced the others. Add "
                    + "them up, with +=.",
                    d => Products.Product((d.Weights.SubMatrix(0, d.Weights.RowCount, d.Weights.ColumnCount - 1, 1),
                        d.Output.SubMatrix(d.Output.RowCount - 1, 1, 0, d.Output.ColumnCount)))))))
    {
        Draw = (random, n) =>
        {
            var nQueries = random.Next(2, 6);
            var nKeys = n % 3 == 0 ? random.Next(2, 6) : nQueries;
            return new Desk
            {
                Weights = Softmaxes.Of(Drawn.Matrix(random, nQueries, nKeys, 2)).Map(Exact),
                Output = Drawn.Matrix(random, nQueries, random.Next(2, 5), 2),
            };
        },
        Shown = d => $"{Shown.Matrix("weights", d.Weights)}, {Shown.Matrix("outputGradient", d.Output)}",
        Row = (_, row) => $"gradient of value {row}",
        Figure = gradient => Heatmap.Values(gradient, CatScores().Tokens, Data.Table("cat-wv").ColumnNames,
            "how the loss changes with each value, by your code"),
    }
    .Uses("weights", (d, random) => d with { Weights = Softmaxes.Of(Drawn.Like(d.Weights, random)) })
    .Uses("outputGradient", (d, random) => d with { Output = Drawn.Like(d.Output, random) });
}
