using System.Text.Json.Nodes;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Kernel.Notebooks;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Tests.Notebooks;

[Collection(nameof(ProcessWide))]
public class CellRecorderTests
{
    private readonly CSharpSession session = new(".");

    [Fact]
    public async Task TextBetweenTwoDisplays_IsOneOutput()
    {
        var outputs = await RunAsync("for (var i = 0; i < 3; i++) Console.WriteLine(i);\ndisplay(1);\nConsole.Write('a'); Console.Write('b'); Console.Error.Write('c');");
        Assert.Equal(["stream", "display_data", "stream", "stream"], outputs.Select(output => (string?)output!["output_type"]));
        Assert.Equal("""["0\n","1\n","2\n"]""", outputs[0]!["text"]!.ToJsonString());
        Assert.Equal("""["ab"]""", outputs[2]!["text"]!.ToJsonString());
        Assert.Equal("stderr", (string?)outputs[3]!["name"]);
    }

    [Fact]
    public async Task TenMegabytes_AreKeptWhole()
    {
        var outputs = await RunAsync("var line = new string('x', 99); for (var i = 0; i < 100_000; i++) Console.WriteLine(line); for (var i = 0; i < 1_000_000; i++) Console.Write('y');");
        var lines = Assert.Single(outputs)!["text"]!.AsArray();
        Assert.Equal(11_000_000, lines.Sum(line => ((string)line!).Length));
        Assert.Equal(100_001, lines.Count);
    }

    [Fact]
    public async Task TextThatIsNotUnicode_IsStillJson()
    {
        var outputs = await RunAsync("""Console.Write("a\ud800b\0\u001b[1m\uffff"); "\udc00".ToString()""");
        var again = JsonNode.Parse(outputs.ToJsonString())!;
        Assert.Equal("a\uFFFDb\0\u001b[1m\uFFFF", (string?)again[0]!["text"]![0]);
        Assert.Equal("\uFFFD", (string?)again[1]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public async Task AFormatterThatThrows_IsShown_AndNothingElseIsLost()
    {
        var outputs = await RunAsync("""
            using Microsoft.DotNet.Interactive.Formatting;
            class Odd { public override string ToString() => "odd"; }
            Formatter.Register<Odd>(o => throw new InvalidOperationException("no ink"), "text/html");
            Console.Write("before"); display(new Odd()); Console.Write("after");
            """);
        Assert.Equal(["stream", "display_data", "error", "stream"], outputs.Select(output => (string?)output!["output_type"]));
        Assert.Equal("odd", (string?)outputs[1]!["data"]!["text/plain"]![0]);
        Assert.Matches("^The text/html formatter of .*Odd failed: no ink$", (string)outputs[2]!["evalue"]!);
        Assert.Contains("line 3: Formatter.Register<Odd>", string.Join('\n', outputs[2]!["traceback"]!.AsArray()), StringComparison.Ordinal);
        Assert.Equal("2", (string?)(await RunAsync("1 + 1"))[0]!["data"]!["text/plain"]![0]);
    }

    [Theory]
    [InlineData("var big = new string('x', 100_000_000); for (var i = 0; i < 3; i++) display(big);", 3)]
    [InlineData("var big = new string('x', 9_000_000); for (var i = 0; i < 10; i++) display(HTML(big)); big", 2)]
    [InlineData("Console.Write(new string('x', 100_000_000)); display(1);", 0)]
    [InlineData("new string('x', 100_000_000)", 1)]
    public async Task WhatACellShows_IsBounded_AndSaysSo(string code, int nDisplays)
    {
        var outputs = await RunAsync(code);
        Assert.InRange(outputs.ToJsonString().Length, 1_000_000, 51_000_000);
        Assert.Equal(nDisplays, outputs.Count(output => output!["data"] is not null));
        Assert.Contains("left out", outputs.ToJsonString()[^500..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasCleared_MakesRoom()
    {
        var outputs = await RunAsync("var big = new string('x', 9_000_000); for (var i = 0; i < 10; i++) { clear(); display(big); }");
        Assert.Equal("display_data", (string?)Assert.Single(outputs)!["output_type"]);
    }

    private async Task<JsonArray> RunAsync(string code)
    {
        var recorder = new CellRecorder();
        var output = new CellOutput(session, 1, recorder.Add);
        if (await session.RunAsync(code, output.Add, TestContext.Current.CancellationToken) is { } error)
            output.Add(error);
        output.Flush();
        return recorder.ToJson();
    }
}
