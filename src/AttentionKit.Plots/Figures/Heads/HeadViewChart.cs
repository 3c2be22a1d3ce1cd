using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The bands of a head view. There are three sets of them: all of a head, by query, and by key. A position of
/// the slider shows
/// some and fades the rest. Opacity follows the weight, in a few levels: bands of one level are one mark.</summary>
internal sealed class HeadViewChart
{
    internal const double Thinnest = 0.02;
    internal const int MostShown = 6;
    private const double LaneHeight = 0.85; // of the height of a token, for all heads together
    private const double Faded = 0.06;
    private const int Row = 44, Narrowest = 20, Middle = 420; // pixels
    private const double Edge = 0.1, BesideToken = 0.025; // of the distance between queries and keys
    private const double BoxHeight = 0.7;

    private static readonly string[] s_alphas = ["2e", "60", "91", "c3", "f0"]; // of weights up to 0.2, 0.4 …

    private readonly IReadOnlyList<Bands> _all, _legend;
    private readonly IReadOnlyList<(int Token, Bands Bands)> _byQuery, _byKey;

    private readonly LabelledMatrix[] _heads;
    private readonly IReadOnlyList<string> _headNames;
    private readonly IReadOnlyList<string> _queries, _keys;
    private readonly Dots[] _names, _tokens;

    internal HeadViewChart(LabelledMatrix[] heads, IReadOnlyList<string> headNames, string title)
    {
        _headNames = headNames;
        (_heads, _queries, _keys) = (heads, heads[0].Rows, heads[0].Columns);
        _legend = heads.Length > 1 ? [.. Heads.Select(InLegend)] : [];
        _all = [.. Heads.SelectMany(head =>
            Of(head, Pairs.Select(pair => (pair.Query, pair.Key, BandOf(head, pair.Query, pair.Key)))))];
        _byQuery = [.. from query in Enumerable.Range(0, _queries.Count) from head in Heads from bands in ByQuery(head,
            query) select (query, bands)];
        _byKey = [.. from key in Enumerable.Range(0, _keys.Count) from head in Heads from bands in ByKey(head,
            key) select (key, bands)];
        _names = heads.Length > 1 ? [.. Heads.Select(HeadName)] : [];
        _tokens = [Tokens(_queries, 0, 0, 1), Tokens(_keys, 1, 1, 1 + _queries.Count)];
        Labels = ["all", .. _queries.Select(name => $"{TokenLabel.Short(name)} →"),
            .. _keys.Select(name => $"→ {TokenLabel.Short(name)}")];
        Chart = Whole(title);
        Charts = [Chart, .. Enumerable.Range(0, _queries.Count + _keys.Count)
            .Select(token => Chart with { Marks = Marks(token) })];
    }

    /// <summary>All bands.</summary>
    internal Chart Chart { get; }

    /// <summary>All bands, those of each query, and those of each key.</summary>
    internal IReadOnlyList<Chart> Charts { get; }

    internal IReadOnlyList<string> Labels { get; }

    /// <summary>One per head, twelve at most: no two are alike to a reader who lacks the cones for red or for green,
    /// and all stand
    /// out from white and from black pages. Heads have their numbers on their bands too.</summary>
    internal static IReadOnlyList<string> Colors { get; } =
        [
            "#6090f0", "#ff6000", "#18a890", "#7800ff", "#606048", "#9090c0", "#c07848", "#a800a8", "#6060f0",
                "#f04878", "#d81800", "#904878",
        ];

    private IEnumerable<(int Query, int Key)> Pairs =>
        from query in Enumerable.Range(0, _queries.Count)
        from key in Enumerable.Range(0, _keys.Count)
        select (query,
            key);

    private IEnumerable<int> Heads => Enumerable.Range(0, _heads.Length);

    private Chart Whole(string title)
    {
        var tokens = Math.Max(_queries.Count, _keys.Count);
        int left = Width(_queries), right = Width(_keys), legend = _heads.Length > 1 ? 38
            + HeatmapSize.LabelWidth(_headNames) : 0;
        var height = Math.Max(190, tokens * Math.Max(Narrowest, Math.Min(Row, 640 / tokens)));
        var width = Math.Max(left + Middle + right + legend, HeatmapSize.TitleWidth(title));
        return new(title, new(width, 64 + height + 16, left, right + legend, 64, 16), [
            new(Axes.Bare(-Edge, 1 + Edge, Side.Bottom), Down(_queries, Words.QueryAxis, Side.Left)),
            new(Axes.Bare(-Edge, 1 + Edge, Side.Bottom), Down(_keys, Words.KeyAxis, Side.Right)) { Over = 0 }])
        {
            Marks = Marks(-1),
            Legend = Legend.RightOf(right - 6),
            CanZoom = false,
        };
    }

