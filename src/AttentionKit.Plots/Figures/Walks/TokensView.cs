using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The sentence as text, shaded by where the chosen token looks; below it, by what it takes away: weight times
/// the length of the value.</summary>
/// <remarks>The field calls a text with such a background coloured tokens (CircuitsVis), or a text heatmap.
/// Weights × value norms: Kobayashi et al. 2020, §3. A token with a large weight and a short value says
/// little.</remarks>
public static class TokensView
{
    /// <summary>The words of the keys, for one query after the other.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="query">The query, from 0, that is shown first.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, int query = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(query, steps.Weights.RowCount, nameof(query));
        title ??= "Where a token looks, and what it takes away";
        var weights = Labelled.Weights(steps, queryTokens, keyTokens) with { Scale = ColorScale.UpTo(1) };
        var norms = steps.Values.RowNorms(2);
        var weighted = steps.Weights.MapIndexed((_, key, weight) => (float)(weight * norms[key]));
        var taken = weights with
        {
            Matrix = weighted,
            Scale = ColorScale.UpTo(Largest(weighted)),
            Unit = "weight × length"
        };
        var charts = new TokensChart(weights, taken, keyTokens is null, title).Charts;
        return Figure.Of(Words.QueryAxis, [.. weights.Rows.Select(TokenLabel.Short)], query,
            [.. charts.Select((chart, i) =>
        {
            var table = Table(steps, weights, weighted, norms, i, title);
            return new View(chart, CaptionOf(weights, taken, i), table.ToHtml(), table.ToString());
        })], hasPicture: false);
    }

    private static PlainTable Table(
        AttentionSteps steps, LabelledMatrix weights, Matrix<float> weighted, Vector<double> norms, int query,
            string title) =>
        new($"{title}: “{weights.Rows[query]}”", ["key", "weight", "length of its value", "weight × length"],
            [.. weights.Columns.Select((key, j) => (string[])[
                TokenLabel.Short(key),
                weights.IsHatched(query, j) ? weights.Text(query, j) is { Length: > 0 } text ? text : "hidden"
                    : Numbers.Text(steps.Weights[query, j], "0.00"),
                Numbers.Text((float)norms[j], "0.00"),
                Numbers.Text(weighted[query, j], "0.00")])]);

    private static double Largest(Matrix<float> matrix) =>
        Math.Max(1e-6, matrix.Enumerate().Where(float.IsFinite).Select(value => Numbers.FiveDigits(value))
        .DefaultIfEmpty(1).Max());

    private static Caption CaptionOf(LabelledMatrix weights, LabelledMatrix taken, int query)
    {
        return new($"Above, how much “{weights.Rows[query]}” looks at each token (weight); below, weight times the "
            + $"length of the token's value.",
            $"{Most("looked at", weights)}{Most("taken from", taken)} The slider chooses who "
                + $"looks.{weights.SaySpecial()}");

        string Most(string name, LabelledMatrix data) =>
            Enumerable.Range(0, data.Columns.Count).Where(key => float.IsFinite(data.Matrix[query, key]))
                .Select(key => (int?)key).MaxBy(key => data.Matrix[query, key!.Value]) is { } most
                ? $" Most {name}: “{data.Columns[most]}”, {Numbers.Text(data.Matrix[query, most])}." : "";
    }
}
