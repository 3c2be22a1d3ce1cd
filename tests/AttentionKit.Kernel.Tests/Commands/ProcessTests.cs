using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Tests.Commands;

/// <summary>What only a process of its own can show: its end.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Environment.Exit(0);", 1)]
    [InlineData("Environment.Exit(5);", 5)]
    public async Task ACellThatEndsTheProcess_IsNamed_AndWhatRanIsWritten(string exit, int code)
    {
        using var process = Start(TestNotebook.Code("41 + 1"), TestNotebook.Code($"Console.Write(\"going\");\n{exit}"), TestNotebook.Code("3"));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(code, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2: ended the process.", error, StringComparison.Ordinal);
        Assert.Equal(["42", "going", ""], Texts());
    }

    [Fact]
    public async Task AnExceptionOnAThreadOfItsOwn_IsNamed_AndWhatRanIsWritten()
    {
        using var process = Start(TestNotebook.Code("41 + 1"), TestNotebook.Code("var t = new System.Threading.Thread(() => throw new Exception(\"alone\"));\nt.Start(); t.Join();"));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2: ended the process.", error, StringComparison.Ordinal);
        Assert.Equal("42", Texts()[0]);
    }

    [Fact]
    public async Task CtrlC_StopsTheCell_AndWhatRanIsWritten()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        using var process = Start(TestNotebook.Code("41 + 1"), TestNotebook.Code($"System.IO.File.WriteAllText(\"started\", \"\");\nwhile (true) ;"), TestNotebook.Code("3"));
        while (!File.Exists(folder.File("started")) && !process.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("n.ipynb, cell 2: Stopped: The cell was stopped.", error, StringComparison.Ordinal);
        Assert.Equal(["42", "The cell was stopped.", ""], Texts());
    }

    private Process Start(params JsonObject[] cells)
    {
        var notebook = folder.Write("n.ipynb", TestNotebook.Of(cells));
        var program = Path.Combine(AppContext.BaseDirectory, "AttentionKit.Kernel.dll");
        string[] command = ["dotnet", program, "run", notebook, "--out", folder.File("out")];
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
