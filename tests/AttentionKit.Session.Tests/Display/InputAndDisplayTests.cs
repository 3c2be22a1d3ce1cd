using AttentionKit.Session;
using AttentionKit.Session.Display;
using AttentionKit.Session.Display.View;

namespace AttentionKit.Session.Tests.Display;

public class InputAndDisplayTests
{
    private readonly CSharpSession session = new(".");
    private readonly List<Output> outputs = [];

    [Fact]
    public async Task ReadLine_TakesWhatTheUserTypes()
    {
        var lines = new Queue<string>(["Ada", "36", "xy"]);
        await RunAsync("var name = Console.ReadLine(); var age = int.Parse(Console.ReadLine()); var c = " +
            "(char)Console.Read(); var rest = Console.ReadLine(); $\"{name} {age} {c} {rest}\"", lines.Dequeue);
        Assert.Equal("Ada 36 x y", outputs.OfType<Result>().Single().Value);
    }

    [Fact]
    public async Task ADisplay_CanBeUpdated_AlsoByALaterCell()
    {
        await RunAsync("var shown = display(\"first\");");
        await RunAsync("shown.Update(\"second\"); display(3)");
        var id = Assert.IsType<Displayed>(outputs[0]).Id;
        Assert.Equal([new Displayed("first", id), new Updated("second", id)], outputs.Take(2));
        Assert.Empty(outputs.OfType<Result>());
    }

    // As notebooks of .NET Interactive write it.
    [Theory]
    [InlineData("new { A = 1 }.Display();", "A: 1")]
    [InlineData("new[] { new { A = 1 } }.DisplayTable();", "(anonymous)[] (1)\n   A\n0  1")]
    [InlineData("\"<b>1</b>\".DisplayAs(\"text/html\");", "<b>1</b>", "text/html")]
    [InlineData("\"# 1\".DisplayAs(\"text/markdown\");", "# 1", "text/markdown")]
    [InlineData("display(\"<b>\", \"text/html\");", "<pre>&lt;b&gt;</pre>", "text/html")]
    [InlineData("string.Empty.Display(\"text/plain\");", "")]
    [InlineData("((object)null).Display();", "<null>")]
    public async Task OtherWaysToDisplay_Work_AndCanBeUpdated(string code, string shown, string mimeType = "text/plain")
    {
        await RunAsync($"var shown = {code}\nshown.Update(\"<i>\");");
        Assert.Equal(shown, (string?)MimeBundle.Of(Assert.IsType<Displayed>(outputs[0]).Value).Data[mimeType]);
        Assert.True(MimeBundle.Of(Assert.IsType<Updated>(outputs[1]).Value).Data.ContainsKey(mimeType));
    }

    [Fact]
    public async Task AClassOfACell_CanDisplay()
    {
        await RunAsync("class Shower { public void Show() => display(HTML(\"<b>1</b>\")); }\nnew Shower().Show();");
        Assert.Equal("<b>1</b>", Assert.IsType<Displayed>(Assert.Single(outputs)).Value!.ToString());
    }

    [Fact]
    public async Task AProgressBar_ShowsItsEnd_AndNotEveryStep()
    {
        await RunAsync("var bar = progress(1000, \"Training\"); for (var i = 1; i <= 1000; i++) bar.Report(i);");
        Assert.Equal(new Bar("Training", 0, 1000), Assert.IsType<Displayed>(outputs[0]).Value);
        Assert.Equal(new Bar("Training", 1000, 1000), Assert.IsType<Updated>(outputs[^1]).Value);
        Assert.InRange(outputs.Count, 2, 100);
    }

    [Fact]
    public void ABarAndNotes_AreWrittenAsTextAndAsHtml_Encoded()
    {
        Assert.Equal(
            ("<b> 1/4 (25%)", "<label><progress max=\"4\" value=\"1\"></progress> &lt;b&gt; 1/4 (25%)</label>"),
            Written(new Bar("<b>", 1, 4)));
        Assert.Equal("1/4 (25%)", Written(new Bar("", 1, 4)).Text);
        Assert.Equal(("a<b\nc", "<small>a&lt;b<br>c</small>"), Written(new Notes(["a<b", "c"])));

        static (string? Text, string? Html) Written(Node node) =>
            MimeBundle.Of(node).Data is var data ? ((string?)data["text/plain"], (string?)data["text/html"]) : default;
    }

    [Fact]
    public async Task AWarning_IsShownOnce()
    {
        await RunAsync("void F() { int unused; }");
        await RunAsync("void G() { return; int x = 1; x++; }");
        Assert.Equal(
            [
                "cell 1, line 1: warning CS0168: The variable 'unused' is declared but never used",
                "cell 2, line 1: warning CS0162: Unreachable code detected",
            ],
            outputs.OfType<Displayed>().Select(one => Assert.Single(Assert.IsType<Notes>(one.Value).Lines)));
    }

    [Fact]
    public async Task UncountedCode_SeesTheSession_AndIsNotCounted()
    {
        await RunAsync("var x = 20;");
        Assert.Null(await session.RunAsync("x + " +
            "1", outputs.Add, TestContext.Current.CancellationToken, counted: false));
        Assert.Equal((1, 21), (session.ExecutionCount, outputs.OfType<Result>().Single().Value));
        var error = await session.RunAsync("throw new " +
            "Exception(\"third\");", outputs.Add, TestContext.Current.CancellationToken);
        Assert.Contains("cell 2, line 1", error!.Traceback[1], StringComparison.Ordinal);
    }

    private async Task RunAsync(string code, Func<string>? readLine = null) =>
        Assert.Null(await session.RunAsync(code, outputs.Add, TestContext.Current.CancellationToken, readLine));
}
