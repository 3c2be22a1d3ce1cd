using System.Security.Cryptography;
using System.Text.Json;

namespace AttentionKit.Kernel.Pages;

/// <summary>What lets cells run in a browser: the published files of the project AttentionKit.Web.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record WebFiles(string Folder)
{
    private const string Worker = "service-worker.js";
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

    /// <summary>Puts them into a site, with a service worker that keeps the whole site for a visit without a network.</summary>
    /// <param name="results">The site.</param>
    /// <param name="pages">The other files that a visit needs.</param>
    public void CopyTo(ResultFolder results, IEnumerable<string> pages)
    {
        var names = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Where(IsFetched).Order(StringComparer.Ordinal).ToArray();
        foreach (var name in names.Where(name => name != Worker))
            results.Write("web/" + name, File.ReadAllBytes(Path.Combine(Folder, name)));
        // What is fetched when a cell first runs is kept then; a page, its scripts and its notebook at once.
        string[] kept = [.. pages, .. names.Where(name => name != Worker && !name.EndsWith(".gz", StringComparison.Ordinal)).Select(name => "web/" + name)];
        var all = names.Select(name => results.File("web/" + name)).Concat(pages.Select(results.File)).Where(File.Exists);
        results.Write(Worker, File.ReadAllText(Path.Combine(Folder, Worker))
            .Replace("\"version\"", $"\"{Version(all)}\"", StringComparison.Ordinal)
            .Replace("[\"files\"]", JsonSerializer.Serialize(kept), StringComparison.Ordinal));
    }

    // Assemblies are fetched packed, scripts as they are: whatever the server does, the bytes on the wire are few.
    private static bool IsFetched(string name) =>
        name.EndsWith(".wasm", StringComparison.Ordinal) ? false
        : name.EndsWith(".gz", StringComparison.Ordinal) ? name.EndsWith(".wasm.gz", StringComparison.Ordinal)
        : true;

    private static string Version(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
