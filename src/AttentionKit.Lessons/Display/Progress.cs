using System.Globalization;
using System.Net;
using AttentionKit.Plots.Notebook;

namespace AttentionKit.Lessons;

/// <summary>A table of the exercises that were checked in this notebook, in the order of their first check, and of the
/// predictions made.</summary>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class Progress : IHtml
{
    private const int TriesBeforeTheRecipe = 2;

    // A notebook is a session of its own: what is static here is the notebook's.
    private static readonly Lock s_notebook = new();
    private static readonly List<(string Exercise, Verdict Latest, int Tries)> s_exercises = [];
    private static readonly List<Prediction> s_predictions = [];
    private static Hint? s_hint;
    private readonly (string Exercise, Verdict Latest, int Tries)[] rows = [.. s_exercises];
    private readonly Prediction[] predictions = [.. s_predictions];

    internal Progress() { }

    /// <summary>The recipe of the exercise that was checked last; null before the first.</summary>
    internal static Hint? LatestHint => s_hint;

    /// <summary>The table.</summary>
    public string ToHtml() => $"<table><caption>{Summary}</caption><thead><tr><th scope=\"col\">exercise</th>"
        + "<th scope=\"col\">stands at</th><th scope=\"col\">tries</th></tr></thead>"
        + $"<tbody>{string.Concat(rows.Select(Line))}</tbody></table>{Guesses}";

    /// <summary>The table as text.</summary>
    public override string ToString() => string.Join('\n',
        [Summary, .. rows.Select(row => $"  {row.Exercise}: {row.Latest.Title} (tries: {row.Tries})"),
            .. predictions.Select(guess => $"  {guess}")]);

    private static string Line((string Exercise, Verdict Latest, int Tries) row) =>
        $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(row.Exercise)}</th>"
        + $"<td>{WebUtility.HtmlEncode(row.Latest.Title)}</td><td>{row.Tries}</td></tr>";

    private string Guesses => predictions.Length == 0 ? "" : $"<ul>{string.Concat(predictions.Select(Item))}</ul>";

    private static string Item(Prediction guess) => $"<li>{WebUtility.HtmlEncode(guess.ToString())}</li>";

    private string Summary => $"{rows.Count(row => row.Latest.Outcome == Outcome.Right)} of {rows.Length} exercises "
        + $"solved";

    internal static Verdict Note(Exercise exercise, Func<Verdict> judge) => Note(exercise.Name, exercise.Recipe, judge);

    /// <summary>Judges, remembers the verdict, and hands it on, with the recipe from the second wrong try on. An
    /// unfilled exercise is no try.</summary>
    internal static Verdict Note(string exercise, string recipe, Func<Verdict> judge)
    {
        var verdict = Plainly(judge);
        lock (s_notebook)
        {
            s_hint = new Hint(exercise, recipe);
            var at = s_exercises.FindIndex(row => row.Exercise == exercise);
            var tries = (at < 0 ? 0 : s_exercises[at].Tries) + (verdict.Outcome == Outcome.Open ? 0 : 1);
            if (at < 0) s_exercises.Add((exercise, verdict, tries));
            else s_exercises[at] = (exercise, verdict, tries);
            return verdict.Outcome == Outcome.Wrong && tries >= TriesBeforeTheRecipe
                ? verdict with { Recipe = recipe } : verdict;
        }
    }

    /// <summary>Remembers a guess; a later one for the same question replaces it.</summary>
    internal static Prediction Note(Prediction prediction)
    {
        lock (s_notebook)
        {
            s_predictions.RemoveAll(guess => guess.Question == prediction.Question);
            s_predictions.Add(prediction);
        }
        return prediction;
    }

    /// <summary>A verdict reads the same on every machine: numbers with a point, whatever the culture.</summary>
    private static Verdict Plainly(Func<Verdict> judge)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return judge();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
