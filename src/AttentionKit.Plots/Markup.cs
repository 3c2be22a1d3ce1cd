namespace AttentionKit.Plots;

/// <summary>Makes text safe where it would be read as markup.</summary>
internal static class Markup
{
    /// <summary>For HTML text and for quoted attributes.</summary>
    internal static string Escape(string text) => EscapePlotly(text).Replace("\"", "&quot;");

    /// <summary>For Plotly's labels, which read a few HTML tags, and few of its entities.</summary>
    internal static string EscapePlotly(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>For JSON inside a script element: in JSON, "&lt;" only stands inside strings.</summary>
    internal static string EscapeJson(string json) => json.Replace("<", "\\u003c");

    /// <summary>For JavaScript inside a script element.</summary>
    internal static string EscapeScript(string script) => script.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
}
