using System.Globalization;

namespace AttentionKit.Session.Display.View;

/// <summary>Decides what the items of a sequence make together: a line, a matrix, or a table of their properties.
/// </summary>
internal static class Shape
{
    /// <param name="title">Of a table; a line needs none.</param>
    /// <param name="items">Each with its key, if the sequence is a dictionary.</param>
    /// <param name="rest">How much was left out; null when nothing was.</param>
    public static Node Of(string title, IReadOnlyList<(string? Key, Node Value)> items, string? rest)
    {
        var values = items.Select(item => item.Value).ToArray();
        if (items.All(item => item.Key is null && item.Value is Leaf))
            return new Line(values, rest);
        var (kind, columns, cells) =
            values.All(value => value is Grid { Kind: GridKind.Object or GridKind.Tuple }) ? ByProperty(values)
            : values.All(value => value is Line { Rest: null }) ? ByPosition(values)
            : (GridKind.Sequence, null, [.. values.Select(value => (Node[])[value])]);
        var names = Numbers(items.Count).Zip(items, (number, item) => item.Key ?? number);
        return new Grid(kind, title, columns, [.. names.Zip(cells, (name, row) => new Row(name, row))], rest);
    }

    public static string[] Numbers(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private static (GridKind, string[]?, Node[][]) ByProperty(Node[] objects)
    {
        var all = objects.Select(one => ((Grid)one).Rows.ToDictionary(row => row.Name, row => row.Cells[0])).ToArray();
        var columns = all.SelectMany(one => one.Keys).Distinct().Take(Viewer.MostItems).ToArray();
        return (GridKind.Sequence, columns, [.. all.Select(one =>
            (Node[])[.. columns.Select(name => one.GetValueOrDefault(name, Leaf.Nothing))])]);
    }

    private static (GridKind, string[]?, Node[][]) ByPosition(Node[] lines)
    {
        var all = lines.Select(line => ((Line)line).Items).ToArray();
        var width = all.Max(items => items.Count);
        return (GridKind.Matrix, Numbers(width), [.. all.Select(items =>
            (Node[])[.. items, .. Enumerable.Repeat(Leaf.Nothing, width - items.Count)])]);
    }
}
