namespace AttentionKit.Session.Display;

/// <summary>HTML, and what to read where no HTML is shown.</summary>
public sealed class HtmlWithText
{
    private readonly string html;
    private readonly string text;

    internal HtmlWithText(string html, string text) => (this.html, this.text) = (html, text);

    /// <summary>A fragment of a page.</summary>
    public string ToHtml() => html;

    /// <summary>The same as text.</summary>
    public override string ToString() => text;
}
