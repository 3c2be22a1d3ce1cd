using AttentionKit.Session;

namespace AttentionKit.Session.Tests;

public class AssistantTests
{
    private readonly CSharpSession session = new(".");

    [Theory]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("for (;;) {\n    if (true) {", "incomplete", "        ")]
    [InlineData("var x = 1 +", "incomplete", "")]
    [InlineData("1 ) 2;", "invalid", "")]
    public void Completeness_IsTheParsersOwn(string code, string status, string indent) =>
        Assert.Equal((status, indent), CodeAssistant.Completeness(code));

    [Fact]
    public async Task Completion_KnowsEarlierCells()
    {
        await RunAsync("var tokens = new List<string>(); int total = 1;");
        await RunAsync("record Pair(int Left, int Right); var pair = new Pair(1, 2);");
        var assistant = new CodeAssistant(session);
        Assert.Equal((7, "Add"), Start(await assistant.CompleteAsync("tokens.Ad", 9)));
        Assert.Equal((0, "total"), Start(await assistant.CompleteAsync("tot", 3)));
        Assert.Equal((5, "Left"), Start(await assistant.CompleteAsync("pair.Le", 7)));
        await RunAsync("var later = 2;");
        Assert.Equal((0, "later"), Start(await assistant.CompleteAsync("lat", 3)));

        static (int, string) Start(Completions completions) => (completions.Start, completions.Matches[0].Text);
    }

    [Fact]
    public async Task TheAssistant_CatchesUpWithTheCells_BeforeItIsAskedAgain()
    {
        var assistant = new CodeAssistant(session);
        await assistant.CompleteAsync("", 0);
        await RunAsync("var later = 2;");
        Assert.False(assistant.KnowsAll);
        await assistant.CatchUpAsync();
        Assert.True(assistant.KnowsAll);
        Assert.Equal(["later"], Texts(await assistant.CompleteAsync("lat", 3)));
    }

    [Fact]
    public async Task HoweverManyCellsRan_RoslynIsGivenOneScriptOfThem()
    {
        var assistant = new CodeAssistant(session);
        for (var i = 0; i < 30; i++)
            await RunAsync($"var x{i} = {i}; record R{i}(int Size); int Twice{i}(R{i} r) => 2 * r.Size;");
        Assert.Equal(2, assistant.ScriptCount);
        Assert.Equal(["x0"], Texts(await assistant.CompleteAsync("x0", 2)));
        Assert.Equal(["Size"], Texts(await assistant.CompleteAsync("new R29(1).Siz", 14)));
    }

    [Theory]
    [InlineData("var x = 1;\nvar x = \"one\";", "x.Leng", "Length")]
    [InlineData("var x = new { Width = 1, Height = \"a\" };", "x.Wid", "Width")]
    [InlineData("var x = new[] { (Id: 1, Name: \"a\") };", "x[0].Nam", "Name")]
    [InlineData("int.TryParse(\"7\", out var seen);", "seen.CompareT", "CompareTo")]
    [InlineData("int Of(int a) => a;\nint Of(string a) => a.Length;\nvar x = 1;", "Of(1).CompareT", "CompareTo")]
    [InlineData("record R(int Old); var old = new R(1);\nrecord R(int New);\nrecord R(int Newest);", "old.Ol", "Old")]
    [InlineData("record R(int Old); var old = new R(1);\nrecord R(int Newest);", "new R(1).New", "Newest")]
    [InlineData(
        "class Box<T> { public T? Inside; } var x = new Box<Box<string>>();", "x.Inside!.Inside!.Len", "Length")]
    [InlineData("using System.Text.RegularExpressions; Match m = Regex.Match(\"a\", \"a\");", "m.Gro", "Groups")]
    [InlineData("using Words = System.Collections.Generic.List<string>;", "new Words().AddRan", "AddRange")]
    [InlineData("enum Colour { Red }\ninterface IPaint { Colour Of(); }\nIPaint? paint = null;",
        "paint!.Of().ToStr", "ToString")]
    [InlineData("const int Many = 3;\nint Number { get; set; } = Many;", "Number.CompareT", "CompareTo")]
    [InlineData("string? maybe = null;\nint? none = null;", "none.HasV", "HasValue")]
    [InlineData("static string Cut(this string text) => text;", "\"a\".Cu", "Cut")]
    public async Task Completion_SeesWhatANewCellSees(string cells, string typed, string expected)
    {
        foreach (var cell in cells.Split('\n'))
            await RunAsync(cell);
        Assert.Contains(expected, Texts(await new CodeAssistant(session).CompleteAsync(typed, typed.Length)));
    }

    [Fact]
    public async Task Hover_ShowsWhatTheLatestCellDeclared()
    {
        await RunAsync("record R(int Old);\nvar x = new R(1);");
        await RunAsync("/// <summary>The newest.</summary>\nrecord R(int New);\nvar x = new List<R>();");
        var assistant = new CodeAssistant(session);
        Assert.Contains("List<R> x", await assistant.DescribeAsync("x", 1), StringComparison.Ordinal);
        Assert.Contains("The newest.", await assistant.DescribeAsync("R r = null;", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_WorksBesideARunningCell()
    {
        await RunAsync("var total = 1; var gate = new System.Threading.ManualResetEventSlim();");
        var running = RunAsync("gate.Wait();");
        Assert.Equal(["total"], Texts(await new CodeAssistant(session).CompleteAsync("tota", 4)));
        Assert.False(running.IsCompleted);
        await RunAsync("gate.Set();");
        await running;
    }

    private static IEnumerable<string> Texts(Completions completions) =>
        completions.Matches.Select(match => match.Text);

    [Fact]
    public async Task Completion_KnowsAllOfTheFramework()
    {
        await RunAsync("var x = 1;");
        Assert.Contains(("HttpClient", "class"),
            (await new CodeAssistant(session).CompleteAsync("System.Net.Http.HttpCli", 23)).Matches);
    }

    [Fact]
    public async Task Hover_ShowsTypesAndDocumentation()
    {
        await RunAsync("/// <summary>Halves it.</summary>\n/// <param name=\"number\">An even one.</param>\n"
            + "int Half(int number) => number / 2;");
        var text = await new CodeAssistant(session).DescribeAsync("Half(8)", 2);
        Assert.Contains("int Half(int number)", text, StringComparison.Ordinal);
        Assert.Contains("Halves it.", text, StringComparison.Ordinal);
        Assert.Contains("number: An even one.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BetweenTheParentheses_TheCalledMethodIsDescribed()
    {
        var assistant = new CodeAssistant(session);
        var call = await assistant.DescribeAsync("Math.Max(", 9);
        Assert.Contains("Its forms:", call, StringComparison.Ordinal);
        Assert.Contains("double Math.Max(double val1, double val2)", call, StringComparison.Ordinal);
        Assert.Contains("Uri", await assistant.DescribeAsync("new Uri(", 8), StringComparison.Ordinal);
        Assert.Null(await assistant.DescribeAsync("  ", 1));
    }

    private async Task RunAsync(string code) =>
        Assert.Null(await session.RunAsync(code, _ => { }, TestContext.Current.CancellationToken));
}
