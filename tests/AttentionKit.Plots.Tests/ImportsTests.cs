using System.Text.RegularExpressions;

namespace AttentionKit.Plots.Tests;

/// <summary>Which folder uses which, as the sources have it and as docs/plots.md draws it.</summary>
public sealed partial class ImportsTests
{
    private static readonly string s_root = RootOf(AppContext.BaseDirectory);

    private static string Room => Path.Combine(s_root, "src", "AttentionKit.Plots");

    [Fact]
    public void TheRoom_HasNoCycle_AndIsDrawnAsItIs() => AssertDrawn(0, Edges(Room, (file, folder) =>
        Usings().Matches(file).Any(match => match.Groups[1].Value == folder.Name)));

    [Fact]
    public void Figures_HaveNoCycle_AndAreDrawnAsTheyAre() => AssertDrawn(1, Edges(
        Path.Combine(Room, "Figures"), (file, folder) => folder.GetFiles("*.cs").Any(type =>
            Regex.IsMatch(file, $@"\b{Path.GetFileNameWithoutExtension(type.Name)}\b"))));

    [Fact]
    public void AFolder_HoldsAtMostADozenFiles() => Assert.All(
        new DirectoryInfo(Room).EnumerateDirectories("*", SearchOption.AllDirectories)
            .Where(folder => !folder.FullName.Contains("obj", StringComparison.Ordinal)),
        folder => Assert.InRange(folder.GetFiles().Length, 0, 12));

    [Fact]
    public void ACycle_WouldBeFound() => Assert.Equal("a", CycleIn(["a --> b", "b --> c", "c --> a", "c --> d"]));

    private static void AssertDrawn(int picture, string[] edges)
    {
        Assert.NotEmpty(edges);
        Assert.Null(CycleIn(edges));
        var docs = File.ReadAllText(Path.Combine(s_root, "docs", "plots.md"));
        var drawn = Mermaid().Matches(docs)[picture].Groups[1].Value;
        Assert.Equal(edges, drawn.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>"Svg --> Charts" for each folder with a file that uses another one.</summary>
    private static string[] Edges(string path, Func<string, DirectoryInfo, bool> uses)
    {
        DirectoryInfo[] folders = [.. new DirectoryInfo(path).GetDirectories()];
        return [.. (from folder in folders
                    let files = folder.GetFiles("*.cs", SearchOption.AllDirectories)
                        .Select(file => WithoutDocs().Replace(File.ReadAllText(file.FullName), "")).ToArray()
                    from other in folders
                    where folder != other && files.Any(file => uses(file, other))
                    select $"{folder.Name} --> {other.Name}").Order(StringComparer.Ordinal)];
    }

    /// <summary>A folder from which a way leads back to itself; null when there is none.</summary>
    private static string? CycleIn(IEnumerable<string> edges)
    {
        var next = edges.Select(edge => edge.Split(" --> ")).ToLookup(edge => edge[0], edge => edge[1]);
        return next.Select(from => from.Key).FirstOrDefault(start => Reached(start, []).Contains(start));

        HashSet<string> Reached(string from, HashSet<string> seen)
        {
            foreach (var to in next[from]) if (seen.Add(to)) Reached(to, seen);
            return seen;
        }
    }

    private static string RootOf(string path) => File.Exists(Path.Combine(path, "AttentionKit.slnx")) ? path
        : RootOf(Path.GetDirectoryName(path)
            ?? throw new InvalidOperationException("AttentionKit.slnx is nowhere above."));

    [GeneratedRegex(@"^using AttentionKit\.Plots\.(\w+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline)]
    private static partial Regex WithoutDocs();

    [GeneratedRegex(@"graph LR\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();
}
