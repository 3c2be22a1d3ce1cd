using System.Text;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Tables;

/// <summary>A matrix as aligned text.</summary>
internal static class TextTable
{
    internal static string Of(LabelledMatrix data)
    {
        var note = Elision.Note(data.Rows.Count, data.Columns.Count);
        return Of(Cells(data)) + (note.Length == 0 ? "" : "\n" + note);
    }

    /// <summary>The first column to the left, the others to the right.</summary>
    internal static string Of(IReadOnlyList<string[]> lines)
    {
        var widths = Enumerable.Range(0, lines[0].Length)
            .Select(column => lines.Max(line => TokenLabel.Length(line[column]))).ToArray();
        return string.Join('\n', lines.Select(line => Aligned(line, widths)));
    }

    private static List<string[]> Cells(LabelledMatrix data)
    {
        var columns = Elision.Of(data.Columns.Count);
        List<string[]> lines = [["", .. columns.Select(column => column is { } j ? TokenLabel.Short(data.Columns[j])
            : "…")]];
        foreach (var row in Elision.Of(data.Rows.Count))
        {
            var name = row is { } i ? TokenLabel.Short(data.Rows[i]) : "…";
            lines.Add([name, .. columns.Select(column => row is { } r && column is { } c ? Text(data, r, c) : "…")]);
        }
        return lines;
    }

    private static string Text(LabelledMatrix data, int row, int column) =>
        data.Text(row, column) is { Length: > 0 } number ? number : "–";

    private static string Aligned(string[] cells, int[] widths)
    {
        var line = new StringBuilder(cells[0]).Append(' ', widths[0] - TokenLabel.Length(cells[0]));
        for (var i = 1; i < cells.Length; i++)
            line.Append(' ', 2 + widths[i] - TokenLabel.Length(cells[i])).Append(cells[i]);
        return line.ToString().TrimEnd();
    }
}
