using System.IO.Compression;
using System.Text.RegularExpressions;

namespace AttentionKit.Training;

/// <summary>The text of dictionaries as the DICT server keeps them: packed, and with lines of 80 characters.</summary>
internal static partial class Corpus
{
    /// <summary>The text of all files, a paragraph per line, in printable ASCII.</summary>
    internal static string Read(IEnumerable<string> paths) => Plain(string.Join("\n\n", paths.Select(Unpacked)));

    /// <summary>Typographic quotes and dashes as ASCII has them, marks of links left out.</summary>
    internal static string Plain(string text)
    {
        var ascii = Quote().Replace(Apostrophe().Replace(Dash().Replace(text, "-"), "'"), "\"");
        var bare = Foreign().Replace(ascii, "").Replace("\r", "", StringComparison.Ordinal);
        var paragraphs = Gap().Split(bare).Select(paragraph => Spaces().Replace(paragraph, " ").Trim());
        return string.Join('\n', paragraphs.Where(paragraph => paragraph.Length > 0)) + "\n";
    }

    // A dictzip file is a gzip file.
    private static string Unpacked(string path)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith('z') ? new GZipStream(file, CompressionMode.Decompress) : file);
        return text.ReadToEnd();
    }

    [GeneratedRegex("[—–]")]
    private static partial Regex Dash();

    [GeneratedRegex("[‘’´`]")]
    private static partial Regex Apostrophe();

    [GeneratedRegex("[“”]")]
    private static partial Regex Quote();

    [GeneratedRegex(@"[^\n\r -~]|[{}]")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Gap();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
