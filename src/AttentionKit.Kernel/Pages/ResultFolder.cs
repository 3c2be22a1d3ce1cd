using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AttentionKit.Kernel.Pages;

/// <summary>A folder of results. What is in it is overwritten only if it was written here and nobody has changed it since.</summary>
internal sealed class ResultFolder
{
    /// <summary>The file that lists what was written, and marks a folder as one of results.</summary>
    public const string ListName = ".attentionkit-results.json";

    private readonly Lock gate = new();
    private readonly Dictionary<string, string[]> hashes;

    /// <param name="path">Made if it is not there.</param>
    /// <exception cref="IOException">It can't be.</exception>
    public ResultFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
        hashes = ReadList(File(ListName));
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <exception cref="IOException">A file of that name is there, and is not this program's.</exception>
    public void Check(string name)
    {
        if (HashOfFile(name) is { } hash && !hashes.GetValueOrDefault(name, []).Contains(hash))
            throw NotOurs(name);
    }

    /// <exception cref="IOException">A file of that name is there, and is not this program's.</exception>
    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <exception cref="IOException">A file of that name is there, and is not this program's.</exception>
    public void Write(string name, byte[] content)
    {
        var next = Hash(content);
        lock (gate)
        {
            var now = HashOfFile(name);
            if (now == next)
                return;
            Check(name);
            // The list first: whenever the run ends, it knows the old file and the new one.
            hashes[name] = now is null ? [next] : [now, next];
            AtomicFile.Write(File(ListName), JsonSerializer.Serialize(hashes));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
            AtomicFile.Write(File(name), content);
        }
    }

    private string? HashOfFile(string name)
    {
        if (Directory.Exists(File(name)))
            throw NotOurs(name);
        return System.IO.File.Exists(File(name)) ? Hash(System.IO.File.ReadAllBytes(File(name))) : null;
    }

    private IOException NotOurs(string name) => new(
        $"{File(name)} was not written by run, or was changed since, and is not overwritten. Move it away, or name another folder.");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];

    // A list that can't be read knows nothing: then nothing is overwritten.
    private static Dictionary<string, string[]> ReadList(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(System.IO.File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
