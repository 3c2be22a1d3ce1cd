using System.Text;
using System.Text.Json.Nodes;
using AttentionKit.Session;
using AttentionKit.Session.Display;
using AttentionKit.Session.Running;

namespace AttentionKit.Web;

/// <summary>Sends what one cell gives to the page, in order, as JSON with a <c>type</c>: stream, display, update, result, clear or error.</summary>
/// <param name="session">Words the exceptions of formatters.</param>
/// <param name="cell">Names the cell to the page.</param>
internal sealed class CellMessages(CSharpSession session, string cell)
{
    private const int LongText = 1 << 14;
    private const int MostCharacters = 50_000_000;
    private const int SoonMilliseconds = 50;

    private readonly StringBuilder text = new();
    private string stream = "";
    private long nCharacters, sentAt;

    public void Add(Output output)
    {
        switch (output)
        {
            case StreamText(var name, var piece):
                Add(name, piece);
                break;
            case Displayed(var value, var id):
                Show("display", value, id);
                break;
            case Updated(var value, var id):
                Show("update", value, id);
                break;
            case Result(var value):
                Show("result", value);
                break;
            case Cleared(var wait):
                nCharacters = 0;
                Send(new() { ["type"] = "clear", ["wait"] = wait });
                break;
            case Stray(var error):
                Add(error);
                break;
        }
    }

    public void Add(CellError error) => Send(new()
    {
        ["type"] = "error",
        ["name"] = error.Name,
        ["line"] = error.Line,
        ["lines"] = new JsonArray([.. error.Lines.Select(Line)]),
    });

    /// <summary>Sends the text that waits for more.</summary>
    public void Flush()
    {
        if (text.Length == 0)
            return;
        var piece = new JsonObject { ["type"] = "stream", ["name"] = stream, ["text"] = text.ToString() };
        text.Clear();
        sentAt = Environment.TickCount64;
        Post(piece);
    }

    private static JsonNode Line(TracebackLine line) =>
        new JsonObject { ["kind"] = line.GetType().Name, ["text"] = line.ToString() };

    // A cell may write millions of pieces, and a worker without threads has no timer to send them later.
    private void Add(string name, string piece)
    {
        var room = (int)Math.Max(0, Math.Min(piece.Length, MostCharacters - nCharacters));
        if (name != stream)
            Flush();
        stream = name;
        text.Append(piece.AsSpan(0, room));
        Count(piece.Length);
        if (text.Length > LongText || (piece.EndsWith('\n') && Environment.TickCount64 - sentAt > SoonMilliseconds))
            Flush();
    }

    private void Show(string type, object? value, string? id = null)
    {
        var bundle = MimeBundle.Of(value);
        if (type == "update" || Count(bundle.Length)) // An update takes the place of what it updates.
            Send(new() { ["type"] = type, ["id"] = id, ["data"] = bundle.Data });
        foreach (var failure in bundle.Failures)
        {
            var error = session.Describe(failure.Cause);
            Add(error with { Lines = [failure.Message, .. error.Lines] });
        }
    }

    /// <summary>A page keeps all that a cell shows, and does not bear any amount.</summary>
    /// <returns>Whether there is room for it.</returns>
    private bool Count(long length)
    {
        var hadRoom = nCharacters <= MostCharacters;
        nCharacters += length;
        if (hadRoom && nCharacters > MostCharacters)
            Send(new()
            {
                ["type"] = "stream",
                ["name"] = "stderr",
                ["text"] = "\nThis cell has shown more than 50 MB. The rest is left out; the cell goes on.\n",
            });
        return nCharacters <= MostCharacters;
    }

    private void Send(JsonObject message)
    {
        Flush();
        Post(message);
    }

    private void Post(JsonObject message)
    {
        message["cell"] = cell;
        Page.Show(message.ToJsonString());
    }
}
