using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AttentionKit.Kernel;

/// <summary>The SDK's own command line.</summary>
internal static class Dotnet
{
    private static readonly string Executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Where .NET is: three folders above the framework that runs this process.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Its program, in full where it is known.</summary>
    public static string Program { get; } =
        File.Exists(Path.Combine(Root, Executable)) ? Path.Combine(Root, Executable) : "dotnet";

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string folder, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Under `dotnet run` and `dotnet test` these point at the outer build.
        foreach (var name in start.Environment.Keys
            .Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        await using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output, await errors);
    }
}
