using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>The documentation of one form of a member.</summary>
internal sealed record HelpEntry(
    string Signature, string Summary, (string Name, string About)[] Parameters, string Returns, (string Type, string When)[] Errors, string Source);

/// <summary>The documentation of a member, as <see cref="Help.On"/> gives it: a cell shows it.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class HelpPage : IHtml
{
    private readonly HelpEntry[] _entries;

    internal HelpPage(HelpEntry[] entries) => _entries = entries;

    /// <summary>The page.</summary>
    public string ToHtml() => string.Concat(_entries.Select(entry =>
        $"<section><p><code>{Encode(entry.Signature)}</code></p><p>{Encode(entry.Summary)}</p><dl>{string.Concat(Rows(entry).Select(row =>
            $"<dt><code>{Encode(row.Name)}</code></dt><dd>{Encode(row.About)}</dd>"))}</dl></section>"));

    /// <summary>The page as text.</summary>
    public override string ToString() => string.Join("\n\n", _entries.Select(entry =>
        string.Join('\n', [entry.Signature, $"  {entry.Summary}", .. Rows(entry).Select(row => $"  {row.Name}: {row.About}")])));

    private static IEnumerable<(string Name, string About)> Rows(HelpEntry entry) =>
        [.. entry.Parameters, .. One("returns", entry.Returns), .. entry.Errors, .. One("source and remarks", entry.Source)];

    private static (string, string)[] One(string name, string about) => about.Length > 0 ? [(name, about)] : [];

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
