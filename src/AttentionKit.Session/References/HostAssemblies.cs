using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using AttentionKit.Session.Display;
using Microsoft.CodeAnalysis;

namespace AttentionKit.Session;

/// <summary>The assemblies that cells share with the host: the framework, and this one, through which values are shown.</summary>
internal static class HostAssemblies
{
    private static readonly string FrameworkFolder = BundledAssemblies.Are ? "" : Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string OwnPath = BundledAssemblies.Are ? "AttentionKit.Session.dll" : typeof(CellGlobals).Assembly.Location;

    private static readonly Dictionary<string, string> Paths = (BundledAssemblies.ByName?.Keys.Select(name => name + ".dll") ?? FrameworkPaths())
        .Append(OwnPath)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, PortableExecutableReference> ByName =
        BundledAssemblies.ByName ?? Paths.ToDictionary(pair => pair.Key, pair => Reference(pair.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = [.. ByName.Values];

    /// <summary>Those that nearly every cell is content with: a compilation costs time and memory for each.</summary>
    public static ImmutableArray<MetadataReference> Core { get; } =
        [.. new[] { "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Console", "System.Linq", "System.Memory" }
            .Append(Path.GetFileNameWithoutExtension(OwnPath)).Select(name => ByName[name])];

    /// <returns>Null when it is not one of them.</returns>
    public static PortableExecutableReference? Find(string simpleName) => ByName.GetValueOrDefault(simpleName);

    /// <summary>Whether cells must see the host's own copy, so that its types are the same on both sides.</summary>
    public static bool Share(string simpleName) => Paths.ContainsKey(simpleName);

    /// <summary>Whether cells must not see it: libraries may bring .NET Interactive's formatting and use it, but in a cell its
    /// names mean the host's.</summary>
    public static bool Hide(string simpleName) => simpleName == "Microsoft.DotNet.Interactive.Formatting";

    // Mapped for good, so that of 80 MB only the pages that compilers look at are in memory, and all kernels share them.
    private static unsafe PortableExecutableReference Reference(string path)
    {
        var view = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read).CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* image = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref image);
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromImage((nint)image, (int)new FileInfo(path).Length)).GetReference(filePath: path);
    }

    private static IEnumerable<string> FrameworkPaths() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == FrameworkFolder);
}
