using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AttentionKit.Kernel.Pages;

/// <summary>Scripts that a library's own script carries, packed with gzip and written as base64, and puts on the page.</summary>
internal static partial class PackedScripts
{
    private const int Most = 50_000_000;

    /// <summary>What a content security policy must name for them to run.</summary>
    public static IEnumerable<string> HashesIn(string script) =>
        Packed().Matches(script).Select(match => Unpack(match.Groups[1].Value)).OfType<string>()
            .Select(text => HashOf($"(function (module, exports, define) {{{text}\n}}).call(window)"));

    /// <summary>Of a script that stands in the page.</summary>
    public static string HashOf(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string? Unpack(string base64)
    {
        try
        {
            using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
            using var text = new MemoryStream();
            var piece = new byte[1 << 16];
            for (int n; (n = packed.Read(piece)) > 0 && text.Length < Most;)
                text.Write(piece, 0, n);
            return text.Length < Most ? Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) : null;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return null;
        }
    }

    [GeneratedRegex("\"(H4sI[A-Za-z0-9+/=]+)\"")]
    private static partial Regex Packed();
}
