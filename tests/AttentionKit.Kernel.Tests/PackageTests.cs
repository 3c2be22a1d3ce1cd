using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Kernel.Tests;

/// <summary>All packages come from a folder that the notebook's nuget.config names: no network is needed.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PackageTests()
    {
        Directory.CreateDirectory(folder.File("feed"));
        Pack("Test.Leaf", "1.5.0", "namespace TestLeaf; public class Leaf { public string Version => \"leaf 1.5\"; }");
        Pack("Test.Leaf", "1.0.0", "namespace TestLeaf; public class Leaf { public string Version => \"leaf 1\"; }");
        Pack("Test.Tree", "2.0.0", "namespace TestTree; public class Tree { public TestLeaf.Leaf Leaf => new(); }", "Test.Leaf");
        folder.Write("nuget.config", """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task APackage_BringsWhatItDependsOn_AndIsRestoredOnce()
    {
        var cells = Session();
        Assert.Equal("leaf 1", await cells.ResultAsync("#r \"nuget: Test.Tree, 2.0.0\"\nusing TestTree;\nusing TestLeaf;\nLeaf leaf = new Tree().Leaf;\nleaf.Version"));
        Assert.Equal("leaf 1", await cells.ResultAsync("#r \"nuget: Test.Tree\"\nnew Tree().Leaf.Version"));

        Directory.Delete(folder.File("feed"), recursive: true);
        Assert.Equal("leaf 1", await Session().ResultAsync("#r \"nuget: Test.Tree, 2.0.0\"\nnew TestTree.Tree().Leaf.Version"));
    }

    [Fact]
    public async Task APackageThatBringsFormatting_KeepsIt_AndItsNativePartIsFound()
    {
        var formatting = TestLibrary.Compile(folder.File("Microsoft.DotNet.Interactive.Formatting.dll"), "namespace Microsoft.DotNet.Interactive.Formatting; public static class Formatter { }");
        var (code, nativeFile) = TestLibrary.CallingNative();
        using (var package = ZipFile.Open(folder.File("feed/Test.Shown.1.0.0.nupkg"), ZipArchiveMode.Create))
        {
            package.CreateEntryFromFile(TestLibrary.Compile(folder.File("Test.Shown.dll"), "public class Shown { public static System.Type Formatter => typeof(Microsoft.DotNet.Interactive.Formatting.Formatter); }" + code, formatting), "lib/net10.0/Test.Shown.dll");
            package.CreateEntryFromFile(formatting, "lib/net10.0/Microsoft.DotNet.Interactive.Formatting.dll");
            package.CreateEntryFromFile(nativeFile, $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/libtestnative{Path.GetExtension(nativeFile)}");
            using var writer = new StreamWriter(package.CreateEntry("Test.Shown.nuspec").Open());
            writer.Write(Nuspec("Test.Shown", "1.0.0", ""));
        }
        var cells = Session();
        Assert.NotSame(typeof(Formatter), await cells.ResultAsync("#r \"nuget: Test.Shown\"\nShown.Formatter"));
        Assert.Same(typeof(Formatter), await cells.ResultAsync("typeof(Microsoft.DotNet.Interactive.Formatting.Formatter)"));
        Assert.Equal(Environment.ProcessId, await cells.ResultAsync("Native.ProcessId()"));
    }

    [Fact]
    public async Task WhatNuGetCanNotFind_IsToldInItsOwnWords_AndTheSessionLives()
    {
        var cells = Session();
        var error = await cells.ErrorAsync("// first\n#r \"nuget: Test.Nope\"\n#r \"nuget: Test.Leaf, 9.0.0\"");
        Assert.Equal(2, error.Line);
        Assert.Contains("NU1101: Unable to find package Test.Nope", error.Message, StringComparison.Ordinal);
        Assert.Contains("NU1102: Unable to find package Test.Leaf with version (>= 9.0.0)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check the id and the version", error.Message, StringComparison.Ordinal);

        var newest = await cells.ResultAsync("#r \"nuget:Test.Leaf\"\nnew TestLeaf.Leaf().Version");
        Assert.Equal("leaf 1.5", newest);
    }

    [Fact]
    public async Task AVersionThatIsOnTheMachine_IsFoundFromAnyFolder_WithoutNuGet()
    {
        Assert.Equal("leaf 1", await Session().ResultAsync("#r \"nuget: Test.Leaf, 1.0.0\"\nnew TestLeaf.Leaf().Version"));
        var elsewhere = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        Directory.Delete(folder.File("feed"), recursive: true);
        File.Delete(folder.File("nuget.config")); // No source: whatever asks NuGet fails.
        folder.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        var cells = new Cells(elsewhere, new NuGetPackages(elsewhere, folder.File("cache")));
        Assert.Equal("leaf 1", await cells.ResultAsync("#r \"nuget: Test.Leaf, 1.0.0\"\nnew TestLeaf.Leaf().Version"));
    }

    [Fact]
    public async Task ParallelRestoresOfTheSamePackage_DoNotCollide()
    {
        var all = Enumerable.Range(0, 3).Select(_ => new NuGetPackages(folder.Path, folder.File("cache")).RestoreAsync([new("Test.Tree", "2.0.0")], [], TestContext.Current.CancellationToken));
        var files = await Task.WhenAll(all);
        Assert.All(files, one => Assert.Equal(files[0].Assemblies, one.Assemblies));
        Assert.Equal(["files.json"], Directory.GetFileSystemEntries(Directory.GetDirectories(folder.File("cache")).Single()).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ThePackagesOfACell_AreRestoredTogether_AndInOneVersion()
    {
        var cells = Session();
        Assert.Equal("leaf 1.5", await cells.ResultAsync("#r \"nuget: Test.Tree, 2.0.0\"\n#r \"nuget: Test.Leaf, 1.5.0\"\nnew TestTree.Tree().Leaf.Version"));
        Assert.Single(Directory.GetDirectories(folder.File("cache")));
        var error = await cells.ErrorAsync("#r \"nuget: Test.Leaf, 1.0.0\"");
        Assert.Contains("Test.Leaf 1.5.0 was asked for before, and now 1.0.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APackageThatNeedsAnotherVersionOfOneInUse_IsRefused()
    {
        Pack("Test.Late", "1.0.0", "public class Late { }", "Test.Leaf", "1.5.0");
        var cells = Session();
        await cells.RunAsync("#r \"nuget: Test.Tree, 2.0.0\"\nvar tree = new TestTree.Tree().Leaf;");
        var error = await cells.ErrorAsync("#r \"nuget: Test.Late, 1.0.0\"");
        Assert.Contains("Test.Leaf", error.Message, StringComparison.Ordinal);
        Assert.Contains("first cell", error.Message, StringComparison.Ordinal);
        Assert.Equal("leaf 1", await cells.ResultAsync("tree.Version"));
    }

    [Theory]
    [InlineData("nuget:")]
    [InlineData("nuget: A B")]
    [InlineData("nuget: A, $(X)")]
    public async Task ABadlyNamedPackage_IsRefused(string name)
    {
        var error = await Session().ErrorAsync($"#r \"{name}\"");
        Assert.StartsWith("A package is named as \"nuget: Id, Version\"", error.Message, StringComparison.Ordinal);
    }

    private Cells Session() => new(folder.Path, new NuGetPackages(folder.Path, folder.File("cache")));

    private void Pack(string id, string version, string code, string? dependency = null, string dependencyVersion = "1.0.0")
    {
        var leaf = folder.File("Test.Leaf.dll");
        var library = TestLibrary.Compile(folder.File(id + ".dll"), $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n" + code, dependency is null ? [] : [leaf]);
        using var package = ZipFile.Open(folder.File($"feed/{id}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(library, $"lib/net10.0/{id}.dll");
        using var writer = new StreamWriter(package.CreateEntry(id + ".nuspec").Open());
        var dependencies = dependency is null ? "" : $"<dependencies><group targetFramework=\"net10.0\"><dependency id=\"{dependency}\" version=\"{dependencyVersion}\" /></group></dependencies>";
        writer.Write(Nuspec(id, version, dependencies));
    }

    private static string Nuspec(string id, string version, string dependencies) =>
        $"<package><metadata><id>{id}</id><version>{version}</version><authors>a</authors><description>d</description>{dependencies}</metadata></package>";
}
