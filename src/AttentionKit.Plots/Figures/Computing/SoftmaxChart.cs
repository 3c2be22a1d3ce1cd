using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>One position of <see cref="SoftmaxBars"/>: three columns of bars, a row for each key.</summary>
internal sealed class SoftmaxChart
{
    private const int Row = 36, Width = 210, Between = 34, Top = 110, Bottom = 50, Right = 30; // pixels
    private const double TextRoom = 0.5; // of a column, for the number behind a bar

    private readonly SoftmaxPart _part;

    internal SoftmaxChart(SoftmaxPart part, string title)
    {
        _part = part;
        var n = part.Tokens.Count;
        var left = HeatmapSize.LabelWidth([.. part.Tokens.Select(TokenLabel.Short)]) + 40;
        var frame = new Frame(
            Math.Max(left + 3 * Width + 2 * Between + Right, HeatmapSize.TitleWidth(title)), Top + n * Row + Bottom
                + 16, left, Right, Top, 16);
        Chart = new(title, frame, [.. Enumerable.Range(0, 3).Select(PanelOf)])
        {
            Marks = [BarsOf(0, part.Scaled), BarsOf(1, part.Exps), BarsOf(2, part.Shares)],
            Notes =
            [
                Heading("score / temperature", 0), Heading("exp(… − largest)", 1), Heading("share = exp / sum", 2),
                Foot($"sum {Numbers.Text(part.Sum)}", 1), Foot("sum 1", 2),
            ],
            Outlines = [.. Enumerable.Range(0, 3).Select(panel => new Outline(0, -0.5, 0, n - 0.5, panel))],
            CanZoom = false,
            CanPlay = true,
        };
    }

    internal Chart Chart { get; }

    private Panel PanelOf(int i)
    {
        var (low, high) = i == 0 ? Reach() : (0, 1 + TextRoom);
        var names = Axes.Names([.. _part.Tokens.Select(TokenLabel.Short)], i == 0 ? "key" : "", Side.Left);
        return new(Axes.Bare(low, high, Side.Top), i == 0 ? names : names with { Labels = TickLabels.Unseen })
        {
            Area = new(LeftOf(i), 0, Width, Row * _part.Tokens.Count),
        };
    }

    /// <summary>From the lowest finite score to the highest, with room for numbers at the ends of bars.</summary>
    private (double Low, double High) Reach()
    {
        float[] finite = [.. _part.Scaled.Where(float.IsFinite)];
        double low = Math.Min(0, finite.Min()), high = Math.Max(0, finite.Max());
        if (low == high) high = 1;
        var room = TextRoom * (high - low);
        return (low < 0 ? low - room : low, high + room);
    }

    private Bars BarsOf(int panel, float[] values) =>
        new(panel, [.. values.Select((value, i) => BarOf(panel, value, i))], 0.66)
        {
            Stroke = Outline.Grey,
            TextOutside = true,
            Hover = new([.. _part.Tokens.Select((token, i) => $"“{token}”: {_part.Row(i)[panel]}")]),
        };

    private Bar BarOf(int panel, float value, int i) =>
        new(new(0, float.IsFinite(value) ? value : 0, i), value < 0 ? "#fdd0a2" : "#6baed6", _part.Row(i)[panel]);

    private static double LeftOf(int panel) => panel * (Width + Between);

    private static Note Heading(string text, int panel) =>
        new(text, LeftOf(panel), -14) { Across = Anchor.Start, Down = Anchor.End, Size = 17, IsBold = true };

    private Note Foot(string text, int panel) =>
        new(text, LeftOf(panel), Row * _part.Tokens.Count + 12)
        {
            Across = Anchor.Start,
            Down = Anchor.Start,
            Size = 17
        };
}
