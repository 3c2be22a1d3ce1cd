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
    public async Task Completion_KnowsAllOfTheFramework()
    {
        await RunAsync("var x = 1;");
        Assert.Contains(("HttpClient", "class"), (await new CodeAssistant(session).CompleteAsync("System.Net.Http.HttpCli", 23)).Matches);
    }

    [Fact]
    public async Task Hover_ShowsTypesAndDocumentation()
    {
        await RunAsync("/// <summary>Halves it.</summary>\n/// <param name=\"number\">An even one.</param>\nint Half(int number) => number / 2;");
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

    private async Task RunAsync(string code) => Assert.Null(await session.RunAsync(code, _ => { }, TestContext.Current.CancellationToken));
}
