namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: two tiles' results put together.</summary>
    /// <param name="merge">Takes two results, each {maximum, sum, output…}, undivided; gives that of both. Null while
    /// unfilled.</param>
    public static Verdict Merge(Func<float[], float[], float[]?> merge) =>
        Merging.Judge(merge, (answer, t, _) => Given.Row(answer([.. t.A], [.. t.B])));

    private sealed record Tiles(float[] A, float[] B, double Top = 0)
    {
        /// <summary>Each number of a times one factor plus that of b times another; the outputs may have factors of
        /// their own.</summary>
        internal Numbers With(Func<float[], double> sums, Func<float[], double>? outputs = null)
        {
            double Of(float[] tile, int at) => at == 1 ? sums(tile) : (outputs ?? sums)(tile);
            return Numbers.Build.Dense(1, A.Length,
                (_, at) => at == 0 ? Top : (A[at] * Of(A, at)) + (B[at] * Of(B, at)));
        }

        internal double Shrink(float[] tile) => Math.Exp(tile[0] - Top);

        internal double Sum => (A[1] * Shrink(A)) + (B[1] * Shrink(B));
    }

    private static Exercise<Tiles> Merging => new Exercise<Tiles>(
        "two tiles put together",
        "Fill in Merge: two results {maximum, sum, output…}, put together in the same form.",
        "The larger maximum; both sums, each times exp(its maximum − the larger one), added; and the outputs in the "
            + "same way.",
        "Tiles can be computed in any order, or at once on many processors, and put together afterwards.",
        new Tiles([2, 1.5f, 0.5f, 1], [4, 1.25f, 2, -1]),
        Pipeline<Tiles, Tiles>.Of(new(t => t with { Top = Math.Max(t.A[0], t.B[0]) },
            new("the second tile is taken for the larger", "Yours is always the maximum of the second tile. Take the "
                + "larger of the two, whichever it is.", t => t with { Top = t.B[0] }),
            new("the first tile is taken for the larger", "Yours is always the maximum of the first tile. Take the "
                + "larger of the two, whichever it is.", t => t with { Top = t.A[0] }),
            new("the maxima are added", "You added the maxima. The maximum of both tiles is the larger of the two.",
                t => t with { Top = t.A[0] + (double)t.B[0] })))
            .Then(new Step<Tiles, Numbers>(t => t.With(t.Shrink),
                new("nothing is rescaled", "You added the sums and outputs as they are. Each was measured against its "
                    + "own maximum: multiply by exp(its maximum − the larger one) first.", t => t.With(_ => 1)),
                new("only the sums are rescaled", "The outputs were added as they are. They hold the same weights: "
                    + "shrink them as the sums.", t => t.With(t.Shrink, _ => 1)),
                new("only the outputs are rescaled", "The sums were added as they are. Shrink them as the outputs.",
                    t => t.With(_ => 1, t.Shrink)),
                new("rescaled the wrong way", "The tile with the smaller maximum grew. Against the larger maximum its "
                    + "terms are smaller: exp(its maximum − the larger one).", t => t.With(tile => 1 / t.Shrink(tile))),
                new("averaged", "You took the mean of the two. A tile whose scores are higher must count more.",
                    t => t.With(_ => .5)),
                new("divided too early", "You divided the outputs by the sum. More tiles may follow: keep them "
                    + "undivided until the last one.", t => t.With(t.Shrink, tile => t.Shrink(tile) / t.Sum)))))
    {
        Draw = (random, n) =>
        {
            float[] Tile(bool isEmpty) => isEmpty ? [Hidden, 0, 0, 0, 0]
                : [.. Enumerable.Range(0, 5)
                .Select(at => MathF.Round(at == 1 ? 1 + random.NextSingle() : (random.NextSingle() * 4) - 2, 1))];
            return new Tiles(Tile(n % 9 == 7), Tile(n % 9 == 8));
        },
        Shown = t => $"a = [{string.Join(" ", t.A.Select(x => Shown.Number(x)))}], b = "
            + $"[{string.Join(" ", t.B.Select(x => Shown.Number(x)))}]",
        Row = (_, _) => "maximum, sum, output…",
        Figure = both =>
            Heatmap.Values(both, ["both tiles"], ["maximum", "sum", "output 0", "output 1"],
            "two tiles as one, by your code"),
    }
    .Uses("a", (t, random) => t with { A = [.. t.A.Select(x => x + random.NextSingle())] })
    .Uses("b", (t, random) => t with { B = [.. t.B.Select(x => x + random.NextSingle())] });
}
