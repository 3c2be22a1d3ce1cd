using System.Text.RegularExpressions;
using AttentionKit.Lessons.Tests.Corpus;

namespace AttentionKit.Lessons.Tests.Displays;

/// <summary>What is shown for an answer, as it stands in shown.txt: words and figure of a right one of each exercise,
/// and all words where a value is handed in, not a function. ATTENTIONKIT_WRITE=1 writes that file anew.</summary>
public partial class ShownAnswerTests
{
    private static readonly string s_path =
        Path.Combine(Repository.Root, "tests", "AttentionKit.Lessons.Tests", "Displays", "shown.txt");

    public static TheoryData<string> Answers => [.. Shown().Keys];

    [Theory]
    [MemberData(nameof(Answers))]
    public void AnAnswer_IsShownAsItStandsThere(string answer) =>
        Assert.Contains(Shown()[answer]() + End, File.ReadAllText(s_path));

    [Fact]
    public void TheFile_CanBeWrittenAnew()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ATTENTIONKIT_WRITE") == "1",
            "with ATTENTIONKIT_WRITE=1 it writes shown.txt");
        File.WriteAllText(s_path, string.Concat(Shown().Values.Select(shown => shown() + End)));
    }

    private const string End = "\n----\n";

    private static readonly string[] s_values =
        ["00-A", "00-B", "00-C", "01-B", "01-D", "02-D", "03-D", "04-D", "05-C", "05-E", "06-C", "06-D", "07-A", "07-D",
            "08-A", "08-C", "09-D", "10-E"];

    /// <summary>A number's last digit may differ on another machine: # stands for what has decimals.</summary>
    private static Dictionary<string, Func<string>> Shown() => CorpusTests.All
        .Where(answer => answer.Expected is null).DistinctBy(answer => answer.Exercise)
        .Concat(CorpusTests.All.Where(answer => s_values.Contains(answer.Exercise))).DistinctBy(answer => $"{answer}")
        .ToDictionary(answer => $"{answer}", answer => new Func<string>(() =>
            $"{answer}\n{Decimals().Replace((answer.Check() with { Recipe = "" }).ToString(), "#")}"));

    [GeneratedRegex(@"[-−]?\d+\.\d+")]
    private static partial Regex Decimals();
}
