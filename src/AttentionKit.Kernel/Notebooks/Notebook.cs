using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A file that can't be run as a notebook. The message names the file, what is wrong, and what to do.</summary>
internal sealed class NotebookException(string path, string reason) : Exception($"{path}: {reason}");

/// <summary>A notebook of format 4, as its own JSON: what this program doesn't know stays as it is.</summary>
internal sealed class Notebook
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1, // as Jupyter writes it
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private Notebook(string path, JsonObject root)
    {
        (Path, this.root) = (path, root);
        Cells = [.. root["cells"]!.AsArray().Select((cell, index) => Cell.Read(path, index, cell))];
    }

    /// <summary>Where it was read from, in full.</summary>
    public string Path { get; }

    public IReadOnlyList<Cell> Cells { get; }

    /// <exception cref="NotebookException">It is not there, or not a notebook of format 4.</exception>
    public static Notebook Read(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var root = Parse(path, Load(path)) as JsonObject ?? throw new NotebookException(path, "is not a notebook: its JSON is not an object.");
        if (root["nbformat"] is not JsonValue version || !version.TryGetValue(out int format))
            throw new NotebookException(path, "is not a notebook: it has no number \"nbformat\".");
        if (format != 4)
            throw new NotebookException(path, $"is of notebook format {format}; only format 4 can be run. Convert it with `jupyter nbconvert --to notebook`.");
        if (root["cells"] is not JsonArray)
            throw new NotebookException(path, "is not a notebook: it has no list \"cells\".");
        if (root["metadata"] is not (null or JsonObject))
            throw new NotebookException(path, "is not a notebook: its \"metadata\" is not an object.");
        var notebook = new Notebook(path, root);
        notebook.Complete();
        return notebook;
    }

    public override string ToString() => root.ToJsonString(Format) + "\n";

    private static byte[] Load(string path)
    {
        if (Directory.Exists(path))
            throw new NotebookException(path, "is a folder. Name the notebooks in it.");
        if (!File.Exists(path))
            throw new NotebookException(path, "is not there.");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(path, $"can't be read: {e.Message}");
        }
    }

    private static JsonNode? Parse(string path, byte[] bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            throw new NotebookException(path, "starts with a byte order mark, which Jupyter refuses. Save it as UTF-8 without one.");
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new NotebookException(path, $"is not JSON: {e.Message}");
        }
    }

    // Format 4.5 wants these; 4.0 to 4.4 had no ids.
    private void Complete()
    {
        if (root["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue(out int number) || number < 5)
            root["nbformat_minor"] = 5;
        root["metadata"] ??= new JsonObject();
        root["metadata"]!["language_info"] = Jupyter.LanguageInfo.Create();
        var ids = new HashSet<string>();
        foreach (var cell in Cells)
            if (cell.Id is { } id && !ids.Add(id))
                throw new NotebookException(Path, $"has two cells with the id \"{id}\". Give each its own, or none.");
        for (var i = 0; i < Cells.Count; i++)
            Cells[i].Complete(ids, i);
    }
}
