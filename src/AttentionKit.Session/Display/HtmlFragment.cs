namespace AttentionKit.Session.Display;

/// <summary>Text that a cell has marked as HTML.</summary>
public sealed class HtmlFragment
{
    private readonly string html;

    internal HtmlFragment(string html) => this.html = html;

    /// <summary>A fragment of a page.</summary>
    public string ToHtml() => html;

    /// <summary>The same, to read where no HTML is shown.</summary>
    public override string ToString() => html;
}
