using System.Runtime.InteropServices.JavaScript;
using System.Text.Json;
using AttentionKit.Session;
using AttentionKit.Session.Running;

namespace AttentionKit.Web;

/// <summary>What the worker's script calls.</summary>
internal static partial class Cells
{
    private static CSharpSession session = null!;
    private static CodeAssistant assistant = null!;
    private static int nChecks;

    /// <summary>Makes a session ready.</summary>
    /// <param name="assemblies">The simple names of all that cells may refer to, with spaces between.</param>
    [JSExport]
    public static void Open(string assemblies)
    {
        Bundle.Install(assemblies.Split(' '));
        session = new("/notebooks");
        assistant = new(session);
        CellCheck.IsStopAsked = IsStopAsked;
    }

    /// <summary>Runs a cell and shows what it gives.</summary>
    /// <param name="cell">Names it to the page.</param>
    /// <param name="code">C# script.</param>
    /// <returns>Whether it came to its end without an error.</returns>
    [JSExport]
    public static async Task<bool> Run(string cell, string code)
    {
        var messages = new CellMessages(session, cell);
        // In the pool's own thread: the compiler starts a task there and waits for it, which without threads can only end well
        // when the one that waits can run the task itself.
        var error = await Task.Run(() => session.RunAsync(code, messages.Add, default, ReadLine));
        if (error is not null)
            messages.Add(error);
        messages.Flush();
        return error is null;
    }

    /// <summary>What may be typed at a place.</summary>
    /// <returns>JSON: where the replaced text starts, and each text with its kind.</returns>
    [JSExport]
    public static async Task<string> Complete(string code, int position)
    {
        var found = await assistant.CompleteAsync(code, position);
        return JsonSerializer.Serialize(new { found.Start, Matches = found.Matches.Select(one => new[] { one.Text, one.Kind }) });
    }

    /// <summary>What a place means, from the documentation.</summary>
    [JSExport]
    public static Task<string?> Describe(string code, int position) => assistant.DescribeAsync(code, position);

    private static string ReadLine() => Page.ReadLine() ?? throw new InvalidOperationException(
        "This page can't wait for a line that you type: its server does not let it share memory with its worker. "
        + "Assign the value in the cell instead, or open the page with `serve`.");

    // To ask the page costs more than a turn of a small loop.
    private static bool IsStopAsked() => ++nChecks % 64 == 0 && Page.IsStopAsked();
}
