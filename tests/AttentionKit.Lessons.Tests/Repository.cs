namespace AttentionKit.Lessons.Tests;

/// <summary>The folder that holds this repository's files.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? folder) => folder is null
        ? throw new DirectoryNotFoundException("no folder above the tests holds AttentionKit.slnx")
        : File.Exists(Path.Combine(folder, "AttentionKit.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
