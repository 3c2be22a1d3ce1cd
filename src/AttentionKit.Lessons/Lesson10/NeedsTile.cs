namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: whether a tile of scores holds anything that a causal mask leaves in sight.</summary>
    /// <param name="needed">Takes first query, queries, first key, keys; null while unfilled.</param>
    public static Verdict NeedsTile(Func<int, int, int, int, bool?> needed) =>
        Skipping.Judge(needed, (answer, g, _) =>
        {
            var all = Given.All(g.All.Select(tile => answer(tile.Query, tile.Queries, tile.Key, tile.Keys)));
            return all is null ? null
                : Matrix<float>.Build.Dense(g.Down, g.Across, (i, j) => all[(i * g.Across) + j] ? 1 : 0);
        });

    /// <summary>N × N scores cut into tiles; the last ones may be smaller.</summary>
    private sealed record Grid(int N, int NQueries, int NKeys)
    {
        internal int Down => (N + NQueries - 1) / NQueries;

        internal int Across => (N + NKeys - 1) / NKeys;

        internal IEnumerable<(int Query, int Queries, int Key, int Keys)> All =>
            from i in Enumerable.Range(0, Down)
            from j in Enumerable.Range(0, Across)
            select (i * NQueries, Math.Min(NQueries, N - (i * NQueries)), j * NKeys, Math.Min(NKeys, N - (j * NKeys)));
    }

    private static Exercise<Grid> Skipping => new(
        "tiles that a causal mask skips",
        "Fill in NeedsTile: does a causal mask leave anything of the tile in sight?",
        "At least one query of the tile must see at least one of its keys, j ≤ i. The last query sees most, the first "
            + "key is seen first: compare these two.",
        "The last query of a tile sees most, its first key is seen first: compare these two.",
        new Grid(16, 4, 2),
        Pipeline<Grid, Numbers>.Of(new(Needed((i, queries, j, _) => j < i + queries),
            new("one tile too few", "The last query is firstQuery + nQueries − 1, and it sees a key of its own number "
                + "too: ≤, not <.", Needed((i, queries, j, _) => j < i + queries - 1)),
            new("the first query decides", "You compared the tile's first key with its first query. Later queries of "
                + "the tile see more: some tile holds visible scores and is skipped.", Needed((i, _, j, _) => j <= i)),
            new("only tiles that are in sight as a whole", "You skip the tiles on the diagonal, of which a part is "
                + "visible. They are computed, and masked inside.", Needed((i, _, j, keys) => j + keys - 1 <= i)),
            new("the last key decides", "You compared last with last: a tile whose first key is visible and whose last "
                + "one is not gets skipped.", Needed((i, queries, j, keys) => j + keys <= i + queries)),
            new("one tile too many", "Your diagonal is one too wide: the last query is firstQuery + nQueries − 1.",
                Needed((i, queries, j, _) => j <= i + queries)),
            new("no tile is skipped", "You compute all tiles. Those above the diagonal hold nothing but −∞.",
                Needed((_, _, _, _) => true)),
            new("the skipped are computed", "It is the other way round: a tile above the diagonal holds nothing in "
                + "sight.", Needed((i, queries, j, _) => j >= i + queries)),
            new("every tile is skipped", "You compute no tile at all. Those below the diagonal are in sight.",
                Needed((_, _, _, _) => false)))))
    {
        Close = new(0),
        Draw = (random, _) => new Grid(random.Next(9, 17), random.Next(1, 6), random.Next(1, 6)),
        Shown = g => $"{g.N} tokens, {g.NQueries} queries and {g.NKeys} keys a tile",
        Row = (_, row) => $"tiles of block {row} of queries (1: computed, 0: skipped)",
        Figure = tiles =>
            Heatmap.Weights(tiles, [.. Enumerable.Range(0, 4).Select(i => $"queries {4 * i}…{(4 * i) + 3}")],
            [.. Enumerable.Range(0, 8).Select(j => $"keys {2 * j}…{(2 * j) + 1}")], "1: computed, 0: skipped"),
    };

    private static Func<Grid, Numbers> Needed(Func<int, int, int, int, bool> isNeeded) =>
        g => Numbers.Build.DenseOfRowMajor(g.Down, g.Across,
            g.All.Select(tile => isNeeded(tile.Query, tile.Queries, tile.Key, tile.Keys) ? 1.0 : 0));
}
