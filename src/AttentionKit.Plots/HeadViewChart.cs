using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>The bands of a head view. There are two sets of them: by query, and by key. A position of the slider shows some and fades the rest.</summary>
internal sealed class HeadViewChart(LabelledMatrix[] heads)
{
    internal const double Thinnest = 0.02;
    internal const int MostShown = 6;
    private const double Band = 0.85; // of the height of a token, for all heads together
    private const double Faded = 0.06;
    private const string Alpha = "cc"; // bands that cross stay visible
    private const int Row = 44, Narrowest = 16, Middle = 420; // pixels

    // Okabe and Ito's colours: colour-blind readers tell them apart, the first four by their lightness too. Heads have their numbers on their bands too.
    private static readonly string[] s_colors = ["#0072b2", "#d55e00", "#56b4e9", "#e69f00", "#009e73", "#cc79a7"];

    private readonly IReadOnlyList<string> _queries = heads[0].Rows;
    private readonly IReadOnlyList<string> _keys = heads[0].Columns;

    internal GenericChart Of(string title)
    {
        var tokens = Math.Max(_queries.Count, _keys.Count);
        int left = HeatmapSize.LabelWidth([.. _queries.Select(TokenLabel.Short)]) + 60, right = HeatmapSize.LabelWidth([.. _keys.Select(TokenLabel.Short)]) + 60;
        var height = Math.Max(190, tokens * Math.Max(Narrowest, Math.Min(Row, 640 / tokens)));
        var legend = heads.Length > 1 ? 90 : 0;
        var frame = new Frame(Math.Max(left + Middle + right + legend, HeatmapSize.TitleWidth(title)), 64 + height + 16, left, right + legend, 64, 16);
        (int Head, int Query)[] byQuery = [.. from head in Enumerable.Range(0, heads.Length) from query in Enumerable.Range(0, _queries.Count) select (head, query)];
        (int Head, int Key)[] byKey = [.. from head in Enumerable.Range(0, heads.Length) from key in Enumerable.Range(0, _keys.Count) select (head, key)];
        Trace[] bands = [
            .. byQuery.Select(place => Bands(place.Head, [.. Enumerable.Range(0, _keys.Count).Select(key => (place.Query, key))], 1, place.Query == 0 && heads.Length > 1)),
            .. byKey.Select(place => Bands(place.Head, [.. Enumerable.Range(0, _queries.Count).Select(query => (query, place.Key))], 0, false)),
        ];
        Trace[] names = heads.Length > 1 ? [.. Enumerable.Range(0, heads.Length).Select(HeadName)] : [];
        var chart = PlotlyChart.Of([.. bands, .. names, Points(_queries, "x", "y", 0, 1), Points(_keys, "x2", "y2", 1, 1 + _queries.Count)], title, frame, [
            ("xaxis", Across()),
            ("xaxis2", new Dictionary<string, object>(Across()) { ["overlaying"] = "x" }),
            ("yaxis", Down(_queries, Words.QueryAxis, "left")),
            ("yaxis2", new Dictionary<string, object>(Down(_keys, Words.KeyAxis, "right")) { ["overlaying"] = "y", ["anchor"] = "x" }),
            ("legend", new { x = 1 + (double)(right - 6) / Middle, y = 1, xanchor = "left" }),
            ("hovermode", "closest"),
            ("dragmode", false),
        ]);
        int[] changed = [.. Enumerable.Range(0, bands.Length + names.Length)];
        SliderControl.Add(GenericChart.getLayout(chart), "show", ["all", .. _queries.Select(name => $"{TokenLabel.Short(name)} →"), .. _keys.Select(name => $"→ {TokenLabel.Short(name)}")], 0, 0,
            i => ("restyle", [new { opacity = Opacities(i - 1, byQuery, byKey, names.Length) }, changed]));
        return chart;
    }

