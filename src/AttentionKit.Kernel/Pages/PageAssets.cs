using System.Security.Cryptography;
using System.Text;

namespace AttentionKit.Kernel.Pages;

/// <summary>Files that several pages share: a script as large as plotly.js is written once.</summary>
/// <param name="results">The folder of the pages.</param>
internal sealed class PageAssets(ResultFolder results)
{
    private const int LargeScript = 100 * 1024;

    private readonly HashSet<string> hashes = [];

    /// <summary>The files that were written.</summary>
    public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>What the shared scripts put on a page, for its content security policy.</summary>
    public IEnumerable<string> Hashes => hashes.Order(StringComparer.Ordinal);

    /// <summary>Moves the large scripts of a piece of HTML into files and refers to them.</summary>
    public string Share(string html)
    {
        if (html.Length <= LargeScript)
            return html;
        var shared = new StringBuilder();
        var position = 0;
        while (Find(html, "<script", position) is >= 0 and var start
            && html.IndexOf('>', start) + 1 is > 0 and var body
            && Find(html, "</script", body) is >= 0 and var end)
        {
            var tag = html[start..(body - 1)];
            if (end - body > LargeScript && IsInlineScript(tag))
                shared.Append(html, position, start - position).Append(tag).Append($" src=\"{Write(html[body..end])}\">");
            else
                shared.Append(html, position, end - position);
            position = end;
        }
        return shared.Append(html, position, html.Length - position).ToString();
    }

    private static int Find(string html, string what, int start) => html.IndexOf(what, start, StringComparison.OrdinalIgnoreCase);

    // Data blocks have a type of their own, and browsers don't fetch those.
    private static bool IsInlineScript(string tag) =>
        !tag.Contains("src=", StringComparison.OrdinalIgnoreCase)
        && (!tag.Contains("type=", StringComparison.OrdinalIgnoreCase) || tag.Contains("javascript", StringComparison.OrdinalIgnoreCase));

    private string Write(string script)
    {
        var name = $"assets/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)))[..16]}.js";
        results.Write(name, script);
        Names.Add(name);
        hashes.UnionWith(PackedScripts.HashesIn(script));
        return name;
    }
}
