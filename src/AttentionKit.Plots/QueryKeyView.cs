using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>How a score comes about: one query times each key, feature by feature, and the sum of each row. The slider chooses the query.</summary>
/// <remarks>After BertViz's neuron view (Vig 2019).</remarks>
public static class QueryKeyView
{
    private const int Row = 40, BarWidth = 340, Between = 30, Sentences = 400; // pixels, and cells

    /// <summary>products[j, d] = query[d] · key[j, d]; their sum over d, times the scale, is the score.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="featureNames">One a column of queries and keys; their numbers from 0 when null.</param>
    /// <param name="query">The query, from 0, that is shown first.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens or names don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, IReadOnlyList<string>? featureNames = null, int query = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(query, steps.Queries.RowCount, nameof(query));
        title ??= "Query times key, feature by feature";
        var queries = LabelledMatrix.OfValues(steps.Queries, queryTokens, featureNames);
        LabelledMatrix[] products = [.. Products(steps, LabelledMatrix.OfValues(steps.Keys, keyTokens ?? queryTokens, featureNames), queries.Rows)];
        var table = Table(products[query], steps, query, $"{title}: “{queries.Rows[query]}”");
        return new Figure(Chart(steps, queries, products, query, title), title, Description(queries, products[query], steps, query), table.ToHtml(), table.ToString());
    }

    private static IEnumerable<LabelledMatrix> Products(AttentionSteps steps, LabelledMatrix keys, IReadOnlyList<string> queries)
    {
        Matrix<float>[] all = [.. steps.Queries.EnumerateRows().Select(query => steps.Keys.MapIndexed((_, feature, key) => query[feature] * key))];
        var scale = ColorScale.Diverging(all);
        return all.Select((products, i) => keys with
        {
            Matrix = products,
            Scale = scale,
            RowAxis = Words.KeyAxis,
            Unit = "product",
            Sentence = $"“{queries[i].Replace("{", "{{").Replace("}", "}}")}” times “{{0}}”, {{1}}: {{2}}",
        });
    }

    private static string Description(LabelledMatrix queries, LabelledMatrix products, AttentionSteps steps, int query)
    {
        var best = steps.Scores.Row(query).MaximumIndex();
        return $"The query of “{queries.Rows[query]}” times each key (row), feature by feature (column); the sum of a row times {Numbers.Text(steps.Scale)} is the score, its bar on the right. Best: “{products.Rows[best]}”, score {Numbers.Text(steps.Scores[query, best])}. The slider chooses the query.";
    }

    private static PlainTable Table(LabelledMatrix products, AttentionSteps steps, int query, string title)
    {
        var columns = Elision.Of(products.Columns.Count);
        return new(title, ["key", .. columns.Select(column => column is { } d ? products.Columns[d] : "…"), "sum", "score"],
            [.. products.Rows.Select((name, j) => (string[])[TokenLabel.Short(name), .. columns.Select(column => column is { } d ? products.Text(j, d) : "…"), Numbers.Text(products.Matrix.Row(j).Sum(), "0.00"), Numbers.Text(steps.Scores[query, j], "0.00")])]);
    }

    private static GenericChart Chart(AttentionSteps steps, LabelledMatrix queries, LabelledMatrix[] products, int active, string title)
    {
        var (rows, columns) = (products[0].Rows.Count, products[0].Columns.Count);
        var numbers = columns <= 12 && rows <= 20;
        int left = HeatmapSize.LabelWidth([.. queries.Rows.Concat(products[0].Rows).Select(TokenLabel.Short)]) + 70;
        int cells = Math.Clamp(columns * 64, 190, 480), height = Math.Max(150, rows * Math.Min(Row, 640 / rows));
        var frame = new Frame(left + cells + Between + BarWidth + 130, 116 + Row + Between + height + 16, left, 130, 116, 16);
        Trace[][] groups = [.. products.Select((product, i) => (Trace[])[
            .. HeatmapTraces.Of(queries with { Matrix = queries.Matrix.SubMatrix(i, 1, 0, columns), Rows = [queries.Rows[i]] }, false, numbers, null, "2"),
            .. HeatmapTraces.Of(product, rows * columns * products.Length <= Sentences, numbers, ColorBar.Of(product.Scale, product.Unit)),
            Scores(steps, product, i)])];
        for (var i = 0; i < groups.Length; i++) foreach (var trace in groups[i]) trace.SetProperty("visible", i == active);
        var reach = Reach(steps.Scores);
        double[] mainX = frame.X(0, cells), mainY = frame.Y(Row + Between, Row + Between + height);
        IReadOnlyList<string> features = [.. products[0].Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), Math.Max(1, (int)(cells / columns / 8.6))))];
        var chart = PlotlyChart.Of(groups.SelectMany(group => group), title, frame, [
            ("barmode", "overlay"),
            ("legend", HeatmapChart.Legend),
            ("xaxis", Placed(NameAxis.Unseen(products[0].Columns, [-0.5, columns - 0.5]), mainX, "y")),
            ("yaxis", Placed(NameAxis.Of([.. products[0].Rows.Select(TokenLabel.Short)], Words.KeyAxis, 1 + (rows - 1) / 30, "left", 0, [rows - 0.5, -0.5]), mainY, "x")),
            ("xaxis2", Placed(NameAxis.Of(features, "feature", 1 + (columns - 1) / 16, "top", 0, [-0.5, columns - 0.5]), mainX, "y2")),
            ("yaxis2", Placed(NameAxis.Of([QueryName(queries, active)], "query", 1, "left", 0, [0.5, -0.5]), frame.Y(0, Row), "x2")),
            ("xaxis3", Placed(NumberAxis.Of(reach.From, reach.To, $"score = sum · {Numbers.Text(steps.Scale)}", "top"), frame.X(cells + Between, cells + Between + BarWidth), "y")),
        ]);
        SliderControl.Add(GenericChart.getLayout(chart), "query (who looks)", [.. queries.Rows.Select(TokenLabel.Short)], active, 0,
            i => ("update", [
                new { visible = groups.SelectMany((group, g) => group.Select(_ => g == i)).ToArray() },
                new Dictionary<string, object> { ["yaxis2.ticktext"] = new[] { NameAxis.Label(QueryName(queries, i)) } }]));
        return chart;
    }

    private static string QueryName(LabelledMatrix queries, int query) => RowOutline.Pointer + TokenLabel.Short(queries.Rows[query]);

    /// <summary>From the lowest score to the highest, with room for text at the ends of bars.</summary>
    private static (double From, double To) Reach(Matrix<float> scores)
    {
        double low = Math.Min(0, scores.Enumerate().Where(float.IsFinite).DefaultIfEmpty().Min()), high = Math.Max(0, scores.Enumerate().Where(float.IsFinite).DefaultIfEmpty().Max());
        if (high == low) high = low + 1;
        return (low < 0 ? low - 0.8 * (high - low) : low, high > 0 ? high + 0.8 * (high - low) : high);
    }

    private static Dictionary<string, object> Placed(Dictionary<string, object> axis, double[] domain, string anchor)
    {
        (axis["domain"], axis["anchor"]) = (domain, anchor);
        return axis;
    }

    private static Trace Scores(AttentionSteps steps, LabelledMatrix products, int query)
    {
        float[] scores = [.. Enumerable.Range(0, steps.Scores.ColumnCount).Select(key => steps.Scores[query, key])];
        return PlotlyChart.Trace("bar",
            ("orientation", "h"), ("xaxis", "x3"), ("yaxis", "y"), ("width", 0.7),
            ("x", scores.Select(score => float.IsFinite(score) ? Numbers.FiveDigits(score) : (double?)null).ToArray()), ("y", Enumerable.Range(0, scores.Length).ToArray()),
            ("marker", new { color = scores.Select(score => score < 0 ? "#fdd0a2" : "#c6dbef").ToArray(), line = new { color = "#808080", width = 1 } }),
            ("text", scores.Select((score, key) => $"{Numbers.Text(products.Matrix.Row(key).Sum(), "0.00")} · {Numbers.Text(steps.Scale, "G2")} = {Numbers.Text(score, "0.00")}").ToArray()),
            ("textposition", "outside"), ("cliponaxis", false), ("constraintext", "none"), ("hoverinfo", "skip"), ("showlegend", false));
    }
}
