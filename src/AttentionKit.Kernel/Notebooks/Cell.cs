using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>One cell of a notebook, as its own JSON.</summary>
internal sealed partial class Cell
{
    private readonly JsonObject json;

    private Cell(JsonObject json, string type, string source, string? id) =>
        (this.json, Type, Source, Id) = (json, type, source, id);

    /// <summary>"code", "markdown" or "raw".</summary>
    public string Type { get; }

    public string Source { get; }

    public string? Id { get; private set; }

    public bool IsCode => Type == "code";

    /// <summary>Whether there is anything to run.</summary>
    public bool HasCode => IsCode && !string.IsNullOrWhiteSpace(Source);

    /// <summary>Whether its author says that it fails, with nbclient's tag.</summary>
    public bool MayFail => HasTag("raises-exception");

    /// <summary>Whether its author has put a tag on it.</summary>
    public bool HasTag(string tag) => json["metadata"]?["tags"] is JsonArray tags && tags.Any(one => Text(one) == tag);

    /// <summary>The language that .NET Interactive's editors noted for this cell alone; null where they noted none.</summary>
    public string? Language => CellLanguage.Of(json["metadata"]);

    /// <summary>Images that Markdown names as attachment:…, by name and MIME type.</summary>
    public JsonObject? Attachments => json["attachments"] as JsonObject;

    /// <summary>In a code cell: what it gave, and as which run; nothing in one that was not run.</summary>
    public JsonArray Outputs => json["outputs"] as JsonArray ?? [];

    public int? ExecutionCount => (int?)json["execution_count"];

    /// <exception cref="NotebookException">The JSON is not that of a cell.</exception>
    public static Cell Read(string path, int index, JsonNode? node)
    {
        if (node is not JsonObject json)
            throw Wrong("is not an object");
        if (Text(json["cell_type"]) is not ("code" or "markdown" or "raw"))
            throw Wrong("needs a \"cell_type\" that is code, markdown or raw");
        if (json["metadata"] is not (null or JsonObject))
            throw Wrong("has a \"metadata\" that is not an object");
        if (json.ContainsKey("id") && (Text(json["id"]) is not { } id || !ValidId().IsMatch(id)))
            throw Wrong("has an \"id\" that is not 1 to 64 letters, digits, - or _");
        if (!AreAttachments(json["attachments"]))
            throw Wrong("has \"attachments\" that are not names, each with its pictures as texts, by MIME type");
        return new(json, Text(json["cell_type"])!, ReadSource() ?? throw Wrong("needs a \"source\" that is text or a list of texts"), Text(json["id"]));

        NotebookException Wrong(string what) => new(path, $"cell {index + 1} {what}.");

        string? ReadSource() => json["source"] switch
        {
            JsonArray lines when lines.All(line => Text(line) is not null) => string.Concat(lines.Select(Text)),
            var source => Text(source),
        };
    }

    /// <summary>Fills in what format 4.5 wants.</summary>
    /// <param name="ids">Those in use; this cell's own is added.</param>
    /// <param name="position">Of the cell in its notebook.</param>
    public void Complete(HashSet<string> ids, int position)
    {
        json["metadata"] ??= new JsonObject();
        if (Id is null)
            json["id"] = Id = NewId(ids, position);
        if (IsCode)
            SetOutputs(null, []);
    }

    public void SetOutputs(int? executionCount, JsonArray outputs) =>
        (json["execution_count"], json["outputs"]) = (executionCount, outputs);

    // The same notebook gets the same ids in every run, so that its outputs can be compared.
    private string NewId(HashSet<string> ids, int position)
    {
        for (var attempt = 0; ; attempt++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{position} {attempt} {Source}"));
            var id = Convert.ToHexStringLower(hash)[..8];
            if (ids.Add(id))
                return id;
        }
    }

    private static bool AreAttachments(JsonNode? node) => node is null || node is JsonObject files
        && files.All(file => file.Value is JsonObject forms && forms.All(form => IsText(form.Value)));

    private static bool IsText(JsonNode? node) => Text(node) is not null || node is JsonArray lines && lines.All(line => Text(line) is not null);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex ValidId();
}
