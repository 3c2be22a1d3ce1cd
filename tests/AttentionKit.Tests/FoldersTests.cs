using System.Text.RegularExpressions;

namespace AttentionKit.Tests;

public sealed partial class FoldersTests
{
    private static readonly string s_room = Path.Combine(Repository(), "src", "AttentionKit");

    // A later folder may use an earlier one, never the other way.
    private static readonly string[] s_order = ["Numerics", "Steps", "Positions", "Cache", "Heads", "Flash"];

    [Fact]
    public void EveryFile_LiesInAFolder() =>
        Assert.Equal(s_order.Order(),
            Directory.GetFiles(s_room, "*.cs", SearchOption.AllDirectories).Select(FolderOf).Distinct().Order());

    [Fact]
    public void NoFolder_UsesALaterOne()
    {
        var homes = Directory.GetFiles(s_room, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), FolderOf);
        foreach (var path in Directory.GetFiles(s_room, "*.cs", SearchOption.AllDirectories))
            foreach (var used in Words().Matches(Code(path)).Select(word =>
                word.Value).Where(homes.ContainsKey).Distinct())
                Assert.True(
                    Array.IndexOf(s_order, homes[used]) <= Array.IndexOf(s_order, FolderOf(path)),
                    $"{FolderOf(path)}/{Path.GetFileName(path)} uses {used} of {homes[used]}");
    }

    private static string FolderOf(string path) => Path.GetFileName(Path.GetDirectoryName(path))!;

    // Comments and texts may name what they like.
    private static string Code(string path) => CommentsAndTexts().Replace(File.ReadAllText(path), "");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AttentionKit.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("//.*|\"[^\"\n]*\"")]
    private static partial Regex CommentsAndTexts();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Words();
}
