using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Session.Tests;

public class ResultTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("1 + 1", 2)]
    [InlineData("var x = 5; x // with a comment", 5)]
    [InlineData("int y; y = 7", 7)]
    [InlineData("\"text\"", "text")]
    [InlineData("null", null)]
    public async Task ATrailingExpression_IsTheResult(string code, object? expected) =>
        Assert.Equal(expected, await cells.ResultAsync(code));

    [Theory]
    [InlineData("_ = 1 + 1;\nvar z = 2;")]
    [InlineData("\"text\".Trim();")]
    [InlineData("Console.Write(\"\")")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("void Nothing() { }\nNothing()")]
    [InlineData("if (true) { }")]
    public async Task WhatGivesNoValue_ShowsNothing(string code)
    {
        Assert.Null(await cells.RunAsync(code));
        Assert.Empty(cells.Outputs);
    }

    [Fact]
    public async Task DisplaysAndConsole_KeepTheirOrder()
    {
        await cells.RunAsync("Console.Write(1); display(2); Console.Error.Write(3); display(HTML(\"<b>4</b>\")); 5");
        Assert.Equal(
            ["StreamText { Stream = stdout, Text = 1 }", "2", "StreamText { Stream = stderr, Text = 3 }", "<b>4</b>",
                "Result { Value = 5 }"],
            cells.Outputs.Select(output => output is Displayed shown ? shown.Value?.ToString() : output.ToString()));
    }
}
