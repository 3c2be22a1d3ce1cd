using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>The sentence as text, shaded by where the chosen token looks; below it, by what it takes away: weight times the length of the value.</summary>
/// <remarks>Weights × value norms: Kobayashi et al. 2020, §3. A token with a large weight and a short value says little.</remarks>
public static class TokensView
{
    private const int WordSize = 19, Line = 68, LineGap = 10, Heading = 36, Widest = 760, Narrowest = 480, Lowest = 156; // pixels
    private const string Nothing = "rgba(0,0,0,0)";
    private const double Character = 0.6 * WordSize;

    /// <summary>The words of the keys, for one query after the other.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="query">The query, from 0, that is shown first.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, int query = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(query, steps.Weights.RowCount, nameof(query));
        title ??= "Where a token looks, and what it takes away";
        var weights = LabelledMatrix.OfWeights(steps, queryTokens, keyTokens) with { Scale = ColorScale.UpTo(1) };
        var norms = steps.Values.RowNorms(2);
        var weighted = steps.Weights.MapIndexed((_, key, weight) => (float)(weight * norms[key]));
        var taken = weights with { Matrix = weighted, Scale = ColorScale.UpTo(Largest(weighted)), Unit = "weight × length" };
        var table = new PlainTable($"{title}: “{weights.Rows[query]}”", ["key", "weight", "length of its value", "weight × length"],
            [.. weights.Columns.Select((key, j) => (string[])[TokenLabel.Short(key), Numbers.Text(steps.Weights[query, j], "0.00"), Numbers.Text((float)norms[j], "0.00"), Numbers.Text(weighted[query, j], "0.00")])]);
        return new Figure(Chart(weights, taken, keyTokens is null, query, title), title, CaptionOf(weights, taken, query), table.ToHtml(), table.ToString());
    }

    private static double Largest(Matrix<float> matrix) => Math.Max(1e-6, matrix.Enumerate().Where(float.IsFinite).Select(value => Numbers.FiveDigits(value)).DefaultIfEmpty(1).Max());

    private static Caption CaptionOf(LabelledMatrix weights, LabelledMatrix taken, int query)
    {
        return new($"Above, how much “{weights.Rows[query]}” looks at each token (weight); below, weight times the length of the token's value.",
            $"{Most("looked at", weights)}{Most("taken from", taken)} The slider chooses who looks.{SpecialValue.Say(weights)}");

        string Most(string name, LabelledMatrix data) =>
            Enumerable.Range(0, data.Columns.Count).Where(key => float.IsFinite(data.Matrix[query, key])).Select(key => (int?)key).MaxBy(key => data.Matrix[query, key!.Value]) is { } most
                ? $" Most {name}: “{data.Columns[most]}”, {Numbers.Text(data.Matrix[query, most])}." : "";
    }

    private static GenericChart Chart(LabelledMatrix weights, LabelledMatrix taken, bool isSelf, int active, string title)
    {
        var words = Words(weights.Columns);
        var lines = words[^1].Line + 1;
        var block = Math.Max(Lowest, Heading + lines * (Line + LineGap));
        int width = words.Max(word => word.Left + word.Width), height = 2 * block;
        var kinds = SpecialValue.In(weights).Concat(SpecialValue.In(taken)).DistinctBy(kind => kind.Name).ToArray();
        var frame = new Frame(24 + Math.Max(Math.Max(width, Narrowest), HeatmapSize.TitleWidth(title) - 200) + 170, 56 + height + 16, 24, 170, 56, 16);
        var plot = frame.Width - frame.Left - frame.Right;
        var half = 0.5 - 14.0 / height;
        var chart = PlotlyChart.Of([
                Sentence(weights, words, 0, isSelf, active, (1, 1, half)),
                Sentence(taken, words, block, isSelf, active, (1, 0.5, half)),
                .. kinds.Length == 0 ? Array.Empty<Trace>() : [Hatching(weights, taken, words, block, isSelf, active)],
                .. kinds.Select(InLegend)], title, frame, [
            ("barmode", "overlay"),
            ("legend", HeatmapChart.Legend),
            ("xaxis", NameAxis.Unseen([], [0, plot])),
            ("yaxis", NameAxis.Unseen([], [height, 0])),
            ("annotations", new[] { Text("weight: where it looks", 0), Text("weight × length of the value: what it takes away", block) }),
            ("hovermode", "closest"),
            ("dragmode", false),
        ]);
        SliderControl.Add(GenericChart.getLayout(chart), "query (who looks)", [.. weights.Rows.Select(TokenLabel.Short)], active, kinds.Length, i => ("restyle", [Changes(weights, taken, kinds.Length > 0, isSelf, i), Enumerable.Range(0, kinds.Length > 0 ? 3 : 2).ToArray()]));
        return chart;
    }

    private static Trace Sentence(LabelledMatrix data, (int Left, int Width, int Line)[] words, int top, bool isSelf, int query, (double, double, double) bar) => PlotlyChart.Trace("bar",
        ("orientation", "h"),
        ("base", words.Select(word => word.Left).ToArray()),
        ("x", words.Select(word => word.Width).ToArray()),
        ("y", Heights(words, top)),
        ("width", Line),
        ("marker", new
        {
            color = Colors(data, query),
            cmin = 0,
            cmax = data.Scale.Max,
            colorscale = data.Scale.ToPlotly(),
            showscale = true,
            colorbar = ColorBar.Of(data.Scale, data.Unit, bar),
            line = new { color = RowOutline.Color, width = Outlines(data, isSelf, query) },
        }),
        ("text", Texts(data, query)),
        ("textposition", "inside"),
        ("insidetextanchor", "middle"),
        ("textangle", 0),
        ("constraintext", "none"),
        ("textfont", new { size = WordSize, color = TextColors(data, query) }),
        ("hovertext", data.Columns.Select(Markup.EscapePlotly).ToArray()),
        ("hoverinfo", "text"),
        ("customdata", isSelf ? Enumerable.Range(0, data.Columns.Count).ToArray() : null),
        ("showlegend", false));

    /// <summary>A second set of words over those that are hidden or no numbers. Of one trace, since Plotly hatches no bars that have colours of a scale.</summary>
    private static Trace Hatching(LabelledMatrix weights, LabelledMatrix taken, (int Left, int Width, int Line)[] words, int block, bool isSelf, int query) => PlotlyChart.Trace("bar",
        ("orientation", "h"),
        ("base", words.Concat(words).Select(word => word.Left).ToArray()),
        ("x", words.Concat(words).Select(word => word.Width).ToArray()),
        ("y", (int[])[.. Heights(words, 0), .. Heights(words, block)]),
        ("width", Line),
        ("marker", new { color = Nothing, pattern = SpecialValue.Hatching((string[])[.. Patterns(weights, query), .. Patterns(taken, query)]), line = new { color = RowOutline.Color, width = (int[])[.. Outlines(weights, isSelf, query), .. Outlines(taken, isSelf, query)] } }),
        ("text", (string[])[.. HatchedTexts(weights, query), .. HatchedTexts(taken, query)]),
        ("textposition", "inside"),
        ("insidetextanchor", "middle"),
        ("textangle", 0),
        ("constraintext", "none"),
        ("textfont", new { size = WordSize, color = "#000" }),
        ("hoverinfo", "skip"),
        ("showlegend", false));

    private static Trace InLegend(SpecialValue kind) => PlotlyChart.Trace("bar",
        ("x", new double?[] { null }), ("y", new double?[] { null }), ("name", kind.Name), ("showlegend", true), ("hoverinfo", "skip"),
        ("marker", new { pattern = SpecialValue.Hatching(kind.Pattern), line = new { width = 0 } }));

    private static Dictionary<string, object> Changes(LabelledMatrix weights, LabelledMatrix taken, bool hatched, bool isSelf, int query)
    {
        Dictionary<string, object> changes = new()
        {
            ["marker.color"] = Each(Colors, Nothing),
            ["marker.line.width"] = Each((data, query) => Outlines(data, isSelf, query), (int[])[.. Outlines(weights, isSelf, query), .. Outlines(taken, isSelf, query)]),
            ["text"] = Each(Texts, (string[])[.. HatchedTexts(weights, query), .. HatchedTexts(taken, query)]),
            ["textfont.color"] = Each(TextColors, "#000"),
        };
        if (hatched) changes["marker.pattern.shape"] = new object[] { "", "", (string[])[.. Patterns(weights, query), .. Patterns(taken, query)] };
        return changes;

        object[] Each<T>(Func<LabelledMatrix, int, T> ofWords, object ofHatching) where T : notnull => [ofWords(weights, query), ofWords(taken, query), .. hatched ? [ofHatching] : Array.Empty<object>()];
    }

    private static string[] Patterns(LabelledMatrix data, int query)
    {
        var kinds = SpecialValue.In(data);
        return [.. Enumerable.Range(0, data.Columns.Count).Select(key => kinds.FirstOrDefault(kind => kind.Is(query, key))?.Pattern ?? "")];
    }

    private static string[] HatchedTexts(LabelledMatrix data, int query) => [.. Texts(data, query).Select((text, key) => data.IsHatched(query, key) ? text : "")];

    private static int[] Heights((int Left, int Width, int Line)[] words, int top) => [.. words.Select(word => top + Heading + word.Line * (Line + LineGap) + Line / 2)];

    private static double[] Colors(LabelledMatrix data, int query) =>
        [.. data.Matrix.Row(query).Select(value => float.IsFinite(value) ? Numbers.FiveDigits(value) : 0)];

    private static string[] TextColors(LabelledMatrix data, int query) => [.. data.Matrix.Row(query).Select(value => data.Scale.TextAt(float.IsFinite(value) ? value : 0))];

    private static string[] Texts(LabelledMatrix data, int query) =>
        [.. data.Columns.Select((name, j) => $"{Markup.EscapePlotly(TokenLabel.Short(name))}<br>{Numbers.Text(data.Matrix[query, j], "0.00")}")];

    /// <summary>In self-attention, the one who looks has a frame.</summary>
    private static int[] Outlines(LabelledMatrix data, bool isSelf, int query) => [.. Enumerable.Range(0, data.Columns.Count).Select(key => isSelf && key == query ? 3 : 0)];

    /// <summary>Words one after the other, in as many lines as they need.</summary>
    private static (int Left, int Width, int Line)[] Words(IReadOnlyList<string> tokens)
    {
        var (words, left, line) = (new (int, int, int)[tokens.Count], 0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            var width = Math.Max(56, 20 + (int)(Character * TokenLabel.Length(TokenLabel.Short(tokens[i]))));
            if (left > 0 && left + width > Widest) (left, line) = (0, line + 1);
            words[i] = (left, width, line);
            left += width + 6;
        }
        return words;
    }

    private static object Text(string text, int top) => new { text, x = 0, y = top + Heading - 8, xref = "x", yref = "y", xanchor = "left", yanchor = "bottom", showarrow = false, font = new { size = 17 } };
}
