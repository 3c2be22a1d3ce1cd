using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>How a score comes about: one query times each key, feature by feature, and the sum of each row. The slider
/// chooses the query.</summary>
/// <remarks>The field calls it the neuron view (BertViz: Vig 2019). Of many features, keys or queries, those are shown
/// that say most,
/// and the description tells how many are left out.</remarks>
public static class QueryKeyView
{
    /// <summary>products[j, d] = query[d] · key[j, d]; their sum over d, times the scale, is the score.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="featureNames">One a column of queries and keys; their numbers from 0 when null.</param>
    /// <param name="query">The query, from 0, that is shown first.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens or names don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, IReadOnlyList<string>? featureNames = null, int query = 0,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(query, steps.Queries.RowCount, nameof(query));
        title ??= "Query times key, feature by feature";
        var part = QueryKeyPart.Of(steps, query);
        var active = Array.IndexOf(part.Queries, query);
        var queries = Select(Labelled.Values(steps.Queries, queryTokens, featureNames), part.OfQueries, part.Queries,
            part.Features);
        var keys = Select(Labelled.Values(steps.Keys, keyTokens ?? queryTokens, featureNames), part.OfKeys, part.Keys,
            part.Features);
        Matrix<float>[] all = [.. queries.Matrix.EnumerateRows()
            .Select(row => keys.Matrix.MapIndexed((_, feature, key) => row[feature] * key))];
        queries = queries with { Scale = ColorScale.Diverging([queries.Matrix, .. all]) };
        LabelledMatrix[] products = [.. all.Select((product, i) =>
            Products(keys, product, queries.Rows[i], queries.Scale))];
        var charts = new QueryKeyChart(part, queries, products, title).Charts;
        return Figure.Of(Words.QueryAxis, [.. queries.Rows.Select(TokenLabel.Short)], active,
            [.. charts.Select((chart, i) =>
        {
            var table = Table(products[i], part, i, $"{title}: “{queries.Rows[i]}”");
            return new View(chart, CaptionOf(queries, products[i], part, i), table.ToHtml(), table.ToString());
        })], hasPicture: false);
    }

    private static LabelledMatrix Select(LabelledMatrix data, Matrix<float> part, int[] rows, int[] columns) =>
        data with
        {
            Matrix = part,
            Rows = QueryKeyPart.Names(data.Rows, rows),
            Columns = QueryKeyPart.Names(data.Columns, columns)
        };

    private static LabelledMatrix Products(LabelledMatrix keys, Matrix<float> products, string query,
        ColorScale scale) => keys with
        {
            Matrix = products,
            Scale = scale,
            RowAxis = Words.KeyAxis,
            Unit = "number",
            Sentence = $"“{query.Replace("{", "{{").Replace("}", "}}")}” times “{{0}}”, {{1}}: {{2}}",
        };

    private static Caption CaptionOf(LabelledMatrix queries, LabelledMatrix products, QueryKeyPart part, int active)
    {
        var scores = part.Scores.Row(active);
        var best = Enumerable.Range(0, scores.Count).Where(key => float.IsFinite(scores[key])).Select(key => (int?)key)
            .MaxBy(key => scores[key!.Value]);
        var said = best is { } key
            ? $" Best: “{queries.Rows[active]}” looks at “{products.Rows[key]}”, score {Numbers.Text(scores[key])}."
            : "";
        return new($"The query of “{queries.Rows[active]}” (who looks) times each key (row, who is looked at), "
            + $"feature by feature (column); the sum of a row times {Numbers.Text(part.Steps.Scale)} is the score, "
            + $"its bar on the right.",
            $"{said} The slider chooses the query.{part.Note}{products.SaySpecial()}");
    }

    private static PlainTable Table(LabelledMatrix products, QueryKeyPart part, int active, string title)
    {
        var columns = Elision.Of(products.Columns.Count);
        var (sums, scores) = (part.Sums, part.Scores);
        return new(title, ["key", .. columns.Select(column => column is { } d ? products.Columns[d] : "…"), "sum",
            "score"],
            [.. products.Rows.Select((name, j) =>
                (string[])[TokenLabel.Short(name),
                .. columns.Select(column => column is { } d ? products.Text(j, d) : "…"),
                Numbers.Text(sums[active, j], "0.00"), Numbers.Text(scores[active, j], "0.00")])]);
    }
}
