using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>The recipe of an exercise: how to do it, without the code.</summary>
/// <param name="Recipe">The steps in words.</param>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed record Hint(string Recipe) : IHtml
{
    /// <summary>The recipe as text.</summary>
    public override string ToString() => Recipe;

    /// <summary>The same for a page.</summary>
    public string ToHtml() => $"<p role=\"status\">{WebUtility.HtmlEncode(Recipe)}</p>";
}
