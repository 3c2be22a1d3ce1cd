using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttentionKit.Lessons.Tests;

/// <summary>What every committed lesson keeps to, so that it reads well and runs in all three hosts.</summary>
public partial class LessonFormTests
{
    public static TheoryData<string> Lessons =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb")
        .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Select(path => Path.GetFileName(path)!).Order()];

    public static TheoryData<string> Notebooks =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(path => Path.GetFileName(path)!).Order()];

    private static readonly JsonSerializerOptions s_asSaved = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject entries => new JsonObject(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonObject Read(string lesson) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "notebooks", lesson)))!.AsObject();

    private static (string Kind, string[] Lines)[] Cells(string lesson) =>
        [.. Read(lesson)["cells"]!.AsArray().Select(cell =>
        ((string)cell!["cell_type"]!,
            string.Concat(cell["source"]!.AsArray().Select(line => (string)line!)).Split('\n')))];

    private static string[][] Code(string lesson) =>
        [.. Cells(lesson).Where(cell => cell.Kind == "code").Select(cell => cell.Lines)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_IsCommittedWithoutOutputs_ForTheNetKernel(string lesson)
    {
        var notebook = Read(lesson);
        Assert.Equal("""{"display_name":".NET (C#)","language":"C#","name":".net-csharp"}""",
            notebook["metadata"]!["kernelspec"]!.ToJsonString());
        Assert.All(notebook["cells"]!.AsArray().Where(cell => (string)cell!["cell_type"]! == "code"), cell =>
        {
            Assert.Empty(cell!["outputs"]!.AsArray());
            Assert.Null(cell["execution_count"]);
        });
        Assert.All(notebook["cells"]!.AsArray(), cell => Assert.Matches("^[a-z]+-[0-9]{2,3}$", (string)cell!["id"]!));
    }

    /// <summary>Jupyter and VS Code both sort the keys, indent by one space and end with a line break.</summary>
    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Notebook_IsWrittenAsFrontEndsSaveIt(string name)
    {
        var saved = Sorted(Read(name))!.ToJsonString(s_asSaved) + "\n";
        Assert.Equal(saved, File.ReadAllText(Path.Combine(Repository.Root, "notebooks", name)));
        Assert.Equal(5, (int)Read(name)["nbformat_minor"]!);
    }

    /// <summary>What the kernel says of its language is saved whole; VS Code marks every cell unless the name is its own.</summary>
    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Notebook_NamesItsLanguageAsTheKernelDoes(string name) => Assert.Equal(
        """{"file_extension":".cs","mimetype":"text/x-csharp","name":"csharp","pygments_lexer":"csharp","version":"15.0"}""",
        Read(name)["metadata"]!["language_info"]!.ToJsonString());

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void EveryLinkToAnotherNotebook_LeadsToOne(string name) => Assert.All(
        LinkedNotebooks().Matches(string.Join('\n', Cells(name).SelectMany(cell => cell.Lines))),
        link => Assert.True(File.Exists(Path.Combine(Repository.Root, "notebooks", link.Groups["file"].Value)), link.Value));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_SaysWhatIsNextAsALink_AndColoursItsSolutions(string lesson)
    {
        var lines = Cells(lesson).SelectMany(cell => cell.Lines);
        var next = lines.Single(line => line.StartsWith("**Where next:**", StringComparison.Ordinal));
        Assert.Contains(".ipynb)", next);
        Assert.DoesNotMatch(@"(?<!\[)\blesson [0-9]{2}\b", next);
        Assert.All(Solutions(lesson), solution => Assert.Contains("\n\n```csharp\n", solution.Split("</details>")[0]));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_StartsWithTheSameCell_AndHasNoMagics(string lesson)
    {
        var code = Code(lesson);
        Assert.Equal("""#r "../artifacts/kit/AttentionKit.Lessons.dll" """.Trim(), code[0][0]);
        Assert.Equal("Lesson.Start()", code[0][^1]);
        Assert.DoesNotContain(code.SelectMany(lines => lines),
            line => line.StartsWith("#!", StringComparison.Ordinal)
            || line.Contains("Console.Error", StringComparison.Ordinal));
        Assert.All(Cells(lesson), cell => Assert.NotEqual("raw", cell.Kind));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_GoesInSmallSteps(string lesson)
    {
        var lengths = Code(lesson).Select(lines => lines.Length).Order().ToArray();
        Assert.InRange(lengths[lengths.Length / 2], 1, 5);
        Assert.InRange(lengths[^1], 1, 20);
        Assert.All(Cells(lesson).Where(cell => cell.Kind == "markdown"),
            cell => Assert.InRange(Words(cell.Lines), 1, 80));
        Assert.All(Code(lesson).SelectMany(lines => lines),
            line => Assert.InRange(line.Length, 0, 88)); // what a page shows without scrolling
        Assert.DoesNotContain("code code code", string.Join(' ', Cells(lesson).Select(cell => cell.Kind)));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_SaysWhatItTeaches_AndAsksBeforeItShows(string lesson)
    {
        var text = string.Join('\n',
            Cells(lesson).Where(cell => cell.Kind == "markdown").SelectMany(cell => cell.Lines));
        foreach (var part in (string[])["You will be able to", "minutes.**", "Builds on:", "**Predict:**", "## Recap",
            "**Where next:**", "**Sources:**"]) Assert.Contains(part, text);
        Assert.InRange(Solutions(lesson).Length, 3, 6);
        Assert.DoesNotContain("$$", text);
    }

    /// <summary>Markdown inside of details needs blank lines in every front end, and an answer is worth nothing when the
    /// code before it gives it away.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void Prediction_HasItsAnswerFolded_AndNotInTheNextCell(string lesson)
    {
        var cells = Cells(lesson).Select(cell => (cell.Kind, Text: string.Join('\n', cell.Lines))).ToArray();
        var folds = cells.SelectMany(cell => cell.Text.Split("<details><summary>Answer</summary>")[1..]).ToArray();
        Assert.All(folds, fold =>
        {
            Assert.StartsWith("\n\n", fold);
            Assert.Contains("\n\n</details>", fold);
        });
        var asking = cells.Index().Where(cell => cell.Item.Text.Contains("**Predict:** ", StringComparison.Ordinal)
            && cells[cell.Index + 1].Kind == "code").Select(cell => cell.Index).ToArray();
        Assert.InRange(folds.Length, asking.Length - 2, asking.Length + 2);
        var next = asking.Select(at => cells[at + 1].Text.StartsWith("Lesson.Predict(", StringComparison.Ordinal)
            ? cells[at + 2].Text : cells[at + 1].Text);
        Assert.All(next, code => Assert.DoesNotMatch(NumberGivenAway(), code));
        Assert.InRange(cells.Count(cell => cell.Text.StartsWith("Lesson.Predict(", StringComparison.Ordinal)), 2, 4);
    }

    /// <summary>A check of a bare number, not of 0 and not in a loop: it shows what was to be predicted.</summary>
    [GeneratedRegex(@"(?m)^Check\.Equal\(""[^""]*"", (?!0,)[0-9][0-9./ ]*,")]
    private static partial Regex NumberGivenAway();

    /// <summary>A solution is code that a learner types for himself: it does not count as prose.</summary>
    private static int Words(string[] lines) =>
        System.Text.RegularExpressions.Regex.Replace(string.Join('\n', lines), "(?s)<details><summary>Solution.*?</details>", "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static string[] Solutions(string lesson) =>
        [.. Cells(lesson).Where(cell => cell.Kind == "markdown")
            .SelectMany(cell => string.Join('\n', cell.Lines).Split("<details><summary>Solution</summary>")[1..])];

    [GeneratedRegex(@"\]\((?<file>[^)/]*\.ipynb)\)")]
    private static partial Regex LinkedNotebooks();
}
