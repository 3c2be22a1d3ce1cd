using System.Text.Json.Nodes;
using AttentionKit.Kernel.Commands;

namespace AttentionKit.Kernel.Tests.Commands;

[Collection(nameof(ProcessWide))]
public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly string before = Directory.GetCurrentDirectory();

    public RunTests() => Directory.SetCurrentDirectory(folder.Path);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Dispose();
    }

    [Fact]
    public async Task WithoutArguments_AllNotebooksOfTheFolderAreRun()
    {
        Write("notebooks/02-b.ipynb", TestNotebook.Markdown("# Second <b>"), TestNotebook.Code("1 + 1"));
        Write("notebooks/01-a.ipynb", TestNotebook.Markdown("# First\n\n[on](02-b.ipynb)\n\n## Part"), TestNotebook.Code("Console.WriteLine(\"a<b\");"));
        var input = File.ReadAllText(folder.File("notebooks/01-a.ipynb"));

        Assert.Equal(0, await RunAsync());

        Assert.Equal("", error.ToString());
        Assert.Contains($"Open {folder.File("artifacts/lessons/index.html")}", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(input, File.ReadAllText(folder.File("notebooks/01-a.ipynb")));
        var page = File.ReadAllText(folder.File("artifacts/lessons/01-a.html"));
        Assert.Contains("<title>First</title>", page, StringComparison.Ordinal);
        Assert.Contains("a&lt;b", page, StringComparison.Ordinal);
        Assert.Contains("href=\"02-b.html\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#part\"", page, StringComparison.Ordinal);
        Assert.Contains("<a rel=\"next\" href=\"02-b.html\">Second", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        var cell = Executed("artifacts/lessons/02-b.ipynb")[1]!;
        Assert.Equal((1, "execute_result"), ((int)cell["execution_count"]!, (string)cell["outputs"]![0]!["output_type"]!));
        Assert.Equal([".attentionkit-results.json", "01-a.html", "01-a.ipynb", "02-b.html", "02-b.ipynb", "index.html"], Directory.GetFiles(folder.File("artifacts/lessons")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AFailedCell_IsNamed_AndTheOthersStillRun()
    {
        Write("n.ipynb", TestNotebook.Code("var x = 1;\nvar y = nope;"), TestNotebook.Code("throw new Exception(\"why\");"), TestNotebook.Code("3"));
        Assert.Equal(1, await RunAsync("n.ipynb"));
        Assert.Contains($"{folder.File("n.ipynb")}, cell 1, line 2: CompilationError: CS0103", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{folder.File("n.ipynb")}, cell 2, line 1: Exception: why", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Executed("artifacts/lessons/n.ipynb").Select(cell => (int)cell!["execution_count"]!));
    }

    [Fact]
    public async Task FailFast_LeavesTheRestWithoutOutputs()
    {
        Write("a.ipynb", TestNotebook.Code("nope"), TestNotebook.Code("2"));
        Write("b.ipynb", TestNotebook.Code("3"));
        Assert.Equal(1, await RunAsync("a.ipynb", "b.ipynb", "--fail-fast", "--out", "results"));
        Assert.NotEmpty(Executed("results/a.ipynb")[0]!["outputs"]!.AsArray());
        Assert.Empty(Executed("results/a.ipynb")[1]!["outputs"]!.AsArray());
        Assert.Empty(Executed("results/b.ipynb")[0]!["outputs"]!.AsArray());
        Assert.Contains("not run", File.ReadAllText(folder.File("results/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACellThatIsMeantToFail_IsNoFailure()
    {
        Write("n.ipynb", TestNotebook.Code("throw new Exception();", "raises-exception"), TestNotebook.Code("2"));
        Assert.Equal(0, await RunAsync("n.ipynb", "--fail-fast"));
        Assert.Equal("error", (string?)Executed("artifacts/lessons/n.ipynb")[0]!["outputs"]![0]!["output_type"]);
        Assert.NotEmpty(Executed("artifacts/lessons/n.ipynb")[1]!["outputs"]!.AsArray());
    }

    [Fact]
    public async Task AFormatterThatThrows_IsAFailureOfItsCell()
    {
        Write("n.ipynb", TestNotebook.Code("class Odd { }\nMicrosoft.DotNet.Interactive.Formatting.Formatter.Register<Odd>(o => throw new Exception(\"no ink\"), \"text/html\");\nnew Odd()"));
        Assert.Equal(1, await RunAsync("n.ipynb"));
        Assert.Matches("cell 1, line 2: Exception: The text/html formatter of .*Odd failed: no ink", error.ToString());
    }

    [Fact]
    public async Task UnreadableNotebooks_AreNamed_AndTheOthersStillRun()
    {
        folder.Write("bad.ipynb", "nope");
        Write("good.ipynb", TestNotebook.Code("1"));
        Assert.Equal(2, await RunAsync("bad.ipynb", "missing.ipynb", "good.ipynb"));
        Assert.Contains("bad.ipynb: is not JSON", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("missing.ipynb: is not there.", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Executed("artifacts/lessons/good.ipynb")[0]!["outputs"]!.AsArray());
    }

    [Fact]
    public async Task NotebooksOfTheSameName_GetFilesOfTheirOwn()
    {
        Write("a/n.ipynb", TestNotebook.Code("1"));
        Write("b/n.ipynb", TestNotebook.Code("2"));
        Write("index.ipynb", TestNotebook.Code("3"));
        Assert.Equal(0, await RunAsync("a/n.ipynb", "b/n.ipynb", "index.ipynb", "a/n.ipynb"));
        Assert.Equal(
            [".attentionkit-results.json", "index-2.html", "index-2.ipynb", "index.html", "n-2.html", "n-2.ipynb", "n.html", "n.ipynb"],
            Directory.GetFiles(folder.File("artifacts/lessons")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    public async Task TheFolderOfTheNotebooks_IsRefusedForTheResults(string path)
    {
        Write("n.ipynb", TestNotebook.Code("1"));
        Assert.Equal(2, await RunAsync("n.ipynb", "--out", path));
        Assert.Contains("they are never changed", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["n.ipynb"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AFileInPlaceOfTheFolder_IsRefused()
    {
        Write("n.ipynb", TestNotebook.Code("1"));
        folder.Write("file", "");
        Assert.Equal(2, await RunAsync("n.ipynb", "--out", "file"));
        Assert.StartsWith($"--out {folder.File("file")} can't be used: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResultThatCanNotBeWritten_IsTold()
    {
        Write("n.ipynb", TestNotebook.Code("1"));
        Directory.CreateDirectory(folder.File("out/n.html"));
        Assert.Equal(2, await RunAsync("n.ipynb", "--out", "out"));
        Assert.StartsWith($"--out {folder.File("out")} can't be used: ", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("out"), "*.tmp"));
    }

    [Theory]
    [InlineData("run", "--nope")]
    [InlineData("walk")]
    [InlineData("run", "--out")]
    public async Task ABadCommandLine_IsToldAndGivesTwo(params string[] arguments)
    {
        Assert.Equal(2, await KernelCommand.RunAsync(arguments, output, error));
        Assert.NotEqual("", error.ToString());
    }

    [Fact]
    public async Task WithoutNotebooks_ItSaysWhatToDo()
    {
        Assert.Equal(2, await RunAsync());
        Assert.StartsWith("There is no folder notebooks/ with notebooks in it, here or above.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANotebook_RunsInItsOwnFolder_WithAFreshSession()
    {
        folder.Write("sub/data.txt", "here");
        Write("sub/a.ipynb", TestNotebook.Code("var x = 1; System.IO.File.ReadAllText(\"data.txt\")"));
        Write("b.ipynb", TestNotebook.Code("x"));
        Assert.Equal(1, await RunAsync("sub/a.ipynb", "b.ipynb"));
        Assert.Equal("here", (string?)Executed("artifacts/lessons/a.ipynb")[0]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.Contains("b.ipynb, cell 1, line 1: CompilationError: CS0103: The name 'x'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyCells_AreNotRun()
    {
        Write("n.ipynb", TestNotebook.Code(" \n"), TestNotebook.Code("1"));
        Assert.Equal(0, await RunAsync("n.ipynb"));
        Assert.Equal(["null", "1"], Executed("artifacts/lessons/n.ipynb").Select(cell => cell!["execution_count"]?.ToJsonString() ?? "null"));
    }

    [Theory]
    [InlineData("up/link/n")] // a link above --out
    [InlineData("real/N")]
    public async Task ALinkToTheNotebooks_IsRefusedForTheResults(string results)
    {
        Write("real/n/a.ipynb", TestNotebook.Code("1"));
        Directory.CreateDirectory(folder.File("up"));
        Directory.CreateSymbolicLink(folder.File("up/link"), "../real");
        await AssertUntouchedAsync("real/n/a.ipynb", "real/n/a.ipynb", results);
    }

    [Theory]
    [InlineData("link/n/a.ipynb")]
    [InlineData("elsewhere/b.ipynb")]
    public async Task ALinkInANotebooksPath_ChangesNothingOfIt(string path)
    {
        Write("real/n/a.ipynb", TestNotebook.Code("1"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.File("real"));
        Directory.CreateDirectory(folder.File("elsewhere"));
        File.CreateSymbolicLink(folder.File("elsewhere/b.ipynb"), "../link/n/a.ipynb");
        await AssertUntouchedAsync("real/n/a.ipynb", path, "real/n");
    }

    [Theory]
    [InlineData("n.html")]
    [InlineData("n.ipynb")]
    [InlineData("index.html")]
    public async Task WhatRunDidNotWrite_OrSomebodyChanged_IsNotOverwritten(string name)
    {
        Write("n.ipynb", TestNotebook.Code("1"));
        folder.Write($"out/{name}", "mine");
        Assert.Equal(2, await RunAsync("n.ipynb", "--out", "out"));
        Assert.Contains($"{folder.File($"out/{name}")} was not written by run", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder.File($"out/{name}")));
        File.Delete(folder.File($"out/{name}"));
        Assert.Equal(0, await RunAsync("n.ipynb", "--out", "out"));
        Assert.Equal(0, await RunAsync("n.ipynb", "--out", "out"));
        File.AppendAllText(folder.File($"out/{name}"), " ");
        Assert.Equal(2, await RunAsync("n.ipynb", "--out", "out"));
    }

    [Fact]
    public async Task InsideNotebooks_TheLessonsAreRun_AndNeverTheirResults()
    {
        Write("notebooks/n.ipynb", TestNotebook.Code("1"));
        Directory.SetCurrentDirectory(folder.File("notebooks"));
        Assert.Equal(0, await RunAsync());
        Assert.True(File.Exists(folder.File("artifacts/lessons/n.html")));
        Assert.Equal(0, await RunAsync("--out", "results"));
        Assert.Equal(0, await RunAsync("--out", "results"));
        Assert.Equal(["n.ipynb"], Directory.GetFiles(folder.File("notebooks/results"), "*.ipynb").Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--out", "")]
    [InlineData("--out", " ")]
    [InlineData("--cell-timeout", "0")]
    [InlineData("--cell-timeout", "-1")]
    [InlineData("--cell-timeout", "soon")]
    public async Task ABadOption_IsNamed(string option, string value)
    {
        Write("n.ipynb", TestNotebook.Code("1"));
        Assert.Equal(2, await RunAsync("n.ipynb", option, value));
        Assert.Contains(option, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACellThatTakesTooLong_IsStopped_AndTheRestRuns()
    {
        Write("n.ipynb", TestNotebook.Code("var x = 2;"), TestNotebook.Code("while (true) ;"), TestNotebook.Code("x"));
        Assert.Equal(1, await RunAsync("n.ipynb", "--cell-timeout", "20"));
        Assert.Contains("cell 2: Stopped: The cell ran longer than 20 s, which --cell-timeout allows", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("ran longer than 20 s", (string)Executed("artifacts/lessons/n.ipynb")[1]!["outputs"]![0]!["traceback"]![0]!, StringComparison.Ordinal);
        Assert.Equal("2", (string?)Executed("artifacts/lessons/n.ipynb")[2]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }

    [Theory]
    [InlineData("polyglot_notebook", "kernelName")]
    [InlineData("dotnet_interactive", "language")]
    public async Task ACellOfAnotherLanguage_IsNamedAsSuch_AndTheRestRuns(string editor, string name)
    {
        var other = TestNotebook.Code("let x = 1");
        other["metadata"] = new JsonObject { [editor] = new JsonObject { [name] = "fsharp" } };
        var own = TestNotebook.Code("6 * 7");
        own["metadata"] = new JsonObject { [editor] = new JsonObject { [name] = "csharp" } };
        Write("n.ipynb", other, own);
        Assert.Equal(1, await RunAsync("n.ipynb"));
        Assert.Contains("n.ipynb, cell 1: CompilationError:", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("F#", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("42", (string?)Executed("artifacts/lessons/n.ipynb")[1]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }

    [Theory]
    [InlineData("Console.SetOut(new System.IO.StringWriter());", true)]
    [InlineData("new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();", false)]
    [InlineData("Environment.SetEnvironmentVariable(\"LEFT\", \"over\");", true)]
    [InlineData("var quiet = 1;", false)]
    public async Task WhatANotebookLeavesBehind_NoOtherSees(string left, bool isOther)
    {
        Write("a.ipynb", TestNotebook.Code(left), TestNotebook.Code("display(Environment.ProcessId);"));
        Write("b.ipynb", TestNotebook.Code("Console.Write(Environment.GetEnvironmentVariable(\"LEFT\") + \"seen\");"), TestNotebook.Code("display(Environment.ProcessId);"));
        Assert.Equal(0, await RunAsync("a.ipynb", "b.ipynb", "--fail-fast")); // one after the other
        Assert.Equal("seen", (string?)Executed("artifacts/lessons/b.ipynb")[0]!["outputs"]![0]!["text"]![0]);
        var processes = new[] { "a", "b" }.Select(name => (string?)Executed($"artifacts/lessons/{name}.ipynb")[1]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.Equal(isOther ? 2 : 1, processes.Distinct().Count());
    }

    private async Task AssertUntouchedAsync(string real, string path, string results)
    {
        var before = File.ReadAllText(folder.File(real));
        Assert.Equal(2, await RunAsync(path, "--out", results));
        Assert.Contains("they are never changed", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder.File(real)));
        Assert.Single(Directory.GetFiles(folder.File("real/n")));
    }

    private void Write(string name, params JsonObject[] cells) => folder.Write(name, TestNotebook.Of(cells));

    private Task<int> RunAsync(params string[] arguments) => KernelCommand.RunAsync(["run", .. arguments], output, error);

    private JsonArray Executed(string name) => JsonNode.Parse(File.ReadAllText(folder.File(name)))!["cells"]!.AsArray();
}
