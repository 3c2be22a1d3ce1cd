using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Kernel.Session;

/// <summary>The assemblies that cells share with the host: the framework, and the few through which values are shown.</summary>
internal static class HostAssemblies
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string[] OwnPaths = [.. new[] { typeof(CellGlobals), typeof(Formatter), typeof(IHtmlContent) }.Select(type => type.Assembly.Location)];

    private static readonly Dictionary<string, string> Paths = FrameworkPaths()
        .Concat(OwnPaths)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a session's first cell refers to.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
        [.. Paths.Values.Select(Reference)];

    /// <summary>Whether cells must see the host's own copy, so that its types are the same on both sides.</summary>
    public static bool Share(string simpleName) => Paths.ContainsKey(simpleName);

    /// <summary>Whether it is one of the few through which values are shown: of these there must be one copy only, whatever a package brings.</summary>
    public static bool Show(string simpleName) => OwnPaths.Any(path => Path.GetFileNameWithoutExtension(path).Equals(simpleName, StringComparison.OrdinalIgnoreCase));

    // Only the tables are read: the code in these files is 60 MB.
    private static PortableExecutableReference Reference(string path)
    {
        using var file = File.OpenRead(path);
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata)).GetReference(Documentation.Of(path), filePath: path);
    }

    private static IEnumerable<string> FrameworkPaths() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == FrameworkFolder);
}
