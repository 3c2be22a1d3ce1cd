using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Lessons.Tests;

/// <summary>What learners type: the lessons with their own solutions filled in, and the README's example.</summary>
[Collection(nameof(Alone))]
public partial class LessonRunTests
{
    private const string Stub = "// yours";
    private static readonly string s_notebooks = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Lessons => LessonFormTests.Lessons;

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task EverySolution_IsRight(string lesson)
    {
        var session = new CSharpSession(s_notebooks);
        foreach (var (code, isExercise) in WithSolutions(lesson))
        {
            object? result = null;
            var error = await session.RunAsync(code,
                output => result = output is Result { Value: var value } ? value : result,
                TestContext.Current.CancellationToken);
            Assert.True(error is null, $"{code}\n\n{string.Join('\n', error?.Traceback ?? [])}");
            if (isExercise) Assert.StartsWith("✓ ", result?.ToString());
        }
    }

    [Fact]
    public async Task ReadmeExample_RunsAsItStands()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"),
            TestContext.Current.CancellationToken);
        var example = CSharpBlock().Match(readme).Groups["code"].Value;
        var printed = "";
        var session = new CSharpSession(s_notebooks);
        var error = await session.RunAsync($"#r \"../artifacts/kit/AttentionKit.Lessons.dll\"\n{example}",
            output => printed += (output as StreamText)?.Text, TestContext.Current.CancellationToken);
        Assert.Null(error);
        Assert.Contains("example", printed);
        Assert.Equal(10, example.TrimEnd().Split('\n').Length);
    }

    /// <summary>Each code cell, the stub of an exercise replaced by the solution that stands below it.</summary>
    private static IEnumerable<(string Code, bool IsExercise)> WithSolutions(string lesson)
    {
        var cells = JsonNode.Parse(File.ReadAllText(Path.Combine(s_notebooks, lesson)))!["cells"]!.AsArray()
            .Select(cell =>
                (Kind: (string)cell!["cell_type"]!,
                Source: string.Concat(cell["source"]!.AsArray().Select(line => (string)line!)))).ToArray();
        foreach (var (at, cell) in cells.Index())
            if (cell.Kind == "code")
                yield return cell.Source.Contains(Stub, StringComparison.Ordinal)
                    && !cell.Source.StartsWith("Lesson.Predict(", StringComparison.Ordinal)
                    ? (Filled(cell.Source, cells[at + 1].Source), true) : (cell.Source, false);
    }

    private static string Filled(string stub, string text) =>
        string.Join('\n',
            stub.Split('\n')
            .Select(line => line.Contains(Stub, StringComparison.Ordinal) ? CSharpBlock()
            .Match(text).Groups["code"].Value : line));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
