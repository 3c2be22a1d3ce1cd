namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Open exercise: a cache of at most 1 GiB for a context of 131072 tokens, in 32 layers with 32 query
    /// heads of 128.</summary>
    /// <param name="design">Key and value heads, tokens in the window, and bytes a number; null while unfilled.</param>
    public static Verdict FitsInOneGiB((int NKvHeads, int Window, int Bytes)? design) =>
        Progress.Note("a cache of 1 GiB", "Bytes = 2 · layers · key heads · dHead · tokens in the window · bytes a "
        + "number. Halve one of the three until it is below 2³⁰.", () => JudgeDesign(design));

    private const double GiB = 1L << 30;

    private static Verdict JudgeDesign((int NKvHeads, int Window, int Bytes)? design)
    {
        const int NLayers = 32, NHeads = 32, DHead = 128, Context = 131072;
        if (design is not { } d) return new Verdict(Outcome.Open, "your turn",
            "Give three numbers: key and value heads, tokens in the window, bytes a number. All kept in halves, it is "
            + "(32, 131072, 2): 64 GiB.");
        if (d.NKvHeads < 1 || NHeads % d.NKvHeads != 0) return new Verdict(Outcome.Wrong,
            "heads that can't be shared out",
            $"32 query heads can't share {d.NKvHeads} key heads evenly: it must be 1, 2, 4, 8, 16 or 32.");
        if (d.Window is < 1 or > Context) return new Verdict(Outcome.Wrong, "no such window",
            $"Your window is {d.Window}: it must be from 1 to {Context} tokens.");
        if (d.Bytes is not (1 or 2 or 4)) return new Verdict(Outcome.Wrong, "no such number",
            $"A number takes 4 bytes (float), 2 (half) or 1 (quantised to 256 steps): yours takes {d.Bytes}.");
        double Size(double nTokens) => 2.0 * NLayers * d.NKvHeads * DHead * d.Bytes * Math.Min(nTokens, d.Window);
        double[] n = [1024, 4096, 16384, 65536, Context];
        var figure = Curves.LogLog("Bytes of your cache", "tokens so far", "GiB",
            new Curve("yours", n, [.. n.Select(x => Size(x) / GiB)]),
                new Curve("all heads, all tokens, halves", n,
                [.. n.Select(x => 2.0 * NLayers * NHeads * DHead * 2 * x / GiB)]));
        return Size(Context) > GiB
            ? new Verdict(Outcome.Wrong, "too large",
                $"Yours takes {Size(Context) / GiB:0.##} GiB. Halve any of the three "
                + $"numbers, and it is half as much.", figure)
            : new Verdict(Outcome.Right, "right", $"{Size(Context) / GiB:0.###} GiB, in "
                + $"place of 64. What you paid: {Paid(d.NKvHeads, d.Window, d.Bytes)}. Whether the model bears it is "
                + $"for tests to say, not for arithmetic.", figure);
    }

    private static string Paid(int nKvHeads, int window, int bytes)
    {
        string?[] paid =
        [
            nKvHeads < 32 ? $"{32 / nKvHeads} query heads share each key head" : null,
            window < 131072 ? $"what is older than {window} tokens is out of sight" : null,
            bytes == 1 ? "numbers in 256 steps" : null,
        ];
        return string.Join("; ", paid.Where(price => price is not null));
    }
}
