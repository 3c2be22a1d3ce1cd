using System.Net;

namespace AttentionKit.Session.Display.View;

/// <summary>Writes what a value shows as tables of HTML, in the page's own colours.</summary>
internal static class NodeHtml
{
    private const string Style = """
        <style>
        .attentionkit-view{overflow-x:auto}
        .attentionkit-view table{border-collapse:collapse;margin:.3em 0;font-variant-numeric:tabular-nums}
        .attentionkit-view table caption{text-align:start;font-style:italic;padding:.2em 0;white-space:nowrap}
        .attentionkit-view table :is(th,td){text-align:start;vertical-align:top;padding:.2em .6em;border:0;
        border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent)}
        .attentionkit-view table td.number{text-align:end}
        </style>
        """;

    /// <returns>Null when it is one line of text, which needs no HTML.</returns>
    public static string? Of(Node node) => node switch
    {
        Markup markup => markup.Html,
        Bar(_, var value, var total) bar =>
            $"<label><progress max=\"{total}\" value=\"{value}\"></progress> {Escape(NodeText.Of(bar))}</label>",
        Notes notes => $"<small>{string.Join("<br>", notes.Lines.Select(Escape))}</small>",
        Grid { Kind: GridKind.Tuple } tuple when tuple.Rows.All(row => row.Cells[0] is Leaf) => null,
        Grid grid => $"{Style}<div class=\"attentionkit-view\" tabindex=\"0\">{Table(grid)}</div>", // It may scroll.
        _ => null,
    };

    private static string Table(Grid grid) =>
        $"<table>{Caption(grid)}{Head(grid)}<tbody>{Body(grid)}</tbody>{Foot(grid)}</table>";

    private static string Caption(Grid grid) =>
        grid.Title.Length == 0 ? "" : $"<caption>{Escape(grid.Title)}</caption>";

    private static string Head(Grid grid) => grid.Columns is not { } names ? ""
        : $"<thead><tr><td></td>{string.Concat(names.Select(Head))}</tr></thead>";

    private static string Head(string name) => $"<th scope=\"col\">{Escape(name)}</th>";

    private static string Body(Grid grid) => string.Concat(grid.Rows.Select(row => Body(row, grid.Kind)));

    private static string Body(Row row, GridKind kind) =>
        $"<tr><th scope=\"row\">{Escape(row.Name)}</th>"
        + $"{string.Concat(row.Cells.Select(cell => Cell(cell, kind)))}</tr>";

    private static string Foot(Grid grid) => grid.Rest is not { } rest ? ""
        : $"<tfoot><tr><td colspan=\"{1 + (grid.Columns?.Count ?? 1)}\">… {Escape(rest)}</td></tr></tfoot>";

    private static string Cell(Node node, GridKind kind) =>
        node is Leaf { IsNumber: true } && kind != GridKind.Object
        ? $"<td class=\"number\">{Content(node)}</td>"
        : $"<td>{Content(node)}</td>";

    private static string Content(Node node) => node switch
    {
        Markup markup => markup.Html,
        Grid { Kind: not GridKind.Tuple } grid =>
            $"<details><summary>{Escape(NodeText.Inline(grid))}</summary>{Table(grid)}</details>",
        _ => Escape(NodeText.Of(node)),
    };

    private static string Escape(string text) => WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>");
}
