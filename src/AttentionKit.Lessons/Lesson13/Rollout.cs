using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Lessons.Diagnosis.Steps;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: a layer of rollout, ½ (weights + identity) · before.</summary>
    /// <param name="rollout">Takes mean weights and the shares before, both [nTokens × nTokens]; null while
    /// unfilled.</param>
    /// <remarks>Abnar and Zuidema 2020, §3.</remarks>
    public static Verdict Rollout(Func<Matrix<float>, Matrix<float>, Matrix<float>?> rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return RollingOut.Judge((d, lent) => rollout(lent.Copy(d.Weights), lent.Copy(d.Values)));
    }

    private static Exercise<Desk> RollingOut => new Exercise<Desk>(
        "a layer of rollout",
        "Fill in Rollout: half of each row stays, half comes by the weights; of the shares before.",
        "Add the identity to the weights, halve, and multiply by the shares before: (weights + 1) / 2 · before.",
        "Rows still sum to 1: shares of first tokens, a little more mixed.",
        new Desk { Weights = Shares(1, 6), Values = Shares(2, 6) },
        Pipeline<Desk, Desk>.Of(new(d => d with { Weights = (d.Weights + Identity(d)) / 2 },
            new("the residual stream is left out", "You multiplied by the weights alone. Half of each row is its own, "
                + "through the residual stream: add the identity, and halve.", d => d),
            new("not halved", "Your rows sum to 2: weights and identity both count fully. Halve them.",
                d => d with { Weights = d.Weights + Identity(d) })))
            .Then(new Step<Desk, Numbers>(d => d.Weights * d.Values,
                new("the wrong order", "You multiplied before · weights. The new layer reads what stood there before: "
                    + "it comes first, weights · before.", d => d.Values * d.Weights),
                new("added, not multiplied", "You took the mean of both. Shares of shares multiply: weights · before.",
                    d => (d.Weights + d.Values) / 2),
                new("entry by entry", "You multiplied entry by entry. A row goes through all places on its way: a "
                    + "product of matrices.", d => d.Weights.PointwiseMultiply(d.Values)),
                new("only this layer", "The shares before are not used: that is how this layer mixes, whatever was "
                    + "mixed before.", d => d.Weights))))
    {
        Draw = (random, _) =>
        {
            var size = random.Next(3, 6);
            return new Desk { Weights = Shares(random.Next(), size), Values = Shares(random.Next(), size) };
        },
        Shown = d => $"{Shown.Matrix("weights", d.Weights)}, {Shown.Matrix("before", d.Values)}",
        Row = (_, row) => $"token {row}",
        Figure = shares => Heatmap.Weights(shares, [.. Enumerable.Range(0, 6).Select(i => $"token {i}")],
            title: "shares of first tokens, by your code"),
    }
    .Uses("weights", (d, random) => d with { Weights = Shares(random.Next(), d.Weights.RowCount) })
    .Uses("before", (d, random) => d with { Values = Shares(random.Next(), d.Weights.RowCount) });

    private static Numbers Identity(Desk d) => Numbers.Build.DenseIdentity(d.Weights.RowCount);

    private static Numbers Shares(int seed, int size) =>
        Softmaxes.Of(Drawn.Matrix(new Random(seed), size, size, 2)).Map(Exact);
}
