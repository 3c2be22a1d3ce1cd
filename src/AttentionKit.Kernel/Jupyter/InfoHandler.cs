using System.Text.Json.Nodes;
using AttentionKit.Kernel.Wire;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Says what kernel this is, and for what language.</summary>
internal static class InfoHandler
{
    public static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Message.ProtocolVersion,
        ["implementation"] = "attentionkit-csharp",
        ["implementation_version"] = typeof(InfoHandler).Assembly.GetName().Version!.ToString(3),
        ["language_info"] = LanguageInfo.Create(),
        ["banner"] = $"C# {LanguageInfo.Version} on .NET {Environment.Version}",
        ["help_links"] = new JsonArray(),
    };
}
