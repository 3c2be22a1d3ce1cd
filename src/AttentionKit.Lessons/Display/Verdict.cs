using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>What a check says of a learner's solution.</summary>
/// <param name="Outcome">Whether there is a solution, and whether it is right.</param>
/// <param name="Headline">The outcome in a few words; for a mistake that was recognised, its name.</param>
/// <param name="Explanation">What to do, what the mistake does to the numbers, or why it is right.</param>
/// <param name="Figure">The learner's result as a picture, when it is right.</param>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed record Verdict(Outcome Outcome, string Headline, string Explanation, Figure? Figure = null) : IHtml
{
    /// <summary>The input for which the numbers below are; empty where there are none.</summary>
    public string Input { get; init; } = "";

    /// <summary>The learner's numbers beside the right ones, when it is wrong.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>How to do it, after two tries that were wrong; else empty.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>The verdict as a box of text, and the figure below it.</summary>
    public string ToHtml() =>
        $"<div role=\"status\" style=\"border-left:4px solid {Colour};padding:.4em .8em;margin:.5em 0;font-size:16px\">"
        + $"<strong>{WebUtility.HtmlEncode(Title)}</strong><br>"
        + $"{string.Join("<br>", Lines.Select(WebUtility.HtmlEncode))}"
        + $"{Comparison?.ToHtml()}</div>{Figure?.ToHtml()}";

    /// <summary>The verdict as text.</summary>
    public override string ToString() =>
        string.Join('\n', [Title, .. Lines, .. Comparison is null ? Array.Empty<string>() : [Comparison.ToString()]])
        + (Figure is null ? "" : $"\n\n{Figure}");

    internal string Title => $"{Sign} {Headline}";

    private IEnumerable<string> Lines => new[] { Explanation, Recipe, Input }.Where(line => line.Length > 0);

    private string Sign => Outcome switch { Outcome.Right => "✓", Outcome.Wrong => "✗", _ => "✎" };

    // Blue, orange, grey: told apart with any kind of colour vision, and the sign carries the same.
    private string Colour => Outcome switch { Outcome.Right => "#0072b2", Outcome.Wrong => "#d55e00", _ => "#808080" };
}

/// <summary>The three outcomes of an exercise.</summary>
public enum Outcome
{
    /// <summary>Nothing was filled in yet.</summary>
    Open,

    /// <summary>The solution gives another result than the right one.</summary>
    Wrong,

    /// <summary>The solution gives the right result.</summary>
    Right,
}
