using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>The recipe of an exercise: how to do it, without the code.</summary>
/// <param name="Exercise">Its name; empty before the first was checked.</param>
/// <param name="Recipe">The steps in words.</param>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed record Hint(string Exercise, string Recipe) : IHtml
{
    /// <summary>The exercise and the recipe as text.</summary>
    public override string ToString() => Exercise.Length > 0 ? $"{Exercise}: {Recipe}" : Recipe;

    /// <summary>The same for a page.</summary>
    public string ToHtml() => $"<p role=\"status\">{WebUtility.HtmlEncode(ToString())}</p>";
}
