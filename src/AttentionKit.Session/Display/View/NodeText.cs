using System.Text;

namespace AttentionKit.Session.Display.View;

/// <summary>Writes what a value shows as aligned text.</summary>
internal static class NodeText
{
    private const int WidestCell = 40;
    private const int WidestLine = 100;

    public static string Of(Node node) => node switch
    {
        Leaf leaf => leaf.Text,
        Markup markup => markup.Text,
        Line line => Join(line.Items, line.Rest),
        Grid { Kind: GridKind.Tuple } tuple => Inline(tuple),
        Grid { Kind: GridKind.Object } one => Titled(one.Title, one.Rows.Select(row => $"{row.Name}: {Cut(Inline(row.Cells[0]), WidestLine)}"), one.Rest),
        Grid grid => Titled(grid.Title, Aligned(grid), grid.Rest),
        _ => "",
    };

    /// <summary>The same on one line.</summary>
    public static string Inline(Node node) => Cut(node switch
    {
        Leaf leaf => leaf.Text,
        Markup markup => markup.Text,
        Line line => Join(line.Items, line.Rest),
        Grid { Kind: GridKind.Tuple } tuple => $"({string.Join(", ", tuple.Rows.Select(row => Inline(row.Cells[0])))})",
        Grid { Kind: GridKind.Object } one => $"{one.Title} {{ {string.Join(", ", one.Rows.Select(row => $"{row.Name} = {Inline(row.Cells[0])}"))} }}".TrimStart(),
        Grid { Kind: GridKind.Matrix } matrix => Join([.. matrix.Rows.Select(row => new Line(row.Cells, null))], matrix.Rest),
        Grid { Columns: null } list => Join([.. list.Rows.Select(row => row.Cells[0])], list.Rest),
        Grid table => table.Title,
        _ => "",
    }, WidestLine);

    private static string Join(IReadOnlyList<Node> items, string? rest) =>
        $"[{string.Join(", ", items.Select(Inline))}{(rest is null ? "" : $" … {rest}")}]";

    private static string Titled(string title, IEnumerable<string> lines, string? rest)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', title.Length > 0 ? lines.Prepend(title) : lines);
        return rest is null ? text.ToString() : text.Append($"\n… {rest}").ToString();
    }

    private static IEnumerable<string> Aligned(Grid grid)
    {
        var cells = grid.Rows.Select(row => row.Cells.Select(cell => Cut(Inline(cell), WidestCell)).Prepend(Cut(row.Name, WidestCell)).ToArray()).ToList();
        if (grid.Columns is { } columns)
            cells.Insert(0, [.. columns.Select(name => Cut(name, WidestCell)).Prepend("")]);
        var widths = Enumerable.Range(0, cells.Max(row => row.Length)).Select(i => cells.Max(row => row[i].Length)).ToArray();
        var numbers = Enumerable.Range(0, widths.Length).Select(i => i > 0 && grid.Rows.All(row => row.Cells[i - 1] is Leaf { IsNumber: true })).ToArray();
        return cells.Select(row => string.Join("  ", row.Select((text, i) => numbers[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd());
    }

    private static string Cut(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..(most - 1)] + "…";
    }
}
