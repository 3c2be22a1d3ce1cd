using Microsoft.CodeAnalysis;

namespace AttentionKit.Session;

/// <summary>The assemblies of a host that has no files, as a browser's page: framework and libraries, for the compiler of cells.</summary>
internal static class BundledAssemblies
{
    /// <summary>By simple name. The host sets them before its first session; null where assemblies are files.</summary>
    public static Dictionary<string, PortableExecutableReference>? ByName { get; set; }

    public static bool Are => ByName is not null;
}
