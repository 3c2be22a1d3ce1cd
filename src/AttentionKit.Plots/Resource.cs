using System.Reflection;

namespace AttentionKit.Plots;

/// <summary>Reads files that were built into a library.</summary>
internal static class Resource
{
    internal static string Text(string name) => Text(typeof(Resource).Assembly, name);

    internal static string Text(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} must hold the resource {name}: it doesn't. Rebuild it, or use the package version that this project names.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
