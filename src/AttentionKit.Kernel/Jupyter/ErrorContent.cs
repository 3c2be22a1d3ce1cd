using System.Text.Json.Nodes;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>An error as messages and notebooks hold it.</summary>
internal static class ErrorContent
{
    private const string Red = "\e[31m";
    private const string Cyan = "\e[36m";
    private const string Plain = "\e[0m";

    /// <param name="error">A cell's.</param>
    /// <param name="coloured">Whether a front end shows it: what is wrong in red, places in cyan.</param>
    public static JsonObject Of(CellError error, bool coloured) =>
        Of(error.Name, error.Message, error.Lines.Select(line => coloured ? Colour(line) : line.ToString()));

    /// <summary>An error that is no cell's.</summary>
    public static JsonObject Of(string name, string message) => Of(name, message, []);

    /// <summary>What a request that failed is answered.</summary>
    public static JsonObject AsReply(JsonObject error)
    {
        error["status"] = "error";
        return error;
    }

    private static JsonObject Of(string name, string message, IEnumerable<string> traceback) => new()
    {
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
    };

    private static string Colour(TracebackLine line) => line switch
    {
        TracebackLine.Problem or TracebackLine.Underline => $"{Red}{line}{Plain}",
        TracebackLine.Frame frame => $"    {Cyan}{frame.Place}{Plain}: {frame.Code}",
        _ => $"{line}",
    };
}
