using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AttentionKit.Session;

namespace AttentionKit.Kernel;

/// <summary>Restores a session's packages, all together, with the SDK's own NuGet.</summary>
/// <param name="folder">The search for nuget.config starts here and goes up.</param>
/// <param name="cache">Where results are kept, so that the same packages need no second restore; a folder of the user's when null.</param>
internal sealed class NuGetPackages(string folder, string? cache = null) : IPackages
{
    private readonly string cache = cache ?? Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "AttentionKit", "packages");

    /// <inheritdoc />
    public async Task<PackageFiles> RestoreAsync(IEnumerable<PackageName> packages, CancellationToken cancellation)
    {
        var project = Project(packages).ToString();
        var home = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        var kept = Path.Combine(home, "files.json");
        if (File.Exists(kept) && Read(await File.ReadAllTextAsync(kept, cancellation)) is { } files && files.Assemblies.Concat(files.Natives).All(File.Exists))
            return files;
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(Path.Combine(home, "packages.csproj"), project, cancellation);
        var (code, json, errors) = await Dotnet.RunAsync(home, [
            "msbuild", "packages.csproj", "-restore", "-target:ResolveReferences", "-getItem:ReferenceCopyLocalPaths", "-nologo", "-nodeReuse:false",
            "-property:ImportDirectoryBuildProps=false", "-property:ImportDirectoryBuildTargets=false", "-property:ImportDirectoryPackagesProps=false"], cancellation);
        if (code != 0)
            throw new PackageException(Failure(errors + json));
        AtomicFile.Write(kept, json);
        return Read(json)!;
    }

    private XElement Project(IEnumerable<PackageName> packages) => new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("CopyLocalLockFileAssemblies", true),
            new XElement("RestoreRootConfigDirectory", folder)),
        new XElement("ItemGroup", packages.Select(package =>
            new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version)))));

    private static string Failure(string log)
    {
        var errors = log.Split('\n')
            .Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..].Trim())
            .Distinct();
        var words = string.Join('\n', errors);
        return $"NuGet could not get it: {(words.Length > 0 ? words : log.Trim())}\nCheck the id and the version, and that the package sources of nuget.config can be reached; offline, only packages that are on this machine already are found.";
    }

    private static PackageFiles? Read(string json)
    {
        try
        {
            var items = JsonNode.Parse(json)!["Items"]!["ReferenceCopyLocalPaths"]!.AsArray().Select(item => item!.AsObject()).ToArray();
            return new(Paths("runtime"), Paths("native"));

            string[] Paths(string type) => [.. items.Where(item => (string?)item["AssetType"] == type).Select(item => (string)item["FullPath"]!)];
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }
}
