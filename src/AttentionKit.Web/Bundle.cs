using System.Reflection;
using System.Reflection.Metadata;
using AttentionKit.Session;
using Microsoft.CodeAnalysis;

namespace AttentionKit.Web;

/// <summary>The assemblies that the page came with, for the compiler of cells: as they lie in memory.</summary>
internal static class Bundle
{
    /// <param name="simpleNames">Of all that are loaded, or can be.</param>
    public static void Install(IEnumerable<string> simpleNames)
    {
        BundledAssemblies.ByName = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in simpleNames)
            if (Reference(Assembly.Load(name)) is { } reference)
                BundledAssemblies.ByName[name] = reference;
    }

    private static unsafe PortableExecutableReference? Reference(Assembly assembly) =>
        assembly.TryGetRawMetadata(out var image, out var length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)image, length)).GetReference(filePath: $"/{assembly.GetName().Name}.dll")
            : null;
}
