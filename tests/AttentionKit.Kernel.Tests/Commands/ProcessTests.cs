using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Tests.Commands;

/// <summary>What only a process of its own can show: its end.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Environment.Exit(0);", "exit code 0")]
    [InlineData("Environment.Exit(5);", "exit code 5")]
    [InlineData("object[] own = [null];\nown[0] = own;\nStructuralComparisons.StructuralEqualityComparer.GetHashCode(own);", "Stack overflow")]
    [InlineData("Environment.FailFast(\"no way on\");", "no way on")]
    public async Task ACellThatEndsItsProcess_CostsItsOwnPageOnly(string end, string reason)
    {
        var other = folder.Write("other.ipynb", TestNotebook.Of(TestNotebook.Code("6 * 7")));
        using var process = Start([other], TestNotebook.Code("41 + 1"), TestNotebook.Code($"Console.WriteLine(\"going\");\n{end}"), TestNotebook.Code("3"));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2: ProcessEnded: The notebook's process ended in this cell", error, StringComparison.Ordinal);
        Assert.Equal(["42", "going\n", ""], Texts());
        var page = await File.ReadAllTextAsync(folder.File("out/n.html"), TestContext.Current.CancellationToken);
        Assert.Contains("going", page, StringComparison.Ordinal);
        Assert.Contains(reason, page, StringComparison.Ordinal);
        Assert.Contains("42", await File.ReadAllTextAsync(folder.File("out/other.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("2 of 3 cells", await File.ReadAllTextAsync(folder.File("out/index.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var t = new System.Threading.Thread(() => throw new Exception(\"alone\"));\nt.Start(); t.Join();", "alone")]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0);", "Methods call each other too deeply")]
    public async Task WhatWouldEndAProcess_IsAnErrorOfItsCell_AndTheRestRuns(string end, string reason)
    {
        using var process = Start([], TestNotebook.Code("41 + 1"), TestNotebook.Code(end), TestNotebook.Code("3"));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal("3", Texts()[2]);
    }

    [Fact]
    public async Task CtrlC_StopsTheCell_AndWhatRanIsWritten()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        using var process = Start([], TestNotebook.Code("41 + 1"), TestNotebook.Code($"System.IO.File.WriteAllText(\"started\", \"\");\nwhile (true) ;"), TestNotebook.Code("3"));
        while (!File.Exists(folder.File("started")) && !process.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2, line 2: Stopped: The cell was stopped.", error, StringComparison.Ordinal);
        Assert.Equal(["42", "The cell was stopped.", ""], Texts());
    }

    private Process Start(string[] others, params JsonObject[] cells)
    {
        var notebook = folder.Write("n.ipynb", TestNotebook.Of(cells));
        var program = Path.Combine(AppContext.BaseDirectory, "AttentionKit.Kernel.dll");
        string[] command = ["dotnet", program, "run", notebook, .. others, "--out", folder.File("out")];
        // A shell starts what it runs in the background with Ctrl+C ignored, and that is inherited down to here.
        if (OperatingSystem.IsLinux()) command = ["env", "--default-signal=INT", .. command];
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    // The first text of each cell's first output.
    private string[] Texts() =>
        [.. JsonNode.Parse(File.ReadAllText(folder.File("out/n.ipynb")))!["cells"]!.AsArray().Select(cell => cell!["outputs"]!.AsArray().FirstOrDefault() switch
        {
            null => "",
            var output => (string)(output["text"] ?? output["traceback"] ?? output["data"]!["text/plain"])![0]!,
        })];
}
