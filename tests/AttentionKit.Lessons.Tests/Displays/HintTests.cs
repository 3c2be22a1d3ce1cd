using System.Linq.Expressions;
using System.Reflection;

namespace AttentionKit.Lessons.Tests.Displays;

[Collection(nameof(Alone))]
public class HintTests
{
    [Fact]
    public void TheRecipe_ComesAfterTwoTries_OrWhenAskedFor()
    {
        const string Exercise = "hint: an exercise", Recipe = "first <this>, then that";
        Verdict Try(Outcome outcome) => Progress.Note(Exercise, Recipe, () => new Verdict(outcome, "headline", "why"));
        Assert.Equal("", Try(Outcome.Open).Recipe);
        Assert.Equal("", Try(Outcome.Wrong).Recipe);
        Assert.Equal("hint: an exercise: first <this>, then that", Check.Hint().ToString());
        Assert.Equal("<p role=\"status\">hint: an exercise: first &lt;this&gt;, then that</p>", Check.Hint().ToHtml());
        Assert.Equal(Recipe, Try(Outcome.Wrong).Recipe);
        Assert.Equal("", Try(Outcome.Right).Recipe);
    }

    [Fact]
    public void AStub_SaysTheTaskInOneLine()
    {
        Assert.Equal("Fill in Project: every token of x, projected by w.", Check.Project((_, _) => null).Explanation);
        Assert.Equal("For every token i and every column j of w, sum x[i, c] · w[c, j] over c.", Check.Hint().Recipe);
    }

    private static readonly string s_path =
        Path.Combine(Repository.Root, "tests", "AttentionKit.Lessons.Tests", "Displays", "unfilled.txt");

    [Fact]
    public void TheFile_CanBeWrittenAnew()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ATTENTIONKIT_WRITE") == "1",
            "with ATTENTIONKIT_WRITE=1 it writes unfilled.txt");
        var text = "What an unfilled exercise says, and its hint.\n";
        foreach (var check in Checks)
        {
            var verdict = (Verdict)check.Invoke(null, [.. check.GetParameters().Select(Unfilled)])!;
            text += $"{check.Name} · {Check.Hint().Exercise}\n  {verdict.Explanation}\n  {Check.Hint().Recipe}\n";
        }
        File.WriteAllText(s_path, text);
    }

    public static TheoryData<string> Exercises => [.. Checks.Select(check => check.Name)];

    /// <summary>An unfilled exercise says its task in one line, and has a recipe, which is another one.</summary>
    [Theory]
    [MemberData(nameof(Exercises))]
    public void EveryExercise_HasATask_AndAHint(string exercise)
    {
        var check = Checks.Single(check => check.Name == exercise);
        var verdict = (Verdict)check.Invoke(null, [.. check.GetParameters().Select(Unfilled)])!;
        Assert.Equal((Outcome.Open, "your turn", ""), (verdict.Outcome, verdict.Headline, verdict.Recipe));
        Assert.InRange(verdict.Explanation.Length, 20, 150);
        Assert.InRange(Check.Hint().Recipe.Length, 40, 300);
        Assert.NotEqual(verdict.Explanation, Check.Hint().Recipe);
        Assert.DoesNotContain('`', verdict.Explanation + Check.Hint().Recipe);
        Assert.Contains($"\n{exercise} · {Check.Hint().Exercise}\n  {verdict.Explanation}\n  {Check.Hint().Recipe}\n",
            File.ReadAllText(s_path));
    }

    private static MethodInfo[] Checks =>
        [.. typeof(Check).GetMethods().Where(method => method.ReturnType == typeof(Verdict))];

    /// <summary>What a stub hands in: a function that returns null, or null itself.</summary>
    private static object? Unfilled(ParameterInfo parameter) => parameter.Name switch
    {
        "left" => new[] { 1.0 },
        "word" => parameter.Member.Name == nameof(Check.Finds) ? "queen" : "update",
        "asking" or "to" when parameter.ParameterType == typeof(string) => "mat",
        "answering" or "from" => "cat",
        _ when typeof(Delegate).IsAssignableFrom(parameter.ParameterType) => Stub(parameter.ParameterType),
        _ => null,
    };

    private static Delegate Stub(Type function)
    {
        var invoke = function.GetMethod("Invoke")!;
        return Expression.Lambda(function, Expression.Default(invoke.ReturnType),
            invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))).Compile();
    }
}
