using AttentionKit.Kernel.Pages;

namespace AttentionKit.Kernel.Commands;

/// <summary>A repository's own lessons.</summary>
/// <param name="Root">The folder that holds the folder <c>notebooks/</c>.</param>
/// <param name="Paths">All notebooks in that, in order.</param>
internal sealed record LessonSearch(string Root, string[] Paths)
{
    /// <summary>Looks for them from a folder upwards.</summary>
    /// <returns>Null when there are none.</returns>
    public static LessonSearch? From(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            var notebooks = new DirectoryInfo(Path.Combine(parent.FullName, "notebooks"));
            if (notebooks.Exists && Notebooks(notebooks).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } paths)
                return new(parent.FullName, paths);
        }
        return null;
    }

    // Neither what Jupyter puts aside, nor the results of an earlier run.
    private static IEnumerable<string> Notebooks(DirectoryInfo folder) =>
        folder.Name == ".ipynb_checkpoints" || File.Exists(Path.Combine(folder.FullName, ResultFolder.ListName)) ? []
        : [.. folder.GetFiles("*.ipynb").Select(file => file.FullName),
            .. folder.GetDirectories().Where(inner => inner.LinkTarget is null).SelectMany(Notebooks)];
}
