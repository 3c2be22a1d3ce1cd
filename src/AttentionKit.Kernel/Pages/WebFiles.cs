namespace AttentionKit.Kernel.Pages;

/// <summary>What lets cells run in a browser: the published files of the project AttentionKit.Web.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record WebFiles(string Folder)
{
    private const string Project = "src/AttentionKit.Web/AttentionKit.Web.csproj";

    /// <summary>Publishes them.</summary>
    /// <param name="root">Of the repository.</param>
    /// <param name="output">Told what is done, and why it can't be.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <returns>Null where the project or its packages are not there.</returns>
    public static async Task<WebFiles?> PublishAsync(string root, TextWriter output, CancellationToken cancellation)
    {
        var project = Path.Combine(root, Project);
        if (!File.Exists(project))
            return Missing($"{project} is not there.");
        output.WriteLine("Building what runs cells in a browser, which takes a minute the first time …");
        var folder = Path.Combine(root, "artifacts", "web");
        var (code, log, _) = await Dotnet.RunAsync(root, ["publish", project, "--output", folder, "-nodeReuse:false"], cancellation);
        return code == 0 ? new(Path.Combine(folder, "wwwroot")) : Missing($"they could not be built:\n{log}");

        WebFiles? Missing(string why)
        {
            output.WriteLine($"The pages will be reading matter, and their cells will not run in a browser: {why}");
            return null;
        }
    }

    /// <summary>Puts them into a site.</summary>
    public void CopyTo(ResultFolder results)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            results.Write("web/" + Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllBytes(file));
    }
}
