using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>What a cell asks for when it reads a line: the line that it has begun to write.</summary>
internal sealed class Prompt
{
    private const string Unasked = "Input:";
    private const int Longest = 200;

    private readonly Lock gate = new();
    private string line = "";

    /// <summary>Looks at what the cell gives, from whatever thread.</summary>
    public void See(Output output)
    {
        if (output is not StreamText("stdout", { } text))
            return;
        var end = text.LastIndexOf('\n') + 1;
        lock (gate)
            line = Last(end == 0 && line.Length > 0 ? line + text : text[end..]);
    }

    private static string Last(string text) => text[Math.Max(0, text.Length - Longest)..];

    /// <summary>The words for the user; the line that they type ends the cell's line.</summary>
    public string Take()
    {
        lock (gate)
        {
            var asked = line;
            line = "";
            return string.IsNullOrWhiteSpace(asked) ? Unasked : asked;
        }
    }
}
