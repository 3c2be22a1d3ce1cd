using System.Runtime.InteropServices;
using AttentionKit.Session;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Tests;

public sealed class ReferenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Cells cells;

    public ReferenceTests()
    {
        cells = new(folder.Path);
        Directory.CreateDirectory(folder.File("lib"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ALibrarysDependencies_AreFoundBesideIt()
    {
        var inner = TestLibrary.Compile(
            folder.File("lib/Inner.dll"), "namespace Inner; public class Part { public string Name => \"part\"; }");
        TestLibrary.Compile(folder.File("lib/Outer.dll"),
            "namespace Outer; public class Whole { public Inner.Part Part => new(); }", inner);
        Assert.Equal("part", await cells.ResultAsync(
            "#r \"lib/Outer.dll\"\nusing Outer;\nusing Inner;\nPart p = new Whole().Part;\np.Name"));
        Assert.Equal("part", await cells.ResultAsync("new Inner.Part().Name"));
    }

    // Cells are compiled with few of the framework's assemblies until one needs more.
    [Theory]
    [InlineData("using System.Net.Http; new HttpClient().Timeout.TotalSeconds", 100.0)]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(new[] { 1 })", "[1]")]
    [InlineData("new System.Numerics.Complex(3, 4).Magnitude", 5.0)]
    [InlineData("dynamic d = 1; (object)(d + 1)", 2)]
    [InlineData("new[] { 1, 2 }.AsParallel().Sum()", 3)]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> f = x => x + 1; f.Compile()(1)", 2)]
    public async Task RarerPartsOfTheFramework_AreThere_AndAgreeWithEarlierCells(string rare, object expected)
    {
        TestLibrary.Compile(folder.File("lib/Mine.dll"),
            "public class Mine { public System.Collections.Generic.SortedSet<int> Set = new() { 5 }; "
            + "public System.Net.IPAddress? Address; }");
        await cells.RunAsync("#r \"lib/Mine.dll\"\nvar mine = new Mine(); var colour = ConsoleColor.Red; "
            + "record Point(int X); var point = new Point(1); var shown = display(1);");
        await cells.RunAsync("IEnumerable<int> Next(SortedSet<int> set) => set.Select(x => x + point.X); "
            + "var pairs = (new List<Point>(), new { A = colour });");
        Assert.Equal(expected, await cells.ResultAsync(rare));
        await cells.RunAsync("mine = new Mine(); colour = Console.ForegroundColor; point = point with { X = 2 }; "
            + "shown = display(2); pairs = ([point], new { A = colour });");
        Assert.Equal(7, await cells.ResultAsync("Next(mine.Set).Single()"));
    }

    [Fact]
    public async Task ALaterCell_MayReferToMore()
    {
        TestLibrary.Compile(folder.File("lib/First.dll"), "public class First { public int One => 1; }");
        TestLibrary.Compile(folder.File("lib/Second.dll"), "public class Second { public int Two => 2; }");
        await cells.RunAsync("#r \"lib/First.dll\"\nvar first = new First();");
        await cells.RunAsync("#r \"lib/First.dll\"\n#r \"lib/Second.dll\"");
        Assert.Equal(3, await cells.ResultAsync("first.One + new Second().Two"));
    }

    [Fact]
    public async Task TheFormattingThatALibraryBrings_IsItsOwn_AndNotTheCells()
    {
        var formatting = TestLibrary.Compile(
            folder.File("lib/Microsoft.DotNet.Interactive.Formatting.dll"),
            "namespace Microsoft.DotNet.Interactive.Formatting; public static class Formatter { } "
            + "public interface ITypeFormatterSource { }");
        TestLibrary.Compile(folder.File("lib/Shown.dll"),
            "public class Shown : Microsoft.DotNet.Interactive.Formatting.ITypeFormatterSource "
            + "{ public static System.Type Formatter => typeof(Microsoft.DotNet.Interactive.Formatting.Formatter); }",
            formatting);
        Assert.NotSame(typeof(Formatter), await cells.ResultAsync("#r \"lib/Shown.dll\"\nShown.Formatter"));
        Assert.Equal("Shown", await cells.ResultAsync("object shown = new Shown(); shown.ToString()"));
        Assert.Same(typeof(Formatter),
            await cells.ResultAsync("using Microsoft.DotNet.Interactive.Formatting; typeof(Formatter)"));
    }

    [Fact]
    public async Task AnOwnCopyOfAHostsLibrary_IsUsedApartFromIt()
    {
        TestLibrary.Compile(folder.File("lib/Spectre.Console.dll"), "namespace Spectre.Console; public class Mine { }");
        var type = Assert.IsType<Type>(
            await cells.ResultAsync("#r \"lib/Spectre.Console.dll\"\ntypeof(Spectre.Console.Mine)"), exactMatch: false);
        Assert.Equal(folder.File("lib/Spectre.Console.dll"), type.Assembly.Location);
    }

    [Theory]
    [InlineData("lib")]
    [InlineData("lib/runtimes/{0}/native")]
    public async Task ALibrarysNativePart_IsFoundBesideIt(string place)
    {
        var (code, nativeFile) = TestLibrary.CallingNative();
        place = folder.File(place.Replace("{0}", RuntimeInformation.RuntimeIdentifier, StringComparison.Ordinal));
        Directory.CreateDirectory(place);
        File.Copy(nativeFile, Path.Combine(place, "libtestnative" + Path.GetExtension(nativeFile)));
        TestLibrary.Compile(folder.File("lib/Calls.dll"), code);
        Assert.Equal(Environment.ProcessId, await cells.ResultAsync("#r \"lib/Calls.dll\"\nNative.ProcessId()"));
    }

    [Fact]
    public async Task AMissingLibrary_IsNamedInFullWithItsLine()
    {
        var error = await cells.ErrorAsync("// first\n#r \"lib/Nope.dll\"\nvar x = 1;");
        Assert.Equal(2, error.Line);
        Assert.StartsWith($"#r needs a file that is there: {folder.File("lib/Nope.dll")} is not.", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(["    #r \"lib/Nope.dll\"", "       ^^^^^^^^^^^^^^"], error.Traceback.Skip(1));
    }

    [Fact]
    public async Task AFileThatIsNoLibrary_IsAnErrorOnItsLine()
    {
        folder.Write("lib/Text.dll", "not an assembly");
        var error = await cells.ErrorAsync("#r \"lib/Text.dll\"\n1");
        Assert.StartsWith("CS0009", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task AnUnknownNamespace_InACellOfUsingsOnly_IsAnError() =>
        Assert.StartsWith("CS0246", (await cells.ErrorAsync("using Nope;")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AFrameworkAssembly_MayBeNamed() =>
        Assert.Equal(1, await cells.ResultAsync("#r \"System.Net.Http\"\n1"));

    [Fact]
    public async Task Load_RunsAFileBesideTheNotebook_WithItsOwnReferences()
    {
        TestLibrary.Compile(folder.File("lib/Deep.dll"), "public class Deep { public int Six => 6; }");
        folder.Write("lib/more.csx", "#r \"Deep.dll\"\nint Seven() => new Deep().Six + 1;");
        Assert.Equal(7, await cells.ResultAsync("#load \"lib/more.csx\"\nSeven()"));
    }

    [Fact]
    public async Task AnErrorInALoadedFile_NamesIt()
    {
        folder.Write("more.csx", "int Fail()\n{\n    throw new Exception(\"inside\");\n}");
        var error = await cells.ErrorAsync("#load \"more.csx\"\n\nFail()");
        Assert.Equal(
            [
                "Exception: inside", "    more.csx, line 3: throw new Exception(\"inside\");",
                "    cell 1, line 3: Fail()",
            ],
            error.Traceback);
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public async Task AMissingLoadedFile_IsNamedWithItsLine()
    {
        var error = await cells.ErrorAsync("// first\n#load \"nope.csx\"");
        Assert.Equal((CellError.Compilation, 2), (error.Name, error.Line));
        Assert.Contains("nope.csx", error.Message, StringComparison.Ordinal);
    }
}
