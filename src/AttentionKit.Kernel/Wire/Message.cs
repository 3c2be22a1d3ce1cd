using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Wire;

/// <summary>One message of the Jupyter protocol.</summary>
/// <param name="Route">Whom a request came from and a reply goes to; the topic of a broadcast.</param>
/// <param name="Header">Type, id and session.</param>
/// <param name="Parent">The header of the request that this one belongs to; empty in requests.</param>
/// <param name="Content">What the type says.</param>
/// <param name="IsTooLarge">Whether the content was left out, for it is larger than is read.</param>
internal sealed record Message(
    byte[][] Route, JsonObject Header, JsonObject Parent, JsonObject Content, bool IsTooLarge = false)
{
    /// <summary>The newest protocol whose messages are understood.</summary>
    public const string ProtocolVersion = "5.3";

    private static readonly string Session = Guid.NewGuid().ToString();

    /// <summary>What the sender adds: with the code of a cell, its metadata.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>When it came, or was made, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Time { get; } = Stopwatch.GetTimestamp();

    public string Type => (string)Header["msg_type"]!;

    /// <summary>A new message that belongs to this one.</summary>
    public Message Answer(string type, JsonObject content, params byte[][] route)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = Session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O"),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        return new(route, header, Header, content);
    }
}
