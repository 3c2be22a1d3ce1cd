using System.Collections;
using System.Globalization;
using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>What a learner expects, said before the code runs.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Guess">The answer that the learner gives; null while there is none.</param>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed record Prediction(string Question, object? Guess) : IHtml
{
    /// <summary>The guess as a line of text.</summary>
    public override string ToString() => $"✎ {Question}{(char.IsPunctuation(Question[^1]) ? "" : ":")} "
        + (Guess is null ? "guess first: a wrong guess makes the answer stick" : $"you said {Said(Guess)}");

    private static string? Said(object? guess) => guess switch
    {
        true => "yes",
        false => "no",
        string text => text,
        IEnumerable several => string.Join(", ", several.Cast<object?>().Select(Said)),
        _ => Convert.ToString(guess, CultureInfo.InvariantCulture),
    };

    /// <summary>The same for a page.</summary>
    public string ToHtml() => $"<p role=\"status\">{WebUtility.HtmlEncode(ToString())}</p>";
}
