using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AttentionKit.Session;

namespace AttentionKit.Kernel;

/// <summary>Restores a session's packages, all together, with the SDK's own NuGet.</summary>
/// <param name="folder">The search for nuget.config starts here and goes up.</param>
/// <param name="cache">Where results are kept, so that the same packages need no second restore; a folder of the user's
/// when null.</param>
internal sealed partial class NuGetPackages(string folder, string? cache = null) : IPackages
{
    private readonly string cache = cache ?? DefaultCache();

    /// <inheritdoc />
    public async Task<PackageFiles> RestoreAsync(
        IEnumerable<PackageName> packages, IEnumerable<string> sources, CancellationToken cancellation)
    {
        var (all, more) = (packages.ToArray(), sources.ToArray());
        var home = Path.Combine(cache, Key(all, more));
        var kept = Path.Combine(home, "files.json");
        if (File.Exists(kept) && Read(await File.ReadAllTextAsync(kept, cancellation)) is { } files
            && files.Assemblies.Concat(files.Natives).All(File.Exists))
            return files;
        var json = await RestoreInAsync(
            Directory.CreateDirectory(Path.Combine(home, Path.GetRandomFileName())), all, more, cancellation);
        AtomicFile.Write(kept, json);
        return Read(json)!;
    }

    // A folder of its own, for another process may restore the same at the same time.
    private async Task<string> RestoreInAsync(
        DirectoryInfo work, PackageName[] packages, string[] sources, CancellationToken cancellation)
    {
        try
        {
            var project = Project(packages, sources, folder).ToString();
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "packages.csproj"), project, cancellation);
            var (code, json, errors) = await Dotnet.RunAsync(work.FullName,
                [
                    "msbuild", "packages.csproj", "-restore", "-target:ResolveReferences",
                    "-getItem:ReferenceCopyLocalPaths", "-nologo", "-nodeReuse:false",
                    "-property:ImportDirectoryBuildProps=false", "-property:ImportDirectoryBuildTargets=false",
                    "-property:ImportDirectoryPackagesProps=false",
                ],
                cancellation);
            return code == 0 ? json : throw new PackageException(Failure(errors + json));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // A version in full means the same wherever the notebook is; which one is the newest depends on its folder's
    // nuget.config.
    private string Key(PackageName[] packages, string[] sources)
    {
        var place = packages.All(package => FullVersion().IsMatch(package.Version)) ? "" : folder;
        var project = Project(packages, sources, place).ToString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16];
    }

    // Beside the user's other data, or, where there is no home, among the temporary files: never in the folder that
    // happens to be the current one.
    private static string DefaultCache()
    {
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        try
        {
            if (Path.IsPathFullyQualified(data))
                return Directory.CreateDirectory(Path.Combine(data, "AttentionKit", "packages")).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
        return Path.Combine(Path.GetTempPath(), $"AttentionKit-{Environment.UserName}", "packages");
    }

    private static XElement Project(PackageName[] packages, string[] sources, string folder) =>
        new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("CopyLocalLockFileAssemblies", true),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources)),
            new XElement("RestoreRootConfigDirectory", folder)),
        new XElement("ItemGroup", packages.Select(package =>
            new XElement("PackageReference", new XAttribute("Include", package.Id),
                new XAttribute("Version", package.Version)))));

    private static string Failure(string log)
    {
        var errors = log.Split('\n')
            .Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..].Trim())
            .Distinct();
        var words = string.Join('\n', errors);
        return $"NuGet could not get it: {(words.Length > 0 ? words : log.Trim())}\nCheck the id and the version, and "
            + "that the package sources of nuget.config can be reached; offline, only packages that are "
            + "on this machine already are found.";
    }

    private static PackageFiles? Read(string json)
    {
        try
        {
            var items = JsonNode.Parse(json)!["Items"]!["ReferenceCopyLocalPaths"]!.AsArray()
                .Select(item => item!.AsObject()).ToArray();
            return new(Paths("runtime"), Paths("native"));

            string[] Paths(string type) =>
                [.. items.Where(item => (string?)item["AssetType"] == type).Select(item => (string)item["FullPath"]!)];
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[\w.-]+)?$")]
    private static partial Regex FullVersion();
}
