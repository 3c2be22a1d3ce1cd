using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>Lengths of a heatmap, in pixels, and its labels: cells are squares as far as labels and numbers
/// allow.</summary>
internal sealed class HeatmapSize
{
    internal const int Right = 110;
    private const int Side = 576;
    private const int LargestCell = 72;
    private const int Shortest = 190; // an axis title fits
    private const int Line = 20;
    private const double Character = 8.6;
    private const double TitleCharacter = 12.6;

    internal HeatmapSize(LabelledMatrix data, string title)
    {
        int rows = data.Rows.Count, columns = data.Columns.Count;
        NumbersFit = columns <= 12 && rows <= 40;
        var cellHeight = CellLength(rows, NumbersFit ? 24 : 1);
        var cellWidth = CellLength(columns, NumbersFit ? 48 : 1);

        RowLabels = [.. data.Rows.Select(TokenLabel.Short)];
        RowStep = (int)Math.Ceiling(Line / cellHeight);

        var characters = (int)((cellWidth - 2) / Character);
        string[] wrapped = [.. data.Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), characters))];
        var upright = LongestLine(wrapped) <= characters;
        ColumnLabels = upright ? wrapped : [.. data.Columns.Select(TokenLabel.Short)];
        ColumnAngle = upright ? 0 : -45;
        ColumnStep = upright ? 1 : (int)Math.Ceiling(1.3 * Line / cellWidth);
        var columnLabels = upright ? Line * ColumnLabels.Max(label => label.Split('\n').Length)
            : 0.71 * Character * LongestLine(ColumnLabels) + Line;

        var legend = SpecialValue.In(data).Count;
        var left = (int)(Character * LongestLine(HeatmapMarks.Marked(RowLabels, data.Outlined))) + 54;
        var top = 84 + (int)columnLabels;
        var bottom = 16 + (legend == 0 ? 0 : 8 + Line * legend);
        Frame = new Frame(
            Math.Max(left + (int)(cellWidth * columns) + Right, TitleWidth(title)), top + (int)(cellHeight * rows)
                + bottom,
            left, Right, top, bottom);
    }

    internal bool NumbersFit { get; }

    internal IReadOnlyList<string> RowLabels { get; }

    /// <summary>One label every so many rows.</summary>
    internal int RowStep { get; }

    /// <summary>Their lines end in a line feed.</summary>
    internal IReadOnlyList<string> ColumnLabels { get; }

    internal int ColumnStep { get; }

    internal int ColumnAngle { get; }

    internal Frame Frame { get; }

    internal static int TitleWidth(string title) => (int)(TitleCharacter * title.Length) + 24;

    internal static int LabelWidth(IReadOnlyList<string> labels) => (int)(Character * LongestLine(labels));

    private static double CellLength(int cells, int least) =>
        Math.Max(Math.Clamp((double)Side / cells, least, LargestCell), (double)Shortest / cells);

    private static int LongestLine(IReadOnlyList<string> labels) =>
        labels.Max(label => label.Split('\n').Max(TokenLabel.Length));
}
