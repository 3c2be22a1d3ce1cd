using System.Diagnostics;

namespace AttentionKit.Kernel.Tests.Commands;

/// <summary>A user whose home folder can't be had: the variable names a file.</summary>
public sealed class HomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WithoutAHome_LessonsRun_AndNothingIsWrittenBesideThem()
    {
        var notebook = folder.Write("lessons/n.ipynb", TestNotebook.Of(TestNotebook.Code("41 + 1")));
        var (code, _) = await RunAsync("run", notebook, "--out", folder.File("out"));
        Assert.Equal(0, code);
        Assert.Contains("42", await File.ReadAllTextAsync(folder.File("out/n.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([notebook], Directory.GetFileSystemEntries(folder.File("lessons")));
    }

    [Fact]
    public async Task WithoutAHome_InstallSaysWhichFolderItIs_AndWhatToDo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the home is no variable's business.");
        folder.Write("lessons/n.ipynb", TestNotebook.Of());
        var (code, error) = await RunAsync("install");
        Assert.Equal(2, code);
        Assert.Contains(folder.File("home/.local/share/jupyter/kernels"), error, StringComparison.Ordinal);
        Assert.Contains("name a folder of yours with --prefix", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.File("lessons")));
    }

    private async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AttentionKit.Kernel.dll"), .. arguments])
        {
            WorkingDirectory = folder.File("lessons"),
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["HOME"] = folder.Write("home", "a file");
        foreach (var name in new[] { "XDG_DATA_HOME", "JUPYTER_DATA_DIR", "JUPYTER_PATH", "DOTNET_CLI_HOME" }) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
