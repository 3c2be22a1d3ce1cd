using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    private const double SameWithin = 1e-3, LeastApart = .2;

    /// <summary>Open exercise: other weights that give "journey" its output.</summary>
    /// <param name="weights">Six weights; null while unfilled.</param>
    /// <remarks>Jain and Wallace 2019, §4.2.</remarks>
    public static Verdict SameOutput(float[]? weights) => Progress.Note("other weights, the same output",
        "Two numbers of output and a sum of 1 are three conditions: choose three tokens, and solve for their weights.",
        () => JudgeSameOutput(weights));

    private static Verdict JudgeSameOutput(float[]? weights)
    {
        if (weights is null) return new Verdict(Outcome.Open, "your turn",
            "Give six weights from 0 to 1 that sum to 1, and mix the values to the same output.");
        var (tokens, _, x) = Data.Table("journey-embeddings");
        if (weights.Length != tokens.Count) return new Verdict(Outcome.Wrong, "one weight per token",
            $"There are {tokens.Count} tokens, and yours are {weights.Length} weights.");
        if (weights.Any(weight => !(weight is >= 0 and <= 1)) || !(Math.Abs(weights.Sum() - 1) <= SameWithin))
            return new Verdict(Outcome.Wrong, "no row of weights",
                $"Weights lie from 0 to 1 and sum to 1: yours sum to {weights.Sum():0.000}.");
        var values = x * Data.Table("journey-wv").Matrix;
        var own = Attention.Steps(x * Data.Table("journey-wq").Matrix, x * Data.Table("journey-wk").Matrix, values);
        var row = Rows.Of(weights);
        var output = (row * values).Row(0);
        var apart = (own.Weights.Row(1) - row.Row(0)).L1Norm() / 2;
        var figure = Heatmap.Weights(own.Weights.SubMatrix(1, 1, 0, tokens.Count).Stack(row), ["its own", "yours"],
            tokens, "two rows of weights");
        return (output - own.Output.Row(1)).InfinityNorm() > SameWithin
            ? new Verdict(Outcome.Wrong, "another output",
                $"Yours gives {output[0]:0.000} {output[1]:0.000}; it must be {own.Output[1, 0]:0.000} "
                    + $"{own.Output[1, 1]:0.000}.", figure)
            : apart < LeastApart
                ? new Verdict(Outcome.Wrong, "nearly its own weights",
                    $"The output is right, but only {apart:0.00} of the weights moved: at least {LeastApart:0.0} must.",
                    figure)
                : new Verdict(Outcome.Right, "right",
                    $"{apart:0.00} of the weights moved, and nothing that comes after can tell.", figure);
    }
}
