namespace AttentionKit.Plots.Notebook;

/// <summary>A value that is shown as HTML, and as the text that its ToString gives.</summary>
public interface IHtml
{
    /// <summary>A fragment of a page.</summary>
    string ToHtml();
}
