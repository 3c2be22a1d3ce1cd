using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>A table of the exercises that were checked in this notebook, in the order of their first check.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class Progress : IHtml
{
    // A notebook is a session of its own: what is static here is the notebook's.
    private static readonly List<(string Exercise, Verdict Latest, int Tries)> s_exercises = [];
    private readonly (string Exercise, Verdict Latest, int Tries)[] _rows = [.. s_exercises];

    internal Progress() { }

    /// <summary>The table.</summary>
    public string ToHtml() => $"""
        <table><caption>{Summary}</caption><thead><tr><th scope="col">exercise</th><th scope="col">stands at</th><th scope="col">tries</th></tr></thead><tbody>{string.Concat(_rows.Select(row =>
            $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(row.Exercise)}</th><td>{WebUtility.HtmlEncode(row.Latest.Title)}</td><td>{row.Tries}</td></tr>"))}</tbody></table>
        """;

    /// <summary>The table as text.</summary>
    public override string ToString() => string.Join('\n', [Summary, .. _rows.Select(row => $"  {row.Exercise}: {row.Latest.Title} (tries: {row.Tries})")]);

    /// <summary>Remembers a verdict, and hands it on. An unfilled exercise is no try.</summary>
    internal static Verdict Note(string exercise, Verdict verdict)
    {
        lock (s_exercises)
        {
            var at = s_exercises.FindIndex(row => row.Exercise == exercise);
            var tries = (at < 0 ? 0 : s_exercises[at].Tries) + (verdict.Outcome == Outcome.Open ? 0 : 1);
            if (at < 0) s_exercises.Add((exercise, verdict, tries));
            else s_exercises[at] = (exercise, verdict, tries);
        }
        return verdict;
    }

    private string Summary => $"{_rows.Count(row => row.Latest.Outcome == Outcome.Right)} of {_rows.Length} exercises solved";
}
