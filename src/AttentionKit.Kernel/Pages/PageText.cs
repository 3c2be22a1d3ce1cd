using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttentionKit.Kernel.Pages;

/// <summary>Text on its way into a page.</summary>
internal static partial class PageText
{
    /// <summary>Escaped for HTML, without terminal colours and without characters that no page may hold.</summary>
    public static string Escape(string text) =>
        WebUtility.HtmlEncode(Control().Replace(TerminalColour().Replace(text, ""), "\uFFFD"));

    /// <summary>A notebook's text, which may be one string or a list of lines.</summary>
    public static string Join(JsonNode? node) =>
        node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)node ?? "";

    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]")]
    private static partial Regex TerminalColour();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]")]
    private static partial Regex Control();
}
