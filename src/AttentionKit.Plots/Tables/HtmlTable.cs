using System.Text;
using System.Text.RegularExpressions;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Tables;

/// <summary>A matrix as an HTML table, each number on its colour: readable without script, and by a screen
/// reader.</summary>
internal static partial class HtmlTable
{
    internal static string Style { get; } = $"<style>{Resource.Text("table.css")}</style>";

    /// <summary>The same table without its colours, for where it is only read aloud.</summary>
    internal static string Bare(string table) => Colors().Replace(table, "");

    [GeneratedRegex(" style=\"[^\"]*\"")]
    private static partial Regex Colors();

    internal static string Of(LabelledMatrix data, string caption)
    {
        var columns = Elision.Of(data.Columns.Count);
        var note = Elision.Note(data.Rows.Count, data.Columns.Count);
        var html = new StringBuilder();
        html.Append("<table class=\"attentionkit-table\"><caption>").Append(Markup.Escape(caption));
        if (note.Length > 0) html.Append(" <small>").Append(note).Append("</small>");
        html.Append("</caption><thead><tr><td><small>").Append(Corner(data)).Append("</small></td>");
        foreach (var column in columns) Header(html, "col", column, data.Columns);
        html.Append("</tr></thead><tbody>");
        foreach (var row in Elision.Of(data.Rows.Count)) Row(html, data, row, columns);
        return html.Append("</tbody></table>").ToString();
    }

    private static string Corner(LabelledMatrix data) => data.RowAxis.Length == 0 ? ""
        : $"{data.RowAxis} ↓<br>{data.ColumnAxis} →";

    private static void Row(StringBuilder html, LabelledMatrix data, int? row, IReadOnlyList<int?> columns)
    {
        html.Append(row == data.Outlined && row is not null ? "<tr class=\"outlined\">" : "<tr>");
        Header(html, "row", row, data.Rows);
        foreach (var column in columns)
        {
            if (row is { } i && column is { } j) Cell(html, data, i, j);
            else html.Append("<td>…</td>");
        }
        html.Append("</tr>");
    }

    private static void Cell(StringBuilder html, LabelledMatrix data, int row, int column)
    {
        if (data.IsHatched(row, column))
        {
            var text = data.Text(row, column) is { Length: > 0 } number ? number : "hidden";
            html.Append("<td class=\"hatched\">").Append(text).Append("</td>");
            return;
        }
        var value = data[row, column];
        html.Append("<td style=\"background-color:").Append(data.Scale.At(value)).Append(";color:")
            .Append(data.Scale.TextAt(value));
        html.Append("\">").Append(data.Text(row, column)).Append("</td>");
    }

    private static void Header(StringBuilder html, string scope, int? index, IReadOnlyList<string> names)
    {
        var name = index is { } i ? names[i] : "…";
        var label = TokenLabel.Short(name);
        html.Append("<th scope=\"").Append(scope).Append("\" dir=\"auto\"");
        if (label != name) html.Append(" title=\"").Append(Markup.Escape(name)).Append('"');
        html.Append('>').Append(Markup.Escape(label)).Append("</th>");
    }
}
