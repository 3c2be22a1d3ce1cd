using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: a residual stream with one token's row from another run.</summary>
    /// <param name="patched">Takes the residual of the run, the other run's, both [nTokens × dModel], and the place;
    /// null while unfilled.</param>
    public static Verdict Patched(Func<Matrix<float>, Matrix<float>, int, Matrix<float>?> patched)
    {
        ArgumentNullException.ThrowIfNull(patched);
        return PuttingIn.Judge((p, lent) => patched(lent.Copy(p.Residual), lent.Copy(p.Other), p.Place));
    }

    private sealed record TwoRuns(Numbers Residual, Numbers Other, int Place);

    private static Exercise<TwoRuns> PuttingIn => new Exercise<TwoRuns>(
        "a patch",
        "Fill in Patched: the residual of this run, with the other run's row at one place.",
        "Copy the residual, and replace the row of that place by that of the other run: every number of it.",
        "One row of the other run, and all others as they were: what changes now comes from that place.",
        new TwoRuns(Runs(1), Runs(2), 2),
        Pipeline<TwoRuns, Numbers>.Of(new(p => Mixed(p, (i, _) => i == p.Place),
            new("a column, not a row", "You replaced a column: one feature of all tokens. A token's state is its "
                + "row.", p => Mixed(p, (_, d) => d == p.Place)),
            new("the other way round", "You put this run's row into the other run. The run that goes on is the first: "
                + "only one row of it comes from the other.", p => Mixed(p, (i, _) => i != p.Place)),
            new("all rows from the place on", "You replaced the rows after it too. Only the row of the place comes from "
                + "the other run.", p => Mixed(p, (i, _) => i >= p.Place)),
            new("all rows up to the place", "You replaced the rows before it too. Only the row of the place comes from "
                + "the other run.", p => Mixed(p, (i, _) => i <= p.Place)),
            new("everything is replaced", "That is the other run itself. Only one row of it is asked for.",
                p => p.Other),
            new("nothing is replaced", "That is the run as it was. The row of the place comes from the other run.",
                p => p.Residual),
            new("added, not replaced", "You added the other run's row to this one. What a token carried must go: "
                + "replace it.", p => p.Residual.MapIndexed((i, d, x) => i == p.Place ? x + p.Other[i, d] : x,
                    Zeros.Include)))))
    {
        Draw = (random, _) =>
        {
            var (n, d) = (random.Next(4, 7), random.Next(4, 6));
            return new TwoRuns(Drawn.Matrix(random, n, d), Drawn.Matrix(random, n, d), random.Next(1, 3));
        },
        Shown = p => $"{Shown.Matrix("residual", p.Residual)}, {Shown.Matrix("other", p.Other)}, place = {p.Place}",
        Row = (_, row) => $"token {row}",
        Figure = result => Heatmap.Values(result, ["token 0", "token 1", "token 2", "token 3"],
            title: "row 2 is the other run's", outlined: 2),
    }
    .Uses("residual", (p, random) => p with { Residual = Drawn.Like(p.Residual, random) })
    .Uses("other", (p, random) => p with { Other = Drawn.Like(p.Other, random) });

    private static Numbers Runs(int seed) => Drawn.Matrix(new Random(seed), 4, 4);

    private static Numbers Mixed(TwoRuns p, Func<int, int, bool> isOther) =>
        p.Residual.MapIndexed((i, d, x) => isOther(i, d) ? p.Other[i, d] : x, Zeros.Include);
}
