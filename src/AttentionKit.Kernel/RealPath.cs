namespace AttentionKit.Kernel;

/// <summary>Where a path leads to, once every link on it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40; // as on Linux; more of them are a circle

    /// <param name="path">Need not be there.</param>
    public static string Of(string path)
    {
        path = Path.GetFullPath(path);
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[real.Length..]);
        for (var nLinks = 0; rest.TryPop(out var name);)
        {
            var next = name == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, name);
            if (nLinks == MostLinks || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            nLinks++;
            var root = Path.GetPathRoot(target)!;
            if (Path.IsPathFullyQualified(target))
                real = root;
            Push(rest, target[root.Length..]);
        }
        return real;
    }

    /// <summary>Whether two paths may lead to the same place. Of two names that differ in case alone, the disk knows whether they are one; then they may.</summary>
    public static bool MayBeSame(string one, string other) => string.Equals(Of(one), Of(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path leads to something inside a folder.</summary>
    public static bool IsIn(string path, string folder) =>
        Of(path).StartsWith(Path.TrimEndingDirectorySeparator(Of(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void Push(Stack<string> rest, string path)
    {
        var names = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Where(name => name != ".").Reverse())
            rest.Push(name);
    }
}
