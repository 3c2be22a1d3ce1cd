using System.Text;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Keeps the messages of one cell as a notebook's outputs.</summary>
internal sealed class CellRecorder
{
    private sealed record Recorded(string Type, JsonObject Content, string? DisplayId, StringBuilder Text);

    private readonly Lock gate = new();
    private readonly List<Recorded> outputs = [];
    private bool clearing;

    public void Add(string type, JsonObject content)
    {
        lock (gate)
        {
            if (type == "clear_output" ? !(clearing = (bool)content["wait"]!) : clearing)
                outputs.Clear();
            if (type == "clear_output")
                return;
            clearing = false;
            var text = (string?)content["text"];
            if (text is null || outputs.LastOrDefault() is not { Type: "stream" } last
                || (string?)last.Content["name"] != (string?)content["name"])
                outputs.Add(last = new(type, content, (string?)content["transient"]?["display_id"], new()));
            last.Text.Append(text);
            content.Remove("transient");
        }
    }

    /// <summary>Puts the data of an update where that display is, if it is one of this cell's.</summary>
    public void Update(JsonObject update)
    {
        lock (gate)
            foreach (var output in outputs.Where(output =>
                output.DisplayId == (string?)update["transient"]!["display_id"]))
                output.Content["data"] = update["data"]!.DeepClone();
    }

    /// <summary>A copy of all so far, as a notebook holds it.</summary>
    public JsonArray ToJson()
    {
        lock (gate)
            return [.. outputs.Select(ToJson)];
    }

    private static JsonObject ToJson(Recorded output)
    {
        var json = output.Content.DeepClone().AsObject();
        json["output_type"] = output.Type;
        if (output.Type == "stream")
            json["text"] = Lines(output.Text.ToString());
        foreach (var (mimeType, data) in json["data"]?.AsObject().ToArray() ?? [])
            if (!mimeType.EndsWith("json", StringComparison.Ordinal))
                json["data"]![mimeType] = Lines((string)data!);
        return json;
    }

    // A list of lines, as Jupyter writes it: it reads well and compares well.
    private static JsonArray Lines(string value)
    {
        var lines = new JsonArray();
        for (int start = 0, end; start < value.Length; start = end)
        {
            end = value.IndexOf('\n', start) + 1 is > 0 and var next ? next : value.Length;
            lines.Add(value[start..end]);
        }
        return lines;
    }
}
