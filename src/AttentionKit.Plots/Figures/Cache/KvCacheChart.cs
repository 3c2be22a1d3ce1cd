using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="KvCacheView"/>, one per token: K and V above without a cache, below with
/// one.</summary>
internal sealed class KvCacheChart
{
    private const int Row = 26, Between = 44, Heading = 64, Top = 56, Right = 110, Narrowest = 510; // pixels
    private const int Widest = 320, WideCell = 44;

    private readonly LabelledMatrix[] _both;
    private readonly string _title;
    private readonly double[] _lefts, _widths;
    private readonly double _block;
    private readonly Frame _frame;
    private readonly IReadOnlyList<Mark> _cells;

    internal KvCacheChart(LabelledMatrix keys, LabelledMatrix values, string title)
    {
        var scale = ColorScale.Diverging(keys.Matrix, values.Matrix);
        (_both, _title) = ([keys with { Scale = scale }, values with { Scale = scale }], title);
        _widths = [.. _both.Select(data => (double)Math.Min(Widest, WideCell * data.Columns.Count))];
        _lefts = [0, _widths[0] + Between];
        _block = Heading + Row * keys.Rows.Count + 16;
        var left = HeatmapSize.LabelWidth([.. keys.Rows.Select((name, i) => NameOf(name, i, keys.Rows.Count, true))]);
        var width = Math.Max(Narrowest, (int)(_lefts[1] + _widths[1]));
        _frame = new(Math.Max(left + 30 + width + Right, HeatmapSize.TitleWidth(title)), Top + (int)(2 * _block) + 16,
            left + 30, Right, Top, 16);
        _cells = [.. Enumerable.Range(0, 4).SelectMany(panel => HeatmapMarks.Of(
            _both[panel % 2], panel, false, HeatmapMarks.HoverOf(_both[panel % 2]), hasLegend: false))];
    }

    private int Rows => _both[0].Rows.Count;

    /// <summary>As it is when a token has come.</summary>
    internal Chart Of(int token) => new(_title, _frame, [.. Enumerable.Range(0, 4).Select(i => PanelOf(i, token))])
    {
        Marks = [.. _cells, .. token == Rows - 1 ? [] : Enumerable.Range(0, 4).Select(panel => ToCome(panel, token))],
        Bars = [new(_both[0].Scale, _both[0].Unit)],
        Notes = [HeadingOf(Without(token), 0), HeadingOf(With(token), _block),
            .. Enumerable.Range(0, 4).Select(Name)],
        Outlines = [.. Enumerable.Range(0, 4).Select(panel => Computed(panel, token))],
        CanZoom = false,
        CanPlay = true,
    };

    private static string Without(int token) =>
        $"Without a cache: {Words.Count(token + 1, "row")} computed, {KvCacheView.Recomputed(token + 1)} until here";

    private static string With(int token) => $"With a cache: 1 row computed, {token + 1} until here";

    private Panel PanelOf(int panel, int token)
    {
        var data = _both[panel % 2];
        var names = data.Rows.Select((name, i) => NameOf(name, i, token, isKept: panel >= 2));
        var y = Axes.Names([.. names], "", Side.Left);
        return new(Axes.Hidden(data.Columns, Side.Bottom), panel % 2 == 0 ? y : y with { Labels = TickLabels.Unseen })
        {
            Area = new(_lefts[panel % 2], TopOf(panel), _widths[panel % 2], Row * data.Rows.Count),
        };
    }

    private double TopOf(int panel) => Heading + (panel < 2 ? 0 : _block);

    /// <summary>What happens to a row is said in words too: colours alone don't reach everybody.</summary>
    private static string NameOf(string name, int row, int token, bool isKept) => TokenLabel.Short(name) + (
        row > token ? "" : row == token ? ": new" : isKept ? ": kept" : ": again");

    private Hatching ToCome(int panel, int token) => new(
        panel, Pattern.Slashes, [.. Enumerable.Range(token + 1, Rows - token - 1).Select(row =>
            new Box(-0.5, _both[panel % 2].Columns.Count - 0.5, row))]);

    private Outline Computed(int panel, int token) =>
        new(-0.5, panel < 2 ? -0.5 : token - 0.5, _both[panel % 2].Columns.Count - 0.5, token + 0.5, panel)
        {
            Color = Outline.Chosen,
        };

    private static Note HeadingOf(string text, double top) =>
        new(text, 0, top) { Across = Anchor.Start, Down = Anchor.Start, Size = 17, IsBold = true };

    private Note Name(int panel) => new(
        panel % 2 == 0 ? "K" : "V", _lefts[panel % 2] + _widths[panel % 2] / 2, TopOf(panel) - 6)
    {
        Down = Anchor.End,
    };
}
