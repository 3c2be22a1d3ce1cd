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
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        var cell = Executed("artifacts/lessons/02-b.ipynb")[1]!;
        Assert.Equal((1, "execute_result"), ((int)cell["execution_count"]!, (string)cell["outputs"]![0]!["output_type"]!));
        Assert.Equal(["01-a.html", "01-a.ipynb", "02-b.html", "02-b.ipynb", "index.html"], Directory.GetFiles(folder.File("artifacts/lessons")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
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
            ["index-2.html", "index-2.ipynb", "index.html", "n-2.html", "n-2.ipynb", "n.html", "n.ipynb"],
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

    private void Write(string name, params JsonObject[] cells) => folder.Write(name, TestNotebook.Of(cells));

    private Task<int> RunAsync(params string[] arguments) => KernelCommand.RunAsync(["run", .. arguments], output, error);

    private JsonArray Executed(string name) => JsonNode.Parse(File.ReadAllText(folder.File(name)))!["cells"]!.AsArray();
}
