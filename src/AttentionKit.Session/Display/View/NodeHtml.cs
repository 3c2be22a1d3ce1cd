using System.Net;
using System.Text;

namespace AttentionKit.Session.Display.View;

/// <summary>Writes what a value shows as tables of HTML, in the page's own colours.</summary>
internal static class NodeHtml
{
    private const string Style = """
        <style>
        .attentionkit-view{overflow-x:auto}
        .attentionkit-view table{border-collapse:collapse;margin:.3em 0;font-variant-numeric:tabular-nums}
        .attentionkit-view table caption{text-align:start;font-style:italic;padding:.2em 0;white-space:nowrap}
        .attentionkit-view table :is(th,td){text-align:start;vertical-align:top;padding:.2em .6em;border:0;border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent)}
        .attentionkit-view table td.number{text-align:end}
        </style>
        """;

    /// <returns>Null when it is one text, which needs no HTML.</returns>
    public static string? Of(Node node) => node switch
    {
        Grid { Kind: GridKind.Tuple } tuple when tuple.Rows.All(row => row.Cells[0] is Leaf) => null,
        Grid grid => $"{Style}<div class=\"attentionkit-view\" tabindex=\"0\">{Table(grid)}</div>",
        Line line when line.Items.Any(item => item is Markup) => $"{Style}<div class=\"attentionkit-view\">{string.Concat(line.Items.Select(Content))}</div>",
        Markup markup => markup.Html,
        _ => null,
    };

    private static string Table(Grid grid)
    {
        var html = new StringBuilder("<table>");
        if (grid.Title.Length > 0)
            html.Append($"<caption>{Escape(grid.Title)}</caption>");
        if (grid.Columns is { } columns)
            html.Append($"<thead><tr><td></td>{string.Concat(columns.Select(name => $"<th scope=\"col\">{Escape(name)}</th>"))}</tr></thead>");
        html.Append("<tbody>");
        foreach (var row in grid.Rows)
            html.Append($"<tr><th scope=\"row\">{Escape(row.Name)}</th>{string.Concat(row.Cells.Select(cell => Cell(cell, grid.Kind)))}</tr>");
        html.Append("</tbody>");
        if (grid.Rest is { } rest)
            html.Append($"<tfoot><tr><td colspan=\"{1 + (grid.Columns?.Count ?? 1)}\">… {Escape(rest)}</td></tr></tfoot>");
        return html.Append("</table>").ToString();
    }

    private static string Cell(Node node, GridKind kind) =>
        $"<td{(node is Leaf { IsNumber: true } && kind != GridKind.Object ? " class=\"number\"" : "")}>{Content(node)}</td>";

    private static string Content(Node node) => node switch
    {
        Markup markup => markup.Html,
        Grid { Kind: not GridKind.Tuple } grid => $"<details><summary>{Escape(NodeText.Inline(grid))}</summary>{Table(grid)}</details>",
        _ => Escape(NodeText.Of(node)),
    };

    private static string Escape(string text) => WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>");
}
