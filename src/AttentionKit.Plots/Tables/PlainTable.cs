using System.Text;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Tables;

/// <summary>A table of words, as HTML and as text.</summary>
internal sealed record PlainTable(string Caption, IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The first cell of a row is its header.</summary>
    internal string ToHtml()
    {
        var html = new StringBuilder("<table class=\"attentionkit-table\"><caption>").Append(Markup.Escape(Caption))
            .Append("</caption><thead><tr>");
        foreach (var column in Columns) html.Append("<th scope=\"col\" dir=\"auto\">").Append(Markup.Escape(column))
            .Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in Elided())
        {
            html.Append("<tr><th scope=\"row\" dir=\"auto\">").Append(Markup.Escape(row[0])).Append("</th>");
            foreach (var cell in row.Skip(1)) html.Append("<td dir=\"auto\">").Append(Markup.Escape(cell))
                .Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    public override string ToString() => TextTable.Of([[.. Columns], .. Elided().Select(row => row.ToArray())]);

    private IEnumerable<IReadOnlyList<string>> Elided() => Elision.Of(Rows.Count)
        .Select(row => row is { } i ? Rows[i] : [.. Columns.Select(_ => "…")]);
}
