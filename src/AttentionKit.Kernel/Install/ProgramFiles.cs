using System.Runtime.InteropServices;

namespace AttentionKit.Kernel.Install;

/// <summary>The files that an installed kernel consists of.</summary>
internal static class ProgramFiles
{
    private const string Project = "src/AttentionKit.Kernel/AttentionKit.Kernel.csproj";

    /// <summary>Compiles this program for this machine ahead of time, so that it starts fast; copies it as it is where that can't be done.</summary>
    /// <param name="folder">Gets the files.</param>
    /// <param name="output">Told what is done.</param>
    /// <param name="cancellation">Stops the compiler.</param>
    public static async Task PutAsync(string folder, TextWriter output, CancellationToken cancellation)
    {
        if (FindProject() is { } project)
        {
            output.WriteLine("Compiling the kernel for this machine, which takes a minute …");
            var (code, log, _) = await Dotnet.RunAsync(Path.GetDirectoryName(project)!, [
                "publish", project, "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "--output", folder, "-nodeReuse:false",
                "-property:PublishReadyToRun=true", "-property:DebugType=none"], cancellation);
            if (code == 0)
                return;
            output.WriteLine($"That did not work, so the kernel is installed as it is and starts slower:\n{log}");
        }
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static string? FindProject()
    {
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
            if (File.Exists(Path.Combine(parent.FullName, Project)))
                return Path.Combine(parent.FullName, Project);
        return null;
    }
}
