using System.Text.Json;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Install;

/// <summary>A kernel as Jupyter knows it: a folder with a file kernel.json.</summary>
/// <param name="Folder">Its name is the kernel's.</param>
/// <param name="DisplayName">What front ends show.</param>
/// <param name="IsOurs">Whether this program wrote it.</param>
internal sealed record KernelSpec(string Folder, string DisplayName, bool IsOurs)
{
    private const string Mark = "attentionkit";

    /// <summary>The name that the lessons ask for.</summary>
    public const string LessonsName = ".net-csharp";

    /// <summary>The name where another kernel has that one.</summary>
    public const string OwnName = "attentionkit-csharp";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Jupyter itself takes neither, but what a person wrote is still a kernel of theirs.
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string Name => Path.GetFileName(Folder);

    /// <summary>All kernels in these folders, first those of the first.</summary>
    public static IEnumerable<KernelSpec> Find(IEnumerable<string> folders) => folders.Distinct()
        .Where(Directory.Exists).SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal)).Select(Read).OfType<KernelSpec>();

    /// <summary>Registers a program as a kernel.</summary>
    /// <param name="kernels">The folder to hold it.</param>
    /// <param name="others">Where a kernel may have the lessons' name already.</param>
    /// <param name="program">Fills a folder with the program's files.</param>
    public static async Task<KernelSpec> InstallAsync(string kernels, IEnumerable<string> others, Func<string, Task> program)
    {
        var taken = IsForeign(Path.Combine(kernels, LessonsName)) || Find(others).Any(spec => spec.Name == LessonsName && !spec.IsOurs);
        var folder = Path.Combine(kernels, taken ? OwnName : LessonsName);
        if (IsForeign(folder))
            throw new IOException($"{folder} is there, and this program did not write it. Rename it or move it away.");
        var next = Path.Combine(kernels, $"{Path.GetFileName(folder)}-{Guid.NewGuid():N}"[..32]);
        try
        {
            await FillAsync(next, folder, taken, program);
            Remove(folder);
            Directory.Move(next, folder);
        }
        finally
        {
            Remove(next);
        }
        return Read(folder)!;
    }

    private static async Task FillAsync(string next, string folder, bool taken, Func<string, Task> program)
    {
        await program(Path.Combine(next, "bin"));
        foreach (var logo in new[] { "logo-32x32.png", "logo-64x64.png", "logo-svg.svg" })
        {
            using var resource = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
            using var file = File.Create(Path.Combine(next, logo));
            await resource.CopyToAsync(file);
        }
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([Dotnet.Program, Path.Combine(folder, "bin", "AttentionKit.Kernel.dll"), "start", "{connection_file}"]),
            ["display_name"] = taken ? ".NET (C#), AttentionKit" : ".NET (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { [Mark] = true },
        };
        await File.WriteAllTextAsync(Path.Combine(next, "kernel.json"), json.ToJsonString(Indented));
    }

    public void Uninstall() => Remove(Folder);

    private static KernelSpec? Read(string folder)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")), documentOptions: Lenient)!;
            return new(folder, (string)json["display_name"]!, json["metadata"]?[Mark] is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    // A folder whose kernel.json can't be read is somebody's work all the same.
    private static bool IsForeign(string folder) => Path.Exists(folder) && Read(folder) is not { IsOurs: true };

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
