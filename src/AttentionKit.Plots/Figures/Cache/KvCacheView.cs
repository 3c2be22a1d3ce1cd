using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>What a decoder computes for each new token, without a cache of keys and values and with one: which rows of
/// K
/// and V are computed again, and which are kept. The slider, or the Play button, goes from token to token.</summary>
/// <remarks>The field calls it KV cache. Shazeer 2019, §2.4. Without it, n tokens cost n(n + 1)/2 rows of K and as many
/// of V; with it, n.</remarks>
public static class KvCacheView
{
    private const int Most = 16;

    /// <summary>Token after token, up to the last one. At most 16 are drawn.</summary>
    /// <param name="keys">[nTokens × dHead]: the keys of all tokens.</param>
    /// <param name="values">[nTokens × dValue]: the values of all tokens.</param>
    /// <param name="tokens">One per row of both.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">A matrix is empty, the two differ in rows, or the tokens don't match
    /// them.</exception>
    public static Figure Of(
        Matrix<float> keys, Matrix<float> values, IReadOnlyList<string> tokens, string? title = null)
    {
        Guard.Filled(keys, nameof(keys));
        Guard.Filled(values, nameof(values));
        if (keys.RowCount != values.RowCount)
            throw new ArgumentException(
                $"keys and values must have the same tokens: keys is {keys.RowCount}×{keys.ColumnCount}, values is "
                + $"{values.RowCount}×{values.ColumnCount}. Take both from the same sequence.", nameof(values));
        title ??= "A new token, without a cache and with one";
        LabelledMatrix k = First(keys, tokens), v = First(values, tokens);
        var chart = new KvCacheChart(k, v, title);
        var table = Table(k.Rows, title);
        View[] views = [.. Enumerable.Range(0, k.Rows.Count).Select(i =>
            new View(chart.Of(i), CaptionOf(k, i, keys.RowCount), table.ToHtml(), table.ToString()))];
        return Figure.Of("new token", [.. k.Rows.Select(TokenLabel.Short)], views.Length - 1, views);
    }

    /// <summary>Rows computed until a token, without a cache: 1 + 2 + … .</summary>
    internal static long Recomputed(long n) => n * (n + 1) / 2;

    private static LabelledMatrix First(Matrix<float> matrix, IReadOnlyList<string> tokens)
    {
        var names = Guard.Rows(matrix, tokens, nameof(tokens));
        var drawn = Math.Min(Most, names.Count);
        return Labelled.Values(matrix.SubMatrix(0, drawn, 0, matrix.ColumnCount), [.. names.Take(drawn)], null);
    }

    private static Caption CaptionOf(LabelledMatrix keys, int i, int nTokens)
    {
        var n = i + 1;
        return new(
            $"New token “{keys.Rows[i]}”: without a cache {Words.Count(n, "row")} of K and of V "
            + $"{(n == 1 ? "is" : "are")} computed, with one a single row, and {Words.Count(i, "row")} "
            + $"{(i == 1 ? "is" : "are")} kept.",
            $" Until here that makes {Recomputed(n)} rows without a cache, n(n + 1)/2 for n = {n}, and {n} with one; "
            + "every row stands for one of K and one of V. Outlined is what is computed for this token."
            + (nTokens == keys.Rows.Count ? ""
                : $" Drawn are the first {Most} of {nTokens} tokens; all take {Recomputed(nTokens)} rows, or "
                    + $"{nTokens}."));
    }

    private static PlainTable Table(IReadOnlyList<string> tokens, string title) => new(
        title,
        ["new token", "rows without a cache", "until here", "rows with a cache", "until here", "rows kept"],
        [.. tokens.Select((token, i) => (string[])[TokenLabel.Short(token), $"{i + 1}", $"{Recomputed(i + 1)}", "1",
            $"{i + 1}", $"{i}"])]);
}
