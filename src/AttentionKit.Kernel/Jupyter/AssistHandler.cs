using System.Text.Json;
using System.Text.Json.Nodes;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Helps while a cell is typed.</summary>
internal sealed class AssistHandler(CSharpSession session)
{
    private readonly Lazy<CodeAssistant> assistant = new(() => new(session)); // Half of Roslyn: only for those who ask.

    public async Task<JsonObject> CompleteAsync(JsonObject content)
    {
        var (code, position) = Place(content);
        var completions = await assistant.Value.CompleteAsync(code, position);
        var (start, end) = (CodePoints(code, completions.Start), CodePoints(code, position));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completions.Matches.Select(match => match.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. completions.Matches.Select(Typed)]),
            },
        };

        JsonObject Typed((string Text, string Kind) match) =>
            new() { ["start"] = start, ["end"] = end, ["text"] = match.Text, ["type"] = match.Kind };
    }

    public async Task<JsonObject> InspectAsync(JsonObject content)
    {
        var (code, position) = Place(content);
        var text = await assistant.Value.DescribeAsync(code, position);
        return new()
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? new JsonObject() : new() { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>Makes ready for what the cells have declared since, if anybody has asked so far.</summary>
    public Task CatchUpAsync() => assistant.IsValueCreated ? assistant.Value.CatchUpAsync() : Task.CompletedTask;

    public static JsonObject IsComplete(JsonObject content)
    {
        var request = content.Deserialize(RequestJson.Default.CodeRequest)!;
        var (status, indent) = CodeAssistant.Completeness(request.Code);
        return new() { ["status"] = status, ["indent"] = indent };
    }

    // The protocol counts code points, and .NET half of them for the rarer ones.
    private static (string Code, int Position) Place(JsonObject content)
    {
        var (code, cursor) = content.Deserialize(RequestJson.Default.PlaceRequest)!;
        return (code, code.EnumerateRunes().Take(cursor).Sum(rune => rune.Utf16SequenceLength));
    }

    private static int CodePoints(string code, int position) => code[..position].EnumerateRunes().Count();
}
