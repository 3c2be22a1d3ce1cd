using System.Text.Json;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Wire;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Closes what front ends open: this kernel has no widgets.</summary>
internal sealed class CommHandler(JupyterSockets sockets)
{
    public static JsonObject List() => new() { ["status"] = "ok", ["comms"] = new JsonObject() };

    /// <returns>Nothing: it is not a question.</returns>
    public JsonObject? Close(Message request)
    {
        var id = request.Content.Deserialize(RequestJson.Default.CommOpen)!.CommId;
        sockets.Publish(request, "comm_close", new() { ["comm_id"] = id, ["data"] = new JsonObject() });
        return null;
    }
}
