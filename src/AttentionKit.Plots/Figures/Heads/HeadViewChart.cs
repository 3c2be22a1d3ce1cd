using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The bands of a head view. There are two sets of them: by query, and by key. A position of the slider shows some and fades the rest.</summary>
internal sealed class HeadViewChart
{
    internal const double Thinnest = 0.02;
    internal const int MostShown = 6;
    private const double LaneHeight = 0.85; // of the height of a token, for all heads together
    private const double Faded = 0.06;
    private const string Alpha = "cc"; // bands that cross stay visible
    private const int Row = 44, Narrowest = 16, Middle = 420; // pixels

    // Okabe and Ito's colours: colour-blind readers tell them apart, the first four by their lightness too. Heads have their numbers on their bands too.
    private static readonly string[] s_colors = ["#0072b2", "#d55e00", "#56b4e9", "#e69f00", "#009e73", "#cc79a7"];

    private readonly LabelledMatrix[] _heads;
    private readonly IReadOnlyList<string> _headNames;
    private readonly IReadOnlyList<string> _queries, _keys;
    private readonly Bands[] _byQuery, _byKey;
    private readonly Dots[] _names, _tokens;

    internal HeadViewChart(LabelledMatrix[] heads, IReadOnlyList<string> headNames, string title)
    {
        _headNames = headNames;
        (_heads, _queries, _keys) = (heads, heads[0].Rows, heads[0].Columns);
        _byQuery = [.. from head in Heads from query in Enumerable.Range(0, _queries.Count) select ByQuery(head, query)];
        _byKey = [.. from head in Heads from key in Enumerable.Range(0, _keys.Count) select ByKey(head, key)];
        _names = heads.Length > 1 ? [.. Heads.Select(HeadName)] : [];
        _tokens = [Tokens(_queries, 0, 0, 1), Tokens(_keys, 1, 1, 1 + _queries.Count)];
        Labels = ["all", .. _queries.Select(name => $"{TokenLabel.Short(name)} →"), .. _keys.Select(name => $"→ {TokenLabel.Short(name)}")];
        Chart = Whole(title);
        Charts = [Chart, .. Enumerable.Range(0, _queries.Count + _keys.Count).Select(token => Chart with { Marks = Marks(token) })];
    }

    /// <summary>All bands.</summary>
    internal Chart Chart { get; }

    /// <summary>All bands, those of each query, and those of each key.</summary>
    internal IReadOnlyList<Chart> Charts { get; }

    internal IReadOnlyList<string> Labels { get; }

    private IEnumerable<int> Heads => Enumerable.Range(0, _heads.Length);

    private Chart Whole(string title)
    {
        var tokens = Math.Max(_queries.Count, _keys.Count);
        int left = Width(_queries), right = Width(_keys), legend = _heads.Length > 1 ? 38 + HeatmapSize.LabelWidth(_headNames) : 0;
        var height = Math.Max(190, tokens * Math.Max(Narrowest, Math.Min(Row, 640 / tokens)));
        var width = Math.Max(left + Middle + right + legend, HeatmapSize.TitleWidth(title));
        return new(title, new(width, 64 + height + 16, left, right + legend, 64, 16), [
            new(Axes.Bare(0, 1, Side.Bottom), Down(_queries, Words.QueryAxis, Side.Left)),
            new(Axes.Bare(0, 1, Side.Bottom), Down(_keys, Words.KeyAxis, Side.Right)) { Over = 0 }])
        {
            Marks = Marks(-1),
            Legend = Legend.RightOf(right - 6),
            CanZoom = false,
        };
    }

    /// <param name="token">A query, or a key after all queries; −1 for all bands.</param>
    private IReadOnlyList<Mark> Marks(int token) =>
    [
        .. _byQuery.Select((bands, i) => bands with { Opacity = token < 0 || i % _queries.Count == token ? 1 : Faded }),
        .. _byKey.Select((bands, i) => bands with { Opacity = i % _keys.Count == token - _queries.Count ? 1 : 0 }),
        .. _names.Select(name => name with { Opacity = token < 0 ? 1 : 0 }),
        .. _tokens,
    ];

    private Bands ByQuery(int head, int query) => Of(head, Enumerable.Range(0, _keys.Count).Select(key => (query, key))) with
    {
        Legend = query == 0 && _heads.Length > 1 ? Name(head) : null,
    };

    private Bands ByKey(int head, int key) => Of(head, Enumerable.Range(0, _queries.Count).Select(query => (query, key)));

    private Bands Of(int head, IEnumerable<(int Query, int Key)> pairs) =>
        new(0, [.. pairs.Where(pair => _heads[head][pair.Query, pair.Key] >= Thinnest).Select(pair => BandOf(head, pair.Query, pair.Key))], s_colors[head % s_colors.Length] + Alpha)
        {
            Group = $"head {head}",
            IsOff = head >= MostShown,
        };

    private Band BandOf(int head, int query, int key) =>
        new(0, From(head, query), 1, To(head, key), Math.Min(_heads[head][query, key], 1) * LaneHeight / _heads.Length);

    /// <summary>The head's number, on its strongest band: colours are not the only way to tell heads apart.</summary>
    private Dots HeadName(int head)
    {
        var (query, key) = _heads[head].Entries.Strongest ?? (0, 0);
        var x = 0.2 + 0.6 * head / (_heads.Length - 1);
        return new(0, [new(x, From(head, query) + x * (To(head, key) - From(head, query)), $"{head}")], 22, "#fff")
        {
            Stroke = s_colors[head % s_colors.Length],
            Group = $"head {head}",
            IsOff = head >= MostShown,
        };
    }

    /// <summary>Each head has a lane of its own at every token.</summary>
    private double From(int head, int query) => query + Lane(head);

    /// <summary>Keys have an axis of their own: there may be more or fewer than queries.</summary>
    private double To(int head, int key) => (key + Lane(head) + 0.5) / _keys.Count * _queries.Count - 0.5;

    private double Lane(int head) => (head + 0.5 - _heads.Length / 2.0) / _heads.Length * LaneHeight;

    private string Name(int head) => _headNames[head];

    private static Dots Tokens(IReadOnlyList<string> names, int panel, int at, int firstStep) =>
        new(panel, [.. names.Select((_, i) => new Word(at, i, ""))], 10, "#808080")
        {
            Hover = new(names) { Chooses = [.. Enumerable.Range(firstStep, names.Count)] },
        };

    private static int Width(IReadOnlyList<string> names) => HeatmapSize.LabelWidth([.. names.Select(TokenLabel.Short)]) + 60;

    private static Axis Down(IReadOnlyList<string> names, string title, Side side) =>
        Axes.Names([.. names.Select(TokenLabel.Short)], title, side, 1 + (names.Count - 1) / 40);
}
