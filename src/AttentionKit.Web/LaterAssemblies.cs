using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;

namespace AttentionKit.Web;

/// <summary>Assemblies that most cells do without: they are fetched when code first needs one.</summary>
internal static class LaterAssemblies
{
    public static void Install() => AssemblyLoadContext.Default.Resolving += (_, name) => Load(name.Name!);

    /// <returns>Null when the site has none of that name.</returns>
    public static Assembly? Load(string simpleName)
    {
        var packed = Page.FetchAssembly(simpleName);
        if (packed.Length == 0)
            return null;
        using var image = new MemoryStream();
        using (var unpacking = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            unpacking.CopyTo(image);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
