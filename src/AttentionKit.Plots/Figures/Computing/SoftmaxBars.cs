using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Softmax of one query, in three columns of bars: the scores, their exponentials, and the shares of these.
/// The slider sets
/// the temperature.</summary>
/// <remarks>As every implementation does, the largest score is subtracted before the exponential: the shares stay the
/// same, and
/// no number overflows. Of more than 20 keys those with the highest scores are shown.</remarks>
public static class SoftmaxBars
{
    private const int Most = 20;

    /// <summary>share[j] = exp(scores[j] / temperature) / Σₖ exp(scores[k] / temperature), at temperatures from 0.1 to
    /// 10.</summary>
    /// <param name="scores">[nKeys]: a row of scores, dimensionless. −∞ hides a key.</param>
    /// <param name="keyTokens">One per key.</param>
    /// <param name="query">Whose scores they are, for the title; not said when null.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There is no score, one is NaN or +∞, all are −∞, or the tokens don't match
    /// them.</exception>
    public static Figure Of(Vector<float> scores, IReadOnlyList<string> keyTokens, string? query = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var row = Guard.Filled(scores.ToRowMatrix(), nameof(scores));
        var tokens = Guard.Columns(row, keyTokens, nameof(keyTokens));
        Check(scores);
        title ??= "Softmax: scores become shares" + (query is null ? "" : $" (query “{TokenLabel.Visible(query)}”)");
        var views = Slider.Temperatures.Select(temperature =>
            ViewOf(SoftmaxPart.Of(row, tokens, temperature, Most), title));
        return Figure.Of(
            "temperature", [.. Slider.Temperatures.Select(temperature => Numbers.Text(temperature))],
            Array.IndexOf(Slider.Temperatures, 1), [.. views]);
    }

    private static void Check(Vector<float> scores)
    {
        foreach (var (i, score) in scores.EnumerateIndexed())
            if (float.IsNaN(score) || float.IsPositiveInfinity(score))
                throw new ArgumentException(
                    $"scores must be finite numbers or −∞: scores[{i}] is {Numbers.Text(score)}. "
                    + "Look where it came from.", nameof(scores));
        if (scores.All(float.IsNegativeInfinity))
            throw new ArgumentException(
                $"scores must hold a finite number: all {scores.Count} are −∞. "
                + "A query that sees no key shares out nothing.", nameof(scores));
    }

    private static View ViewOf(SoftmaxPart part, string title)
    {
        var table = new PlainTable(
            $"{title}, temperature {Numbers.Text(part.Temperature)}",
                ["key", "score / temperature", "exp(… − largest)", "share"],
            [.. part.Tokens.Select((token, i) => (string[])[TokenLabel.Short(token), .. part.Row(i)])]);
        return new(new SoftmaxChart(part, title).Chart, CaptionOf(part), table.ToHtml(), table.ToString());
    }

    private static Caption CaptionOf(SoftmaxPart part)
    {
        var best = Enumerable.Range(0, part.Tokens.Count).MaxBy(i => part.Shares[i]);
        return new(
            $"Scores / temperature {Numbers.Text(part.Temperature)} on the left; exp of each, after the largest was "
            + $"subtracted, in the middle; each exp divided by their sum, {Numbers.Text(part.Sum)}, on the right: "
            + "shares that sum to 1.",
            $" “{part.Tokens[best]}” gets most: {part.Row(best)[2]}. A low temperature sharpens, a high one levels. "
            + $"The left column is as wide as its longest bar needs: read its numbers.{part.LeftOut}");
    }
}