    private double[] Opacities(int token, (int Head, int Query)[] byQuery, (int Head, int Key)[] byKey, int names) =>
    [
        .. byQuery.Select(place => token < 0 || place.Query == token ? 1 : Faded),
        .. byKey.Select(place => place.Key == token - _queries.Count ? 1.0 : 0),
        .. Enumerable.Repeat(token < 0 ? 1.0 : 0, names),
    ];

    private Trace Bands(int head, (int Query, int Key)[] pairs, double opacity, bool inLegend)
    {
        List<double?> x = [], y = [];
        foreach (var (query, key) in pairs)
        {
            double weight = heads[head].Matrix[query, key];
            if (!(weight >= Thinnest)) continue;
            double half = Math.Min(weight, 1) * Band / heads.Length / 2, from = From(head, query), to = To(head, key);
            x.AddRange([0, 1, 1, 0, 0, null]);
            y.AddRange([.. new[] { from - half, to - half, to + half, from + half, from - half }.Select(value => (double?)Math.Round(value, 3)), null]);
        }
        if (x.Count == 0) (x, y) = ([null], [null]);
        return PlotlyChart.Trace("scatter",
            ("mode", "lines"), ("x", x), ("y", y), ("fill", "toself"), ("fillcolor", s_colors[head % s_colors.Length] + Alpha), ("line", new { width = 0, color = s_colors[head % s_colors.Length] }),
            ("opacity", opacity), ("name", $"head {head}"), ("legendgroup", $"head {head}"), ("showlegend", inLegend), ("visible", head < MostShown ? null : "legendonly"), ("hoverinfo", "skip"));
    }

    /// <summary>The head's number, on its strongest band: colours are not the only way to tell heads apart.</summary>
    private Trace HeadName(int head)
    {
        var (query, key) = Strongest.EntryOf(heads[head]) ?? (0, 0);
        var x = 0.2 + 0.6 * head / (heads.Length - 1);
        return PlotlyChart.Trace("scatter",
            ("mode", "markers+text"), ("x", new[] { x }), ("y", new[] { From(head, query) + x * (To(head, key) - From(head, query)) }), ("text", new[] { $"{head}" }), ("textfont", new { size = 14, color = "#000" }),
            ("marker", new { size = 22, color = "#fff", line = new { color = s_colors[head % s_colors.Length], width = 3 } }),
            ("legendgroup", $"head {head}"), ("showlegend", false), ("visible", head < MostShown ? null : "legendonly"), ("hoverinfo", "skip"));
    }

    /// <summary>Each head has a lane of its own at every token.</summary>
    private double From(int head, int query) => query + Lane(head);

    /// <summary>Keys have an axis of their own: there may be more or fewer than queries.</summary>
    private double To(int head, int key) => (key + Lane(head) + 0.5) / _keys.Count * _queries.Count - 0.5;

    private double Lane(int head) => (head + 0.5 - heads.Length / 2.0) / heads.Length * Band;

    private static Trace Points(IReadOnlyList<string> names, string x, string y, int at, int firstStep) => PlotlyChart.Trace("scatter",
        ("mode", "markers"), ("x", names.Select(_ => at).ToArray()), ("y", Enumerable.Range(0, names.Count).ToArray()), ("xaxis", x), ("yaxis", y),
        ("marker", new { size = 10, color = "#808080" }), ("cliponaxis", false), ("showlegend", false),
        ("hovertext", names.Select(Markup.EscapePlotly).ToArray()), ("hoverinfo", "text"), ("customdata", Enumerable.Range(firstStep, names.Count).ToArray()));

    private static Dictionary<string, object> Across() => NameAxis.Unseen([], [0, 1]);

    private static Dictionary<string, object> Down(IReadOnlyList<string> names, string title, string side) =>
        NameAxis.Of([.. names.Select(TokenLabel.Short)], title, 1 + (names.Count - 1) / 40, side, 0, [names.Count - 0.5, -0.5]);
}
