namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: turn row i of a matrix with two columns by i radians.</summary>
    /// <param name="turn">Takes [nTokens × 2], gives the same shape; null while unfilled.</param>
    public static Verdict Rope(Func<Matrix<float>, Matrix<float>?> turn) =>
        Turning.Judge(turn, (answer, a, lent) => answer(lent.Copy(a.X)));

    private sealed record Turned(Numbers X, Func<int, double>? Angle = null)
    {
        internal Numbers By(double sign) =>
            Rows((a, b, angle) =>
            ((a * Math.Cos(angle)) - (sign * b * Math.Sin(angle)),
            (b * Math.Cos(angle)) + (sign * a * Math.Sin(angle))));

        internal Numbers Rows(Func<double, double, double, (double A, double B)> turn) =>
            Numbers.Build.DenseOfRowArrays(X.EnumerateRowsIndexed().Select(row =>
        {
            var (a, b) = turn(row.Item2[0], row.Item2[1], Angle!(row.Item1));
            return new[] { a, b };
        }));
    }

    private static Exercise<Turned> Turning => new Exercise<Turned>(
        "turn by the place",
        "Fill in TurnRows: row i, turned by i radians.",
        "Row i, (a, b), becomes (a·cos i − b·sin i, b·cos i + a·sin i). Keep the old a until both numbers are "
            + "computed.",
        "Each row keeps its length; only its direction tells the place.",
        new Turned(Numbers.Build.DenseOfRowArrays(new double[] { 1, 0 }, [1, .5], [.25, -.75], [.875, .375],
            [-.625, .25])),
        Pipeline<Turned, Turned>.Of(new(a => a with { Angle = i => i },
            new(Shifted, "Your row 0 is turned by one radian already. Places count from 0: the first row stays as it "
                + "is.", a => a with { Angle = i => i + 1 }),
            new("degrees, not radians", "Your rows hardly turn: you took i for degrees. Math.Cos and Math.Sin want "
                + "radians, and row i turns by i of them.", a => a with { Angle = i => i * Math.PI / 180 }),
            new("every row turns alike", "All your rows turn by one radian. Row i turns by i.",
                a => a with { Angle = _ => 1 })))
            .Then(new Step<Turned, Numbers>(a => a.By(1),
                new("turned the other way", "Your rows turn clockwise: the two signs are swapped. Distances would "
                    + "still count, but no other program's keys would fit.", a => a.By(-1)),
                new("the place is added, not turned by", "You added a sinusoidal position. RoPE adds nothing: it "
                    + "turns, and a row keeps its length.",
                    a => a.Rows((x, y, angle) => (x + Math.Sin(angle), y + Math.Cos(angle)))),
                new("the first number is overwritten too early", "Your second number uses the turned a. Keep the old a "
                    + "until both numbers are computed.", a => a.Rows((x, y, angle) =>
                {
                    var first = (x * Math.Cos(angle)) - (y * Math.Sin(angle));
                    return (first, (y * Math.Cos(angle)) + (first * Math.Sin(angle)));
                })))))
    {
        Draw = (random, n) => new Turned(Drawn.Matrix(random, random.Next(2, 7), 2)),
        Shown = a => Shown.Matrix("x", a.X),
        Fact = (yours, right, _) => (yours.PointwisePower(2).RowSums() - right.PointwisePower(2).RowSums())
            .AbsoluteMaximum() < 1e-3
            ? "Your rows keep their length: they turn, but by another angle."
                : "Your rows change their length, and a turn keeps it: each new number needs both old ones.",
        Figure = result =>
            Heatmap.Values(result, [.. Enumerable.Range(0, 5).Select(i => $"{i}")], ["a", "b"],
            "rows turned by their place"),
    }
    .Uses("x", (a, random) => a with { X = Drawn.Like(a.X, random) });
}
