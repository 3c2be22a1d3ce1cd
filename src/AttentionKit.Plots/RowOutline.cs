namespace AttentionKit.Plots;

/// <summary>How the chosen query stands out: a line around its row, and a pointer before its name.</summary>
internal static class RowOutline
{
    internal const string Color = "#d9730d";
    internal const string Pointer = "▸ ";

    internal static Dictionary<string, object> Of(int row, string axes = "") => new()
    {
        ["type"] = "rect",
        ["xref"] = $"x{axes} domain",
        ["yref"] = "y" + axes,
        ["x0"] = 0,
        ["x1"] = 1,
        ["y0"] = row - 0.5,
        ["y1"] = row + 0.5,
        ["line"] = new { color = Color, width = 3 },
    };

    internal static IReadOnlyList<string> Marked(IReadOnlyList<string> names, int? row) => [.. names.Select((name, i) => i == row ? Pointer + name : name)];
}
