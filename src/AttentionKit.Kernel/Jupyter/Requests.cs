using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>The content of an execute_request.</summary>
internal sealed record ExecuteRequest(
    string Code,
    bool Silent = false,
    bool StoreHistory = true,
    bool StopOnError = true,
    bool AllowStdin = false,
    JsonObject? UserExpressions = null)
{
    /// <summary>Whether the user sees it as a cell.</summary>
    public bool IsCounted => StoreHistory && !Silent;
}

/// <summary>The content of a complete_request and of an inspect_request.</summary>
/// <param name="CursorPos">In code points.</param>
internal sealed record PlaceRequest(string Code, int CursorPos);

/// <summary>The content of an is_complete_request.</summary>
internal sealed record CodeRequest(string Code);

/// <summary>The content of a history_request.</summary>
/// <param name="HistAccessType">"range", "search" or "tail".</param>
/// <param name="Start">Of a range: the first cell.</param>
/// <param name="Stop">Of a range: the cell after its last; null when there is none.</param>
internal sealed record HistoryRequest(
    string HistAccessType = "tail",
    bool Output = false,
    int? N = null,
    string? Pattern = null,
    bool? Unique = null,
    int Start = 0,
    int? Stop = null);

/// <summary>The content of a comm_open.</summary>
internal sealed record CommOpen(string CommId);

/// <summary>The content of a shutdown_request.</summary>
internal sealed record ShutdownRequest(bool Restart = false);

/// <summary>The content of an input_reply.</summary>
internal sealed record InputReply(string Value);

/// <summary>Reads them: each name without a default must be there, with a value of its type.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(PlaceRequest))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(CommOpen))]
[JsonSerializable(typeof(ShutdownRequest))]
[JsonSerializable(typeof(InputReply))]
internal sealed partial class RequestJson : JsonSerializerContext;
