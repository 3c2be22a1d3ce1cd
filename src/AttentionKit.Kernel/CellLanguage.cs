using System.Text.Json.Nodes;

namespace AttentionKit.Kernel;

/// <summary>The language that .NET Interactive's editors note in a cell's metadata.</summary>
/// <remarks>VS Code and JupyterLab send the metadata of a cell along with its code.</remarks>
internal static class CellLanguage
{
    /// <param name="metadata">Of a cell; anything may be in it.</param>
    /// <returns>Null where they noted none.</returns>
    public static string? Of(JsonNode? metadata) =>
        Noted(metadata, "polyglot_notebook", "kernelName") ?? Noted(metadata, "dotnet_interactive", "language");

    private static string? Noted(JsonNode? metadata, string editor, string name) =>
        metadata is JsonObject all && all[editor] is JsonObject noted
        && noted[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
