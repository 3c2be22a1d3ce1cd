using System.Text;

namespace AttentionKit.Plots.Matrices;

/// <summary>Reads files that were built into this library.</summary>
internal static class Resource
{
    internal static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    internal static byte[] Bytes(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException(
                $"this library must hold the resource {name}: it doesn't. Build it again.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
