using Microsoft.CodeAnalysis;

namespace AttentionKit.Kernel.Session;

/// <summary>The XML documentation of assemblies: beside them, or with the SDK for the framework's.</summary>
internal static class Documentation
{
    private static readonly string? FrameworkFolder = FindFrameworkFolder();

    /// <returns>Read when it is first asked; null when there is none.</returns>
    public static DocumentationProvider? Of(string assembly)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        // The framework's own code lies elsewhere than what is documented.
        var framework = Path.Combine(FrameworkFolder ?? "", (name.StartsWith("System.Private.", StringComparison.Ordinal) ? "System.Runtime" : name) + ".xml");
        var path = new[] { Path.ChangeExtension(assembly, ".xml"), framework }.FirstOrDefault(File.Exists);
        return path is null ? null : XmlDocumentationProvider.CreateFromFile(path);
    }

    private static string? FindFrameworkFolder()
    {
        var packs = Path.Combine(Dotnet.Root, "packs", "Microsoft.NETCore.App.Ref");
        return Directory.Exists(packs) ? Directory.GetDirectories(packs, $"{Environment.Version.Major}.*").SelectMany(pack => Directory.GetDirectories(Path.Combine(pack, "ref"))).LastOrDefault() : null;
    }
}
