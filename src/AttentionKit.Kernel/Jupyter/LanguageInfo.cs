using System.Text.Json.Nodes;
using AttentionKit.Session;
using Microsoft.CodeAnalysis.CSharp;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>What notebooks and front ends hold of the language.</summary>
internal static class LanguageInfo
{
    /// <summary>The version of C# that cells are written in: the compiler's newest.</summary>
    public static string Version { get; } =
        CSharpSession.LanguageVersion;

    /// <summary>In the order in which front ends write it, so that saving there changes nothing.</summary>
    public static JsonObject Create() => new()
    {
        ["file_extension"] = ".cs",
        ["mimetype"] = "text/x-csharp",
        ["name"] = "csharp", // As VS Code calls it: by any other name it adds its own to every cell.
        ["pygments_lexer"] = "csharp",
        ["version"] = Version,
    };
}