    /// <param name="token">A query, or a key after all queries; −1 for all bands.</param>
    private IReadOnlyList<Mark> Marks(int token) =>
    [
        .. _all.Select(bands => bands with { Opacity = token < 0 ? 1 : Faded }),
        .. _byQuery.Select(one => one.Bands with { Opacity = one.Token == token ? 1 : 0 }),
        .. _byKey.Select(one => one.Bands with { Opacity = one.Token == token - _queries.Count ? 1 : 0 }),
        .. _legend,
        .. _names.Select(name => name with { Opacity = token < 0 ? 1 : 0 }),
        .. _tokens,
    ];

    /// <summary>Where a query looks, and how much: the bands, and boxes at the keys.</summary>
    private IEnumerable<Bands> ByQuery(int head, int query) =>
        Of(head, Enumerable.Range(0, _keys.Count).SelectMany(key => new[]
    {
        (query, key, BandOf(head, query, key)),
        (query, key, Box(head, 1 + BesideToken, At(key), BoxHeight * _queries.Count / _keys.Count)),
    }));

    /// <summary>Who looks at a key, and how much: the bands, and boxes at the queries.</summary>
    private IEnumerable<Bands> ByKey(int head, int key) =>
        Of(head, Enumerable.Range(0, _queries.Count).SelectMany(query => new[]
    {
        (query, key, BandOf(head, query, key)),
        (query, key, Box(head, -Edge, query, BoxHeight)),
    }));

    /// <summary>All heads have a column beside the tokens.</summary>
    private Band Box(int head, double left, double y, double height)
    {
        var width = (Edge - BesideToken) / _heads.Length;
        return new(left + head * width, y, left + (head + 1) * width, y, height);
    }

    private IEnumerable<Bands> Of(int head, IEnumerable<(int Query, int Key, Band Band)> bands) =>
        from band in bands
        let weight = _heads[head][band.Query, band.Key]
        where weight >= Thinnest
        group band.Band by Math.Min((int)(weight * s_alphas.Length), s_alphas.Length - 1) into level
        orderby level.Key
        select new Bands(0, [.. level], Color(head) + s_alphas[level.Key])
        {
            Group = $"head {head}",
            IsOff = head >= MostShown
        };

    /// <summary>The legend's colour stays when bands fade: it belongs to a band that can't be seen.</summary>
    private Bands InLegend(int head) => new(0, [new(0, 0, 0, 0, 0)], Color(head))
    {
        Legend = Name(head),
        Group = $"head {head}",
        IsOff = head >= MostShown,
    };

    private static string Color(int head) => Colors[head % Colors.Count];

    private Band BandOf(int head, int query, int key) =>
        new(0, From(head, query), 1, To(head, key), Math.Min(_heads[head][query, key], 1) * LaneHeight / _heads.Length);

    /// <summary>The head's number, on its strongest band: colours are not the only way to tell heads apart.</summary>
    private Dots HeadName(int head)
    {
        var (query, key) = _heads[head].Entries.Strongest ?? (0, 0);
        var x = 0.2 + 0.6 * head / (_heads.Length - 1);
        return new(0, [new(x, From(head, query) + x * (To(head, key) - From(head, query)), $"{head}")], 22, "#fff")
        {
            Stroke = Color(head),
            Group = $"head {head}",
            IsOff = head >= MostShown,
        };
    }

    /// <summary>Each head has a lane of its own at every token.</summary>
    private double From(int head, int query) => query + Lane(head);

    /// <summary>Keys have an axis of their own: there may be more or fewer than queries.</summary>
    private double To(int head, int key) => At(key + Lane(head));

    private double At(double key) => (key + 0.5) / _keys.Count * _queries.Count - 0.5;

    private double Lane(int head) => (head + 0.5 - _heads.Length / 2.0) / _heads.Length * LaneHeight;

    private string Name(int head) => _headNames[head];

    private static Dots Tokens(IReadOnlyList<string> names, int panel, int at, int firstStep) =>
        new(panel, [.. names.Select((_, i) => new Word(at, i, ""))], 10, "#808080")
        {
            Hover = new(names) { Chooses = [.. Enumerable.Range(firstStep, names.Count)], IsWhilePointing = true },
        };

    private static int Width(IReadOnlyList<string> names) => HeatmapSize.LabelWidth([.. names.Select(TokenLabel.Short)])
        + 60;

    private static Axis Down(IReadOnlyList<string> names, string title, Side side) =>
        Axes.Names([.. names.Select(TokenLabel.Short)], title, side);
}
