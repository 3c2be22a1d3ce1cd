using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>The documentation of one form of a member.</summary>
internal sealed record HelpEntry(string Signature, string Summary, (string Name, string About)[] Parameters,
    string Returns, (string Type, string When)[] Errors, string Source)
{
    internal IEnumerable<(string Name, string About)> Rows =>
        [.. Parameters, .. One("returns", Returns), .. Errors, .. One("source and remarks", Source)];

    private static (string, string)[] One(string name, string about) => about.Length > 0 ? [(name, about)] : [];
}

/// <summary>The documentation of a member, as <see cref="Help.On"/> gives it: a cell shows it.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class HelpPage : IHtml
{
    private readonly HelpEntry[] entries;

    internal HelpPage(HelpEntry[] entries) => this.entries = entries;

    /// <summary>The page.</summary>
    public string ToHtml() => string.Concat(entries.Select(Html));

    /// <summary>The page as text.</summary>
    public override string ToString() => string.Join("\n\n", entries.Select(Lines));

    private static string Html(HelpEntry entry)
    {
        var rows = entry.Rows.Select(row => $"<dt><code>{Encode(row.Name)}</code></dt><dd>{Encode(row.About)}</dd>");
        return $"<section><p><code>{Encode(entry.Signature)}</code></p><p>{Encode(entry.Summary)}</p>"
            + $"<dl>{string.Concat(rows)}</dl></section>";
    }

    private static string Lines(HelpEntry entry) => string.Join('\n',
        [entry.Signature, $"  {entry.Summary}", .. entry.Rows.Select(row => $"  {row.Name}: {row.About}")]);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
