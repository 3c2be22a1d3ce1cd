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
        Bar(var label, var value, var total) => $"{label} {value}/{total} ({100L * value / total}%)".TrimStart(),
        Notes notes => string.Join('\n', notes.Lines),
        Grid { Kind: GridKind.Object } one =>
            Titled(one, one.Rows.Select(row => $"{row.Name}: {Inline(row.Cells[0])}")),
        Grid { Kind: not GridKind.Tuple } grid => Titled(grid, Aligned(grid)),
        _ => Words(node),
    };

    /// <summary>The same on one line.</summary>
    public static string Inline(Node node) => Cut(Words(node), WidestLine);

    private static string Words(Node node) => node switch
    {
        Leaf leaf => leaf.Text,
        Markup markup => markup.Text,
        Line line => List(line.Items, line.Rest),
        Grid { Kind: GridKind.Tuple } tuple => $"({Join(tuple.Rows.Select(row => Inline(row.Cells[0])))})",
        Grid { Kind: GridKind.Object } one =>
            $"{one.Title} {{ {Join(one.Rows.Select(row => $"{row.Name} = {Inline(row.Cells[0])}"))} }}".TrimStart(),
        Grid { Kind: GridKind.Matrix } matrix =>
            List(matrix.Rows.Select(row => new Line(row.Cells, null)), matrix.Rest),
        Grid { Columns: null } sequence => List(sequence.Rows.Select(row => row.Cells[0]), sequence.Rest),
        Grid table => table.Title,
        _ => "",
    };

    private static string Join(IEnumerable<string> texts) => string.Join(", ", texts);

    private static string List(IEnumerable<Node> items, string? rest) =>
        $"[{Join(items.Select(Inline))}{(rest is null ? "" : $" … {rest}")}]";

    private static string Titled(Grid grid, IEnumerable<string> lines) =>
        string.Join('\n', [.. Line(grid.Title), .. lines, .. Line(grid.Rest is { } rest ? $"… {rest}" : "")]);

    private static string[] Line(string text) => text.Length > 0 ? [text] : [];

    private static IEnumerable<string> Aligned(Grid grid)
    {
        string[][] cells = [.. Header(grid), .. grid.Rows.Select(row => Cells(row.Cells.Select(Inline), row.Name))];
        var widths = cells[0].Select((_, i) => cells.Max(row => row[i].Length)).ToArray();
        var numbers = cells[0].Select((_, i) => IsOfNumbers(grid, i)).ToArray();
        return cells.Select(row => string.Join("  ", row.Select(Pad)).TrimEnd());

        string Pad(string text, int i) => numbers[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i]);
    }

    private static string[][] Header(Grid grid) => grid.Columns is { } names ? [Cells(names, "")] : [];

    private static string[] Cells(IEnumerable<string> texts, string name) =>
        [.. texts.Prepend(name).Select(text => Cut(text, WidestCell))];

    private static bool IsOfNumbers(Grid grid, int column) =>
        column > 0 && grid.Rows.All(row => row.Cells[column - 1] is Leaf { IsNumber: true });

    private static string Cut(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..(most - 1)] + "…";
    }
}
