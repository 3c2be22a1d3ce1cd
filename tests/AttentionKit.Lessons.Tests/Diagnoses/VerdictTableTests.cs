using System.Text;
using AttentionKit.Lessons.Diagnosis.Grammar;
using AttentionKit.Lessons.Diagnosis.Judging;

namespace AttentionKit.Lessons.Tests.Diagnoses;

/// <summary>docs/verdicts.md says what every check can tell. It is written from the forms: ATTENTIONKIT_WRITE=1 writes
/// it anew.</summary>
public class VerdictTableTests
{
    private static readonly string s_path = Path.Combine(Repository.Root, "docs", "verdicts.md");

    public static TheoryData<string> Exercises => SeparationTests.Exercises;

    [Theory]
    [MemberData(nameof(Exercises))]
    public void Table_SaysWhatTheCheckSays(string name)
    {
        var exercise = Check.Exercises.Single(exercise => exercise.Name == name);
        var table = File.ReadAllText(s_path);
        Assert.Contains($"\n{Row(exercise)}\n", table);
        Assert.Contains($"{Texts(exercise)}\n", table);
    }

    [Fact]
    public void Table_CanBeWrittenAnew()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ATTENTIONKIT_WRITE") == "1",
            "with ATTENTIONKIT_WRITE=1 it writes docs/verdicts.md");
        File.WriteAllText(s_path, Table());
    }

    private static string Table()
    {
        var text = new StringBuilder(Head);
        foreach (var exercise in Check.Exercises) text.AppendLine(Row(exercise));
        text.AppendLine(Why);
        foreach (var exercise in Check.Exercises) text.AppendLine(Texts(exercise));
        return text.ToString();
    }

    private const string Head = """
        # What the checks can tell

        Written by `VerdictTableTests` from the forms in `src/AttentionKit.Lessons`; with `ATTENTIONKIT_WRITE=1` it
        writes this file anew.

        A form is a step done wrongly. *Told* counts the forms that are named when they are made alone. Of two mistakes
        at once, *both* counts the pairs of which both are named, *one* those of which one is certain and the other is
        not, *as one* those that give the numbers of a single other mistake on every input, *right* those that cancel
        out, and *no cause* those of which only the numbers are shown.

        | exercise | forms | told | pairs | both | one | as one | right | no cause |
        |---|---|---|---|---|---|---|---|---|

        """;

    private const string Why = """

        Why some can't be told: a form that only shows beside another one (a causal row is never empty, so what becomes
        of empty rows shows with a hidden diagonal only); a pair in which one mistake hides the other (masking after
        softmax, whatever stands in place of −∞; a whole row of any one number is even); a pair that computes what
        another pair computes (dividing by d, not at all, or after softmax).
        """;

    private static string Row(Exercise exercise)
    {
        var told = exercise.Told().ToArray();
        var singles = told.Where(form => form.Made.Count == 1).ToArray();
        var pairs = told.Where(form => form.Made.Count == 2).ToArray();
        bool Has((IReadOnlyList<Mistake> Made, IReadOnlyList<Mistake> Told, bool) form, Mistake mistake) =>
            form.Made.Any(made => made.Name == mistake.Name);
        int Count(Func<(IReadOnlyList<Mistake> Made, IReadOnlyList<Mistake> Told, bool IsRight), bool> which) =>
            pairs.Count(which);
        return $"| {exercise.Name} | {singles.Length} | {singles.Count(form => form.Told.Count == 1)} | {pairs.Length} "
            + $"| {Count(p => p.Told.Count == 2)}"
            + $" | {Count(p => p.Told.Count == 1 && Has(p, p.Told[0]))} | "
                + $"{Count(p => p.Told.Count == 1 && !Has(p, p.Told[0]))}"
            + $" | {Count(p => p.IsRight)} | {Count(p => p.Told.Count == 0 && !p.IsRight)} |";
    }

    private static string Texts(Exercise exercise)
    {
        var lines = exercise.Verdicts().Select(form => (form.Verdict.Headline, form.Verdict.Explanation)).Distinct()
            .Select(verdict => $"- **{verdict.Headline}**: {verdict.Explanation}");
        return $"\n## {exercise.Name}\n\n{exercise.Task} Recipe: "
            + $"{exercise.Recipe}\n\n{string.Join('\n', lines)}\n\n{Arguments(exercise)}Right: {exercise.Well}";
    }

    private static string Arguments(Exercise exercise) => exercise.Arguments.Count == 0 ? ""
        : $"Told when it does not depend on {string.Join(", ", exercise.Arguments)}. ";
}
