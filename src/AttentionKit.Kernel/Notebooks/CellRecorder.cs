using System.Text;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Display;
using AttentionKit.Kernel.Session;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Turns what one cell gives into a notebook's outputs.</summary>
internal sealed class CellRecorder(CSharpSession session, int executionCount)
{
    private readonly Lock gate = new();
    private readonly List<JsonObject> outputs = [];
    private readonly StringBuilder text = new();
    private string? stream;

    /// <summary>The cell's error, or else the first of its formatters'.</summary>
    public CellError? Error { get; private set; }

    /// <summary>Adds output, at any time and from any thread.</summary>
    public void Add(Output output)
    {
        switch (output)
        {
            case StreamText piece:
                Add(piece);
                break;
            case Displayed(var value):
                Add(value, new() { ["output_type"] = "display_data" });
                break;
            case Result(var value):
                Add(value, new() { ["output_type"] = "execute_result", ["execution_count"] = executionCount });
                break;
        }
    }

    public void Add(CellError error)
    {
        lock (gate)
        {
            EndStream();
            Error ??= error;
            outputs.Add(new()
            {
                ["output_type"] = "error",
                ["ename"] = error.Name,
                ["evalue"] = error.Message,
                ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
            });
        }
    }

    /// <summary>A copy of all so far, as a notebook holds it.</summary>
    public JsonArray ToJson()
    {
        lock (gate)
        {
            EndStream();
            return [.. outputs.Select(output => output.DeepClone())];
        }
    }

    // A cell may write millions of pieces: what comes between two displays is one output.
    private void Add(StreamText piece)
    {
        lock (gate)
        {
            if (stream != piece.Stream)
                EndStream();
            stream = piece.Stream;
            text.Append(piece.Text);
        }
    }

    private void Add(object? value, JsonObject output)
    {
        var bundle = MimeBundle.Of(value);
        lock (gate)
        {
            EndStream();
            foreach (var (mimeType, data) in bundle.Data.ToArray())
                if (!mimeType.EndsWith("json", StringComparison.Ordinal))
                    bundle.Data[mimeType] = Lines((string)data!);
            output["metadata"] = new JsonObject();
            output["data"] = bundle.Data;
            outputs.Add(output);
        }
        foreach (var failure in bundle.Failures)
        {
            var error = session.Describe(failure.Cause);
            Add(error with { Message = $"{failure.Message}: {error.Message}", Traceback = [failure.Message, .. error.Traceback] });
        }
    }

    private void EndStream()
    {
        if (stream is null)
            return;
        outputs.Add(new() { ["output_type"] = "stream", ["name"] = stream, ["text"] = Lines(text.ToString()) });
        text.Clear();
        stream = null;
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
