using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>How a score comes about: one query times each key, feature by feature, and the sum of each row. The slider chooses the query.</summary>
/// <remarks>After BertViz's neuron view (Vig 2019). Of many features, keys or queries, those are shown that say most, and the description tells how many are left out.</remarks>
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
        var part = QueryKeyPart.Of(steps, query);
        var active = Array.IndexOf(part.Queries, query);
        var queries = Select(LabelledMatrix.OfValues(steps.Queries, queryTokens, featureNames), part.OfQueries, part.Queries, part.Features);
        var keys = Select(LabelledMatrix.OfValues(steps.Keys, keyTokens ?? queryTokens, featureNames), part.OfKeys, part.Keys, part.Features);
        Matrix<float>[] all = [.. queries.Matrix.EnumerateRows().Select(row => keys.Matrix.MapIndexed((_, feature, key) => row[feature] * key))];
        queries = queries with { Scale = ColorScale.Diverging([queries.Matrix, .. all]) };
        LabelledMatrix[] products = [.. all.Select((product, i) => Products(keys, product, queries.Rows[i], queries.Scale))];
        var table = Table(products[active], part, active, $"{title}: “{queries.Rows[active]}”");
        return new Figure(Chart(part, queries, products, active, title), title, CaptionOf(queries, products[active], part, active), table.ToHtml(), table.ToString());
    }

    private static LabelledMatrix Select(LabelledMatrix data, Matrix<float> part, int[] rows, int[] columns) =>
        data with { Matrix = part, Rows = QueryKeyPart.Names(data.Rows, rows), Columns = QueryKeyPart.Names(data.Columns, columns) };

    private static LabelledMatrix Products(LabelledMatrix keys, Matrix<float> products, string query, ColorScale scale) => keys with
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
        var best = Enumerable.Range(0, scores.Count).Where(key => float.IsFinite(scores[key])).Select(key => (int?)key).MaxBy(key => scores[key!.Value]);
        var said = best is { } key ? $" Best: “{queries.Rows[active]}” looks at “{products.Rows[key]}”, score {Numbers.Text(scores[key])}." : "";
        return new($"The query of “{queries.Rows[active]}” (who looks) times each key (row, who is looked at), feature by feature (column); the sum of a row times {Numbers.Text(part.Steps.Scale)} is the score, its bar on the right.",
            $"{said} The slider chooses the query.{part.Note}{SpecialValue.Say(products)}");
    }

    private static PlainTable Table(LabelledMatrix products, QueryKeyPart part, int active, string title)
    {
        var columns = Elision.Of(products.Columns.Count);
        var (sums, scores) = (part.Sums, part.Scores);
        return new(title, ["key", .. columns.Select(column => column is { } d ? products.Columns[d] : "…"), "sum", "score"],
            [.. products.Rows.Select((name, j) => (string[])[TokenLabel.Short(name), .. columns.Select(column => column is { } d ? products.Text(j, d) : "…"), Numbers.Text(sums[active, j], "0.00"), Numbers.Text(scores[active, j], "0.00")])]);
    }

    private static GenericChart Chart(QueryKeyPart part, LabelledMatrix queries, LabelledMatrix[] products, int active, string title)
    {
        var (rows, columns) = (products[0].Rows.Count, products[0].Columns.Count);
        var numbers = columns <= 12 && rows <= 20;
        int left = HeatmapSize.LabelWidth([.. queries.Rows.Concat(products[0].Rows).Select(TokenLabel.Short)]) + 70;
        int cells = Math.Clamp(columns * 64, 190, 480), height = Math.Max(150, rows * Math.Min(Row, 640 / rows));
        var frame = new Frame(left + cells + Between + BarWidth + 130, 116 + Row + Between + height + 16, left, 130, 116, 16);
        Trace[][] groups = [.. products.Select((product, i) => (Trace[])[
            .. HeatmapTraces.Of(queries with { Matrix = queries.Matrix.SubMatrix(i, 1, 0, columns), Rows = [queries.Rows[i]] }, false, numbers, null, "2"),
            .. HeatmapTraces.Of(product, rows * columns * products.Length <= Sentences, numbers, ColorBar.Of(product.Scale, product.Unit)),
            Scores(part, i)])];
        for (var i = 0; i < groups.Length; i++) foreach (var trace in groups[i]) trace.SetProperty("visible", i == active);
        var reach = Reach(part.Scores);
        double[] mainX = frame.X(0, cells), mainY = frame.Y(Row + Between, Row + Between + height);
        IReadOnlyList<string> features = [.. products[0].Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), Math.Max(1, (int)(cells / columns / 8.6))))];
        var chart = PlotlyChart.Of(groups.SelectMany(group => group), title, frame, [
            ("barmode", "overlay"),
            ("legend", HeatmapChart.Legend),
            ("xaxis", Placed(NameAxis.Unseen(products[0].Columns, [-0.5, columns - 0.5]), mainX, "y")),
            ("yaxis", Placed(NameAxis.Of([.. products[0].Rows.Select(TokenLabel.Short)], Words.KeyAxis, 1 + (rows - 1) / 30, "left", 0, [rows - 0.5, -0.5]), mainY, "x")),
            ("xaxis2", Placed(NameAxis.Of(features, part.Features.Length < part.Steps.Queries.ColumnCount ? $"feature ({columns} of {part.Steps.Queries.ColumnCount})" : "feature", 1 + (columns - 1) / 16, "top", 0, [-0.5, columns - 0.5]), mainX, "y2")),
            ("yaxis2", Placed(NameAxis.Of([QueryName(queries, active)], "query", 1, "left", 0, [0.5, -0.5]), frame.Y(0, Row), "x2")),
            ("xaxis3", Placed(NumberAxis.Of(reach.From, reach.To, $"score = sum · {Numbers.Text(part.Steps.Scale)}", "top"), frame.X(cells + Between, cells + Between + BarWidth), "y", false)),
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

    private static Dictionary<string, object> Placed(Dictionary<string, object> axis, double[] domain, string anchor, bool? grid = null)
    {
        if (grid is { } shown) axis["showgrid"] = shown;
        (axis["domain"], axis["anchor"]) = (domain, anchor);
        return axis;
    }

    private static Trace Scores(QueryKeyPart part, int query)
    {
        float[] scores = [.. part.Scores.Row(query)], sums = [.. part.Sums.Row(query)];
        return PlotlyChart.Trace("bar",
            ("orientation", "h"), ("xaxis", "x3"), ("yaxis", "y"), ("width", 0.7),
            ("x", scores.Select(score => float.IsFinite(score) ? Numbers.FiveDigits(score) : (double?)null).ToArray()), ("y", Enumerable.Range(0, scores.Length).ToArray()),
            ("marker", new { color = scores.Select(score => score < 0 ? "#fdd0a2" : "#c6dbef").ToArray(), line = new { color = "#808080", width = 1 } }),
            ("text", scores.Select((score, key) => $"{Numbers.Text(sums[key], "0.00")} · {Numbers.Text(part.Steps.Scale, "G2")} = {Numbers.Text(score, "0.00")}").ToArray()),
            ("textposition", "outside"), ("cliponaxis", false), ("constraintext", "none"), ("hoverinfo", "skip"), ("showlegend", false));
    }
}
