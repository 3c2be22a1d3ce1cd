namespace AttentionKit.Plots.Matrices;

/// <summary>Makes text safe where it would be read as markup.</summary>
internal static class Markup
{
    /// <summary>For HTML text and for quoted attributes.</summary>
    internal static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    /// <summary>For JSON inside a script element: in JSON, "&lt;" only stands inside strings.</summary>
    internal static string EscapeJson(string json) => json.Replace("<", "\\u003c");
}
