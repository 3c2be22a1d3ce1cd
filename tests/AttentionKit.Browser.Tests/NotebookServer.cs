using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AttentionKit.Browser.Tests;

/// <summary>The classic Notebook, on the loopback interface alone, with a copy of the lessons and this repository's kernel.</summary>
public sealed partial class NotebookServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/jupyter-notebook";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("classic-");
    private readonly Process _process;

    private NotebookServer(string root)
    {
        // The lessons find the kit at ../artifacts/kit, wherever they lie.
        var notebooks = _folder.CreateSubdirectory("notebooks");
        foreach (var lesson in Directory.GetFiles(Path.Combine(root, "notebooks"), "*.ipynb"))
            File.Copy(lesson, Path.Combine(notebooks.FullName, Path.GetFileName(lesson)));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "artifacts"), Path.Combine(root, "artifacts"));
        var kernel = _folder.CreateSubdirectory("data/kernels/.net-csharp");
        string[] argv = ["dotnet", Path.Combine(root, "artifacts", "bin", "AttentionKit.Kernel", "release", "AttentionKit.Kernel.dll"), "start", "{connection_file}"];
        File.WriteAllText(Path.Combine(kernel.FullName, "kernel.json"), JsonSerializer.Serialize(new { argv, display_name = ".NET (C#)", language = "C#", interrupt_mode = "message" }));
        var start = new ProcessStartInfo(Program, ["--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={FreePort()}", "--NotebookApp.token=", $"--notebook-dir={notebooks.FullName}"]) { RedirectStandardError = true };
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(_folder.FullName, "data");
        start.Environment["JUPYTER_CONFIG_DIR"] = Path.Combine(_folder.FullName, "config");
        _process = Process.Start(start)!;
    }

    /// <summary>Its address, which ends with a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where the copy of a lesson lies, and what a front end saves.</summary>
    public string PathOf(string lesson) => Path.Combine(_folder.FullName, "notebooks", lesson);

    public static async Task<NotebookServer> StartAsync(string root)
    {
        if (!File.Exists(Program)) Assert.Skip($"There is no {Program} on this machine (Debian's package jupyter-notebook).");
        var server = new NotebookServer(root);
        while (server.Address is null)
        {
            var line = await server._process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("The Notebook server ended.");
            if (AddressOfServer().Match(line) is { Success: true } match) server.Address = new(match.Value);
        }
        _ = server._process.StandardError.ReadToEndAsync(); // Else it would wait for a reader.
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(Path.Combine(_folder.FullName, "artifacts"));
        _folder.Delete(recursive: true);
    }

    private static int FreePort() // For 0 the Notebook finds one itself, and does not say which.
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+/")]
    private static partial Regex AddressOfServer();
}
