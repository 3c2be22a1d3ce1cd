using System.Text;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Threads;
using AttentionKit.Session;
using AttentionKit.Session.Display;
using AttentionKit.Session.Running;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Turns what one cell gives, at any time and from any thread, into Jupyter's messages, in order.</summary>
/// <param name="session">Words the exceptions of formatters.</param>
/// <param name="executionCount">Of the cell.</param>
/// <param name="send">Gets each message's type and content; never two at once.</param>
internal sealed class CellOutput(CSharpSession session, int executionCount, Action<string, JsonObject> send)
{
    private const int LongText = 1 << 16;
    private const int MostCharacters = 50_000_000;
    private const string TooMuch = "\nThis cell has shown more than 50 MB. The rest is left out; the cell goes on.\n";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private string stream = "";
    private long nCharacters;

    /// <summary>Whether tracebacks are for a front end, which shows colours.</summary>
    public bool Coloured { get; init; }

    /// <summary>The cell's error, or else the first of its formatters'.</summary>
    public CellError? Error { get; private set; }

    public void Add(Output output)
    {
        switch (output)
        {
            case Stray(var error):
                Add(error);
                break;
            case StreamText(var name, var piece):
                Add(name, piece);
                break;
            case Displayed(var value, var id):
                Show("display_data", value, new() { ["transient"] = new JsonObject { ["display_id"] = id } });
                break;
            case Updated(var value, var id):
                Show("update_display_data", value, new() { ["transient"] = new JsonObject { ["display_id"] = id } });
                break;
            case Result(var value):
                Show("execute_result", value, new() { ["execution_count"] = executionCount });
                break;
            case Cleared(var wait):
                lock (gate)
                    nCharacters = 0;
                Send("clear_output", new() { ["wait"] = wait });
                break;
        }
    }

    public void Add(CellError error)
    {
        Error ??= error;
        Send("error", ErrorContent.Of(error, Coloured));
    }

    /// <summary>Sends the text that waits for more.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (text.Length > 0)
                send("stream", new() { ["name"] = stream, ["text"] = text.ToString() });
            text.Clear();
        }
    }

    private void Send(string type, JsonObject content)
    {
        lock (gate)
        {
            Flush();
            send(type, content);
        }
    }

    // A cell may write millions of pieces: they are sent together, and soon.
    private void Add(string name, string piece)
    {
        lock (gate)
        {
            var room = Math.Max(0, MostCharacters - nCharacters);
            if (name != stream || text.Length > LongText)
                Flush();
            stream = name;
            if (text.Length == 0 && room > 0)
                Later.Do(Soon, Flush);
            text.Append(piece.AsSpan(0, (int)Math.Min(piece.Length, room)));
            Count(piece.Length);
        }
    }

    private void Send(string type, MimeBundle bundle, JsonObject content)
    {
        lock (gate)
            if (type == "update_display_data" || Count(bundle.Length)) // An update takes the place of what it updates.
                Send(type, content);
    }

    /// <summary>A front end keeps all that a cell shows, and does not bear any amount.</summary>
    /// <returns>Whether there is room for it.</returns>
    private bool Count(long length)
    {
        if (nCharacters > MostCharacters)
            return false;
        nCharacters += length;
        if (nCharacters > MostCharacters)
            Send("stream", new() { ["name"] = "stderr", ["text"] = TooMuch });
        return nCharacters <= MostCharacters;
    }

    private void Show(string type, object? value, JsonObject content)
    {
        var bundle = MimeBundle.Of(value); // Outside of the lock: formatters are the user's code too.
        content["data"] = bundle.Data;
        content["metadata"] = new JsonObject();
        Send(type, bundle, content);
        foreach (var failure in bundle.Failures)
        {
            var error = session.Describe(failure.Cause);
            Add(error with
            {
                Message = $"{failure.Message}: {error.Message}",
                Lines = [failure.Message, .. error.Lines],
            });
        }
    }
}
