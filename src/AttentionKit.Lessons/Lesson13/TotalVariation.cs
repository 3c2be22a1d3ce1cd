using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Lessons.Diagnosis.Steps;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the total variation distance of two rows of weights, half the sum of |a − b|.</summary>
    /// <param name="distance">Takes two rows of weights; null while unfilled.</param>
    /// <remarks>Jain and Wallace 2019, §3.</remarks>
    public static Verdict TotalVariation(Func<float[], float[], double?> distance)
    {
        ArgumentNullException.ThrowIfNull(distance);
        return TellingApart.Judge((d, _) => distance(Single(d.Weights.Row(0)), Single(d.Weights.Row(1))) is { } given
            ? Rows.Of([(float)given]) : null);
    }

    private static Exercise<Desk> TellingApart => new(
        "how far two rows of weights are apart",
        "Fill in TotalVariation: half the sum of |weights[j] − others[j]|.",
        "Take the difference at each key, its absolute number, the sum of all, and half of that.",
        "The part of the weights that would have to move. The field calls it total variation distance.",
        new Desk { Weights = Numbers.Build.DenseOfRowArrays([.15, .25, .6], [.5, .3, .2]).Map(Exact) },
        Pipeline<Desk, Numbers>.Of(new(d => Differences(d).PointwiseAbs(),
            new("signs are kept", "You added differences with their signs. Both rows sum to 1, so that always gives 0: "
                + "take the absolute number of each.", Differences),
            new("squares, not sizes", "You squared the differences. Take their absolute numbers.",
                d => Differences(d).PointwisePower(2))))
            .Then(new Step<Numbers, Numbers>(all => One(all.Enumerate().Sum() / 2),
                new("not halved", "You did not halve. What one key loses another one gains: each move counts twice.",
                    all => One(all.Enumerate().Sum())),
                new("a mean over keys", "You divided by the number of keys. Halve the sum, however many there are.",
                    all => One(all.Enumerate().Sum() / all.ColumnCount)),
                new("the largest difference", "You took the largest of them. Add all.",
                    all => One(all.Enumerate().Max())))))
    {
        Draw = (random, _) => new Desk { Weights = Softmaxes.Of(Drawn.Matrix(random, 2, random.Next(3, 7), 2)).Map(Exact) },
        Shown = d => Shown.Matrix("rows", d.Weights),
        Row = (_, _) => "distance",
        Figure = _ => Heatmap.Weights(Rows.Of([.15f, .25f, .6f], [.5f, .3f, .2f]), ["weights", "others"],
            ["a", "b", "c"], "0.40 apart: as much moves from c to a and b"),
    };

    private static float[] Single(Vector<double> row) => [.. row.Select(number => (float)number)];

    private static Numbers Differences(Desk d) => (d.Weights.Row(0) - d.Weights.Row(1)).ToRowMatrix();
}
