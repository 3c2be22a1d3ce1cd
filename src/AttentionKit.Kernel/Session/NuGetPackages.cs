using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AttentionKit.Kernel.Session;

/// <summary>What a set of packages and all that they depend on bring, as full paths.</summary>
internal sealed record PackageFiles(string[] Assemblies, string[] Natives);

/// <summary>Restores a session's packages, all together, with the SDK's own NuGet.</summary>
/// <param name="folder">The search for nuget.config starts here and goes up.</param>
/// <param name="cache">Where results are kept, so that the same packages need no second restore.</param>
internal sealed class NuGetPackages(string folder, string cache)
{
    private readonly SortedDictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a package to the set.</summary>
    /// <returns>False when it is there already.</returns>
    /// <exception cref="PackageException">It is there in another version.</exception>
    public bool Add(PackageName package)
    {
        if (versions.TryAdd(package.Id, package.Version))
            return true;
        if (package.Version != "*" && package.Version != versions[package.Id])
            throw new PackageException($"A session holds one version of a package: {package.Id} {versions[package.Id]} was asked for before, and now {package.Version}. Name one version, in the first cell.");
        return false;
    }

    public void Remove(PackageName package) => versions.Remove(package.Id);

    /// <exception cref="PackageException">NuGet could not restore them; the message holds its own words.</exception>
    public async Task<PackageFiles> RestoreAsync(CancellationToken cancellation)
    {
        var project = Project().ToString();
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

    private XElement Project() => new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("CopyLocalLockFileAssemblies", true),
            new XElement("RestoreRootConfigDirectory", folder)),
        new XElement("ItemGroup", versions.Select(package =>
            new XElement("PackageReference", new XAttribute("Include", package.Key), new XAttribute("Version", package.Value)))));

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
