using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A file that can't be run as a notebook. The message names the file, what is wrong, and what to
/// do.</summary>
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

    // The last is what Polyglot Notebooks writes, whatever the language of the cells.
    private static readonly HashSet<string> CSharpNames =
        new(StringComparer.OrdinalIgnoreCase) { "C#", "csharp", "polyglot-notebook" };

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["python"] = "Python",
        ["fsharp"] = "F#",
        ["pwsh"] = "PowerShell",
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
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new NotebookException($"\"{path}\"", "is no file's name. Name a notebook.");
        path = System.IO.Path.GetFullPath(path);
        var root = Parse(path, Load(path)) as JsonObject
            ?? throw new NotebookException(path, "is not a notebook: its JSON is not an object.");
        if (root["nbformat"] is not JsonValue version || !version.TryGetValue(out int format))
            throw new NotebookException(path, "is not a notebook: it has no number \"nbformat\".");
        if (format != 4)
            throw new NotebookException(path, $"is of notebook format {format}; only format 4 can be run. "
                + "Convert it with `jupyter nbconvert --to notebook`.");
        if (root["cells"] is not JsonArray)
            throw new NotebookException(path, "is not a notebook: it has no list \"cells\".");
        if (root["metadata"] is not (null or JsonObject))
            throw new NotebookException(path, "is not a notebook: its \"metadata\" is not an object.");
        if (OtherLanguage(root) is { } language)
            throw new NotebookException(path, $"is a notebook in {language}, and this program runs C#. "
                + "Open it in VS Code or Jupyter with its own kernel.");
        var notebook = new Notebook(path, root);
        notebook.Complete();
        return notebook;
    }

    /// <summary>Takes the outputs out again, which may be large.</summary>
    public void ForgetOutputs()
    {
        foreach (var cell in Cells.Where(cell => cell.IsCode))
            cell.SetOutputs(null, []);
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
        if (!Utf8.IsValid(bytes))
            throw new NotebookException(path, "holds bytes that are no UTF-8. Save it as UTF-8.");
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            throw new NotebookException(
                path, "starts with a byte order mark, which Jupyter refuses. Save it as UTF-8 without one.");
        try
        {
            var root = JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false });
            Visit(root);
            return root;
        }
        catch (InvalidOperationException)
        {
            throw new NotebookException(
                path, "holds a text with half of a character: a \\ud800 to \\udfff without its other half. Remove it.");
        }
        catch (JsonException e)
        {
            throw new NotebookException(path, $"is not JSON: {e.Message}");
        }
    }

    // A text is decoded when it is asked for, and the notebook is written again only after it was run: too late to
    // find that one can't be.
    private static void Visit(JsonNode? node)
    {
        if (node is JsonObject members)
            foreach (var (_, member) in members)
                Visit(member);
        else if (node is JsonArray elements)
            foreach (var element in elements)
                Visit(element);
        else if (node?.GetValueKind() == JsonValueKind.String)
            _ = (string?)node;
    }

    /// <returns>The language that it says it is in, if that is not C#: the kernel's own word first, for VS Code changes
    /// the other when it saves.</returns>
    private static string? OtherLanguage(JsonObject root)
    {
        var metadata = root["metadata"];
        var language = Text("kernelspec", "language") ?? Text("language_info", "name");
        return language is null || CSharpNames.Contains(language) ? null : Names.GetValueOrDefault(language, language);

        string? Text(string part, string name) =>
            metadata?[part] is JsonObject json && json[name] is JsonValue value
            && value.TryGetValue(out string? text) ? text : null;
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
