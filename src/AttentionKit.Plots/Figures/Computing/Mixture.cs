using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>The output of one query as a mixture of values: a row for each key, its weight, its value, and their
/// product; the rows
/// add up to the output below them. The slider chooses the query.</summary>
/// <remarks>Of more than 12 keys those with the largest weights have rows of their own, and the others share one; of
/// more than 8 features the first are shown.</remarks>
public static class Mixture
{
    private const int MostQueries = 12;

    /// <summary>output[i] = Σⱼ weights[i, j] · values[j], as in 0.55·V[cat] + 0.23·V[mat] + … .</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One per query.</param>
    /// <param name="keyTokens">One per key; the query tokens when null (self-attention).</param>
    /// <param name="featureNames">One per column of the values; their numbers from 0 when null.</param>
    /// <param name="query">The query, from 0, that is shown first.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens or names don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(
        AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null,
        IReadOnlyList<string>? featureNames = null, int query = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(query, steps.Weights.RowCount, nameof(query));
        title ??= "The output: a mixture of values";
        var names = Guard.Rows(steps.Weights, queryTokens, nameof(queryTokens));
        var keys = Guard.Keys(steps.Weights, queryTokens, keyTokens);
        var values = Labelled.Values(steps.Values, keys, featureNames, [steps.Output]);
        int[] queries = [.. Enumerable.Range(0, names.Count).Take(MostQueries - 1).Append(query).Distinct().Order()];
        var parts = queries.Select(i => MixturePart.Of(steps, values, i, names[i])).ToArray();
        var left = names.Count == queries.Length ? "" : $" The slider has {queries.Length} of {names.Count} queries.";
        var views = parts.Select(part =>
            ViewOf(part, title, queries.Length > 1 ? $" The slider chooses the query.{left}" : ""));
        return Figure.Of(
            Words.QueryAxis, [.. parts.Select(part => TokenLabel.Short(part.Query))], Array.IndexOf(queries, query),
                [.. views]);
    }

    private static View ViewOf(MixturePart part, string title, string notes)
    {
        var table = part.Table($"{title}: “{part.Query}”");
        var caption = new Caption(
            $"The value of each key times the weight that “{part.Query}” gives it; "
            + "the rows on the right add up to its output.",
            $" In numbers: {part.Sentence}{(part.Sentence.EndsWith('…') ? "" : ".")}{notes}{part.LeftOut}");
        return new(new MixtureChart(part, title).Chart, caption, table.ToHtml(), table.ToString());
    }
}
