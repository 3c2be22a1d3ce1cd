using AttentionKit.Session;

namespace AttentionKit.Session.Tests;

public class StateTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("int.TryParse(\"7\", out var seen);", "seen")]
    [InlineData("var (seen, other) = (7, 8);", "seen")]
    [InlineData("if (7 is int seen) ;", "seen")]
    [InlineData("int Seen() => 7;", "Seen()")]
    [InlineData("record Seen(int X);", "new Seen(7).X")]
    [InlineData("enum Seen { A = 7 }", "(int)Seen.A")]
    [InlineData("using Seen = System.Int32;", "(Seen)7")]
    [InlineData("using static System.Math;", "Max(7, 6)")]
    public async Task WhateverACellDeclares_Stays_AlsoAfterCellsThatDeclareNothing(string declaration, string use)
    {
        await cells.RunAsync(declaration);
        Assert.Equal(2, await cells.ResultAsync("1 + 1"));
        Assert.Equal(7, await cells.ResultAsync(use));
        Assert.Equal(2, await cells.ResultAsync("1 + 1"));
        Assert.Equal(7, await cells.ResultAsync(use));
    }

    [Fact]
    public async Task CellsThatDeclareNothing_LeaveNothingBehind()
    {
        var session = new CSharpSession(".");
        await session.RunAsync("var x = 1;", _ => { }, TestContext.Current.CancellationToken);
        var declared = session.Previous;
        await session.RunAsync("x = 2; x", _ => { }, TestContext.Current.CancellationToken);
        Assert.Same(declared, session.Previous);
    }

    [Fact]
    public async Task ACell_SeesWhatEarlierCellsDeclared()
    {
        await cells.RunAsync("using System.Globalization; var x = 40; int Twice(int n) => 2 * n; record Point(int X);");
        Assert.Equal(82, await cells.ResultAsync("Twice(x) + new Point(2).X"));
        Assert.Equal("", await cells.ResultAsync("CultureInfo.CurrentCulture.Name"));
    }

    [Fact]
    public async Task ACellThatDoesNotCompile_ChangesNothing()
    {
        await cells.RunAsync("var x = 1;");
        await cells.ErrorAsync("x = 2; var y = nope;");
        Assert.Equal(1, await cells.ResultAsync("x"));
        Assert.Equal(CellError.Compilation, (await cells.ErrorAsync("y")).Name);
    }

    [Fact]
    public async Task ACellThatThrows_KeepsWhatItHadAssigned()
    {
        await cells.RunAsync("var x = 1;");
        await cells.ErrorAsync("x = 2; var y = 3; throw new Exception();");
        Assert.Equal(5, await cells.ResultAsync("x + y"));
    }

    [Fact]
    public async Task AVariable_MayBeDeclaredAgainWithAnotherType()
    {
        await cells.RunAsync("var x = 1;");
        await cells.RunAsync("var x = \"one\";");
        Assert.Equal("one", await cells.ResultAsync("x"));
    }

    [Theory]
    [InlineData("var big = 1;", false)]
    [InlineData("var other = 1;", true)]
    [InlineData("var keeps = big;", true)]
    [InlineData("object Keep() => big;\nvar keep = Keep();", true)]
    public async Task AValueIsKept_WhileACellCanSeeIt(string next, bool isKept)
    {
        var value = (WeakReference)(await cells.ResultAsync("var big = new object();\nnew WeakReference(big)"))!;
        await cells.RunAsync(next);
        await cells.RunAsync("1 + 1");
        GC.Collect();
        Assert.Equal(isKept, value.IsAlive);
    }

    [Fact]
    public async Task AFunction_KeepsTheVariableThatItWasWrittenFor()
    {
        await cells.RunAsync("var x = 1;");
        await cells.RunAsync("int Next() => ++x;");
        await cells.RunAsync("var x = \"other\";");
        await cells.RunAsync("Next();");
        Assert.Equal((3, "other"), await cells.ResultAsync("(Next(), x)"));
    }

    [Fact]
    public async Task References_AreKeptOnce_HoweverManyCellsFollow()
    {
        var session = new CSharpSession(".");
        for (var i = 0; i < 10; i++)
            await session.RunAsync($"var x{i} = {i};", _ => { }, TestContext.Current.CancellationToken);
        var nReferences = 0;
        for (var cell = session.Previous; cell is not null;
            cell = cell.ScriptCompilationInfo!.PreviousScriptCompilation)
            nReferences += cell.ExternalReferences.Length;
        Assert.Equal(session.References.Count(one => HostAssemblies.Core.Contains(one)), nReferences);
    }

    [Fact]
    public async Task TopLevelAwait_Works() =>
        Assert.Equal(3, await cells.ResultAsync("await Task.Delay(1); await Task.FromResult(3)"));

    [Fact]
    public async Task WaitingForATask_DoesNotDeadlock() =>
        Assert.Equal(4,
            await cells.ResultAsync("async Task<int> Later() { await Task.Delay(1); return 4; }\nLater().Result"));

    [Fact]
    public async Task TheUsualNamespaces_AreThere() =>
        Assert.Equal(3, await cells.ResultAsync(
            "Task t = Task.CompletedTask; ArrayList a = new(); var b = new StringBuilder(); "
            + "new List<int> { 1, 2 }.Sum()"));

    [Fact]
    public async Task FortyCells_Chain()
    {
        await cells.RunAsync("var sum = 0;");
        for (var i = 1; i <= 40; i++)
            await cells.RunAsync($"var x{i} = {i}; sum += x{i};");
        Assert.Equal(820, await cells.ResultAsync("sum"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("// only a comment")]
    [InlineData("using System.IO;")]
    [InlineData("#region nothing\n#endregion")]
    public async Task ACellWithNothingToRun_IsFine(string code)
    {
        Assert.Null(await cells.RunAsync("var before = 1;"));
        Assert.Null(await cells.RunAsync(code));
        Assert.Equal(1, await cells.ResultAsync("before"));
    }

    [Fact]
    public async Task AUsingOfItsOwnCell_StaysForLaterOnes()
    {
        await cells.RunAsync("using System.Text.RegularExpressions;");
        Assert.Equal(true, await cells.ResultAsync("Regex.IsMatch(\"abc\", \"b\")"));
    }
}
