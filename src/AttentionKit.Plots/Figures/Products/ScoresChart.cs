using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>Scores with what they are made of: Q at their left, row beside row, and Kᵀ above them, column over
/// column.</summary>
internal static class ScoresChart
{
    private const int CellHeight = 36, Least = 54, Between = 26, Top = 52, Right = 110, Lowest = 150; // pixels
    private const int SumLine = 23;
    private const double Character = 8.6, Digit = 9.6, SumCharacter = 8.8;

    internal static Chart Of(Product product, string title)
    {
        LabelledMatrix q = product.Left, k = product.Right, scores = product.Result;
        var cell = Math.Max(Least, 12 + Digit * product.LongestNumber);
        var names = new ColumnNames(k.Columns, cell);
        double beside = cell * q.Columns.Count + Between, above = CellHeight * k.Rows.Count + Between;
        double width = beside + cell * scores.Columns.Count, height = above + CellHeight * scores.Rows.Count;
        var link = new ProductLink(product, 0, 1, false, (int)(Math.Max(width, 420) / SumCharacter));
        var left = HeatmapSize.LabelWidth([.. q.Rows.Select(TokenLabel.Short)]) + 20;
        var top = Top + (int)names.Height;
        var (met, number) = (link.Outlines(true), link.Number(2));
        var sum = new Note(link.Text, 0, height + 14) { Across = Anchor.Start, Down = Anchor.Start, Size = 16 };
        return new(
            title,
            new(Math.Max(left + (int)Math.Max(width, 420) + Right, HeatmapSize.TitleWidth(title)),
                top + (int)height + SumLine * link.Lines + 30, left, Right, top, 16),
            [
                new(Axes.Hidden(q.Columns, Side.Bottom), NamesOf(q)) { Area = AreaOf(0, above, q) },
                new(Axes.Names(names.Labels, "", Side.Top, 1, names.Angle), Axes.Hidden(k.Rows, Side.Left))
                {
                    Area = AreaOf(beside, 0, k),
                },
                new(Axes.Hidden(scores.Columns, Side.Bottom), Axes.Hidden(scores.Rows, Side.Left))
                {
                    Area = AreaOf(beside, above, scores),
                },
            ])
        {
            Marks = [.. Marks(q, 0), .. Marks(k, 1, hasLegend: false), .. Marks(scores, 2, hasLegend: false)],
            Bars = [new(scores.Scale, scores.Unit, 0, Math.Max(Lowest, height))],
            Notes = [Name(product.Names.Left, q, beside / 2 - Between / 2, above - 8, Anchor.Middle),
                Name(product.Names.Right, k, beside - 10, above / 2 - Between / 2, Anchor.End), sum],
            Outlines = [met.Row, met.Column, number],
            Link = link.Of(2, sum, met, number),
            CanZoom = false,
        };

        Area AreaOf(double x, double y, LabelledMatrix data) =>
            new(x, y, cell * data.Columns.Count, CellHeight * data.Rows.Count);
    }

    private static IReadOnlyList<Mark> Marks(LabelledMatrix data, int panel, bool hasLegend = true) =>
        HeatmapMarks.Of(data, panel, true, HeatmapMarks.HoverOf(data), hasLegend);

    private static Axis NamesOf(LabelledMatrix data) =>
        Axes.Names([.. data.Rows.Select(TokenLabel.Short)], "", Side.Left);

    private static Note Name(string name, LabelledMatrix data, double x, double y, Anchor across) =>
        new($"{name}  {data.Rows.Count}×{data.Columns.Count}", x, y)
        {
            Across = across,
            Down = across == Anchor.End ? Anchor.Middle : Anchor.End,
            Size = 17,
            IsBold = true,
        };
}
