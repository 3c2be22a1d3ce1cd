using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Lessons;

/// <summary>The documentation of one form of a member.</summary>
internal sealed record HelpEntry(
    string Signature, string Summary, (string Name, string About)[] Parameters, string Returns, (string Type, string When)[] Errors, string Source);

/// <summary>The documentation of a member, as <see cref="Help.On"/> gives it: a cell shows it.</summary>
[TypeFormatterSource(typeof(HelpPageFormatterSource), PreferredMimeTypes = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType])]
public sealed class HelpPage
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

/// <summary>Tells Microsoft.DotNet.Interactive.Formatting how <see cref="HelpPage"/> is shown.</summary>
public sealed class HelpPageFormatterSource : ITypeFormatterSource
{
    /// <inheritdoc/>
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new HtmlFormatter<HelpPage>((page, context) => { context.Writer.Write(page.ToHtml()); return true; }),
        new PlainTextFormatter<HelpPage>((page, context) => { context.Writer.Write(page.ToString()); return true; }),
    ];
}
