namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: a tile that fits into 48 KiB of fast memory and reads keys and values at most 64 times,
    /// for 4096 tokens with dHead 64.</summary>
    /// <param name="tile">Queries and keys of a tile; null while unfilled.</param>
    public static Verdict TileFits((int Queries, int Keys)? tile) =>
        Progress.Note("a tile for 48 KiB", "4096 / queries is how often everything is read: at least 64 queries. Then "
        + "take as few keys as it needs to fit.", () => JudgeTile(tile));

    private static Verdict JudgeTile((int Queries, int Keys)? tile)
    {
        const int N = 4096, DHead = 64, KiB = 1024, Fast = 48, MostReads = 64;
        if (tile is not { } t) return new Verdict(Outcome.Open, "your turn",
            "Give two numbers: the queries of a tile, and its keys. Try (32, 32) first.");
        if (t.Queries is < 1 or > N || t.Keys is < 1 or > N) return new Verdict(Outcome.Wrong, "no such tile",
            $"Both must be from 1 to {N}: yours are {t.Queries} and {t.Keys}.");
        double Size(double queries, double keys) =>
            sizeof(float) * ((2 * DHead * queries) + (2 * DHead * keys) + (queries * keys)) / KiB;
        var reads = (N + t.Queries - 1) / t.Queries;
        var size = Size(t.Queries, t.Keys);
        double[] n = [8, 16, 32, 64, 128];
        var figure = Curves.LogLog($"The more queries a tile has, the less is read (with {t.Keys} keys)",
            "queries of a tile", "KiB",
            new Curve("fast memory of a tile", n, [.. n.Select(q => Size(q, t.Keys))]),
            new Curve("keys and values read", n, [.. n.Select(q => sizeof(float) * 2.0 * DHead * N * (N / q) / KiB)]));
        return size > Fast
            ? new Verdict(Outcome.Wrong, "too large for the fast memory",
                $"Queries and outputs, keys and values, and the tile's scores take "
                + $"{size:0.0} KiB; there are {Fast}.", figure)
            : reads > MostReads
                ? new Verdict(Outcome.Wrong, "keys and values are read too often",
                    $"It fits. But there are {reads} blocks of queries, and each reads all keys and values. More "
                    + $"queries a tile, and fewer keys in exchange.", figure)
                : new Verdict(Outcome.Right, "right",
                    $"{size:0.0} KiB, and keys and values are read {reads} times. The keys "
                    + $"of a tile hardly matter; the queries do: they decide how often everything is read.", figure);
    }
}
