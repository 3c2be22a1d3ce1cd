using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace AttentionKit.Session;

/// <summary>The XML documentation of assemblies: beside them, or with the SDK for the framework's.</summary>
internal static class Documentation
{
    private static readonly string? FrameworkFolder = FindFrameworkFolder();

    /// <returns>The same assembly with its documentation, which is read when it is first asked for.</returns>
    public static MetadataReference AddTo(PortableExecutableReference reference) =>
        reference.FilePath is { } path && PathFor(path) is { } xml
        && reference.GetMetadata() is AssemblyMetadata metadata
            ? metadata.GetReference(XmlDocumentationProvider.CreateFromFile(xml), reference.Properties.Aliases,
                reference.Properties.EmbedInteropTypes, path)
            : reference;

    private static string? PathFor(string assembly)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        // The framework's own code lies elsewhere than what is documented.
        var documented = name.StartsWith("System.Private.", StringComparison.Ordinal) ? "System.Runtime" : name;
        var framework = Path.Combine(FrameworkFolder ?? "", documented + ".xml");
        return new[] { Path.ChangeExtension(assembly, ".xml"), framework }.FirstOrDefault(File.Exists);
    }

    private static string? FindFrameworkFolder()
    {
        var packs = Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        return !Directory.Exists(packs) ? null
            : Directory.GetDirectories(packs, $"{Environment.Version.Major}.*")
                .SelectMany(pack => Directory.GetDirectories(Path.Combine(pack, "ref"))).LastOrDefault();
    }
}
