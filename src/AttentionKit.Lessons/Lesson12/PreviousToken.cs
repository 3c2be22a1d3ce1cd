using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Lessons.Diagnosis.Steps;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: a head's score for looking at the token before.</summary>
    /// <param name="score">Takes weights [nTokens × nTokens], gives their mean just below the diagonal, over all
    /// tokens; null while unfilled.</param>
    public static Verdict PreviousToken(Func<Matrix<float>, double?> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return ScoringPrevious.Judge((d, lent) => score(lent.Copy(d.Weights)) is { } given
            ? Rows.Of([(float)given]) : null);
    }

    private static Exercise<Desk> ScoringPrevious => new Exercise<Desk>(
        "a previous-token score",
        "Fill in PreviousToken: how much the tokens look at the one just before, as a mean over all tokens.",
        "Add up weights[i, i − 1] for i from 1 to n − 1, and divide by n. (The first token has none before it, and "
            + "counts as 0.)",
        "0.325 for the published example: 0.5 + 0.3 + 0.5, divided by 4.",
        new Desk
        {
            Weights = Numbers.Build.DenseOfRowArrays([1, 0, 0, 0], [.5, .5, 0, 0], [.2, .3, .5, 0],
                [.1, .15, .5, .25]).Map(Exact, Zeros.Include),
        },
        Pipeline<Desk, Numbers>.Of(new(d => Below(d.Weights, -1),
            new("the token itself, not the one before", "You added the diagonal, weights[i, i]: how much each token "
                + "looks at itself. The one before stands in column i − 1.", d => Below(d.Weights, 0)),
            new("the token after, not the one before", "You added weights[i, i + 1], the future. Rows are queries: the "
                + "token before i stands in column i − 1.", d => Below(d.Weights, 1)),
            new("two tokens before", "You went two back. The token before i stands in column i − 1.",
                d => Below(d.Weights, -2)),
            new("the first token, not the one before", "You added the first column: that tells of a sink. The token "
                + "before i stands in column i − 1.", d => d.Weights.Column(0).ToRowMatrix())))
            .Then(new Step<Numbers, Numbers>(all => One(all.Enumerate().Sum() / all.ColumnCount),
                new("a sum, not a mean", "You did not divide by the number of tokens: longer texts would score higher.",
                    all => One(all.Enumerate().Sum())),
                new("divided by one too few", "You divided by n − 1. The first token counts too, as 0: divide by n.",
                    all => One(all.Enumerate().Sum() / (all.ColumnCount - 1))),
                new("divided by all entries", "You divided by n². Each token has one that stands before it: n of them.",
                    all => One(all.Enumerate().Sum() / all.ColumnCount / all.ColumnCount)))))
    {
        Draw = (random, _) =>
        {
            var n = random.Next(3, 7);
            return new Desk { Weights = Softmaxes.Of(Drawn.Matrix(random, n, n, 2)).Map(Exact) };
        },
        Shown = d => Shown.Matrix("weights", d.Weights),
        Row = (_, _) => "score",
        Figure = _ => Heatmap.Weights(Rows.Of([1, 0, 0, 0], [.5f, .5f, 0, 0], [.2f, .3f, .5f, 0],
            [.1f, .15f, .5f, .25f]), ["a", "b", "c", "d"], title: "0.5, 0.3 and 0.5 stand below the diagonal"),
    }
    .Uses("weights", (d, random) => d with { Weights = Softmaxes.Of(Drawn.Like(d.Weights, random)) });

    /// <summary>The weight of each query on the key that stands so far from it; 0 where there is none.</summary>
    private static Numbers Below(Numbers weights, int by) => Numbers.Build.Dense(1, weights.RowCount, (_, i) =>
        i + by >= 0 && i + by < weights.ColumnCount ? weights[i, i + by] : 0);

    private static Numbers One(double number) => Numbers.Build.Dense(1, 1, number);
}
