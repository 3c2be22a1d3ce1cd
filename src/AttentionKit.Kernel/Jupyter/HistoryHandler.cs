using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Remembers the cells of this session.</summary>
internal sealed class HistoryHandler
{
    private readonly List<Entry> entries = [];

    private sealed record Entry(int Count, string Code, string? Result);

    /// <param name="result">As text; null when it had none.</param>
    public void Add(int count, string code, string? result) => entries.Add(new(count, code, result));

    public JsonObject Find(JsonObject content)
    {
        var request = content.Deserialize(RequestJson.Default.HistoryRequest)!;
        var found = request.HistAccessType switch
        {
            "range" => entries.Where(entry => entry.Count >= request.Start && !(entry.Count >= request.Stop)),
            "search" => Search(request),
            _ => entries,
        };
        if (request is { N: { } n, HistAccessType: not "range" })
            found = found.TakeLast(n);
        return new()
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(entry => ToJson(entry, request.Output))]),
        };
    }

    private IEnumerable<Entry> Search(HistoryRequest request)
    {
        var pattern = request.Pattern ?? "*";
        var found = entries.Where(entry =>
            FileSystemName.MatchesSimpleExpression(pattern, entry.Code, ignoreCase: false));
        return request.Unique is true ? found.GroupBy(entry => entry.Code).Select(same => same.Last()) : found;
    }

    private static JsonArray ToJson(Entry entry, bool output) =>
        new(1, entry.Count, output ? new JsonArray(entry.Code, entry.Result) : entry.Code);
}
