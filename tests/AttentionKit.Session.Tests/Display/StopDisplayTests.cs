using AttentionKit.Session.Display;

namespace AttentionKit.Session.Tests.Display;

/// <summary>Values whose parts never end, shown as a host shows them.</summary>
public class StopDisplayTests
{
    private readonly CSharpSession session = new(".");
    private readonly TaskCompletionSource started = new();
    private MimeBundle? shown;

    [Theory]
    [InlineData("class Slow { public int X { get { Console.Write(1); while (true) { } } } }\nnew Slow()")]
    [InlineData("class Slow { public override string ToString() { Console.Write(1); while (true) { } } }\nnew Slow()")]
    [InlineData("class Slow { public string ToHtml() { Console.Write(1); while (true) { } } }\nnew Slow()")]
    [InlineData("IEnumerable<int> Slow() { yield return 0; Console.Write(1); while (true) { } }\nSlow()")]
    [InlineData("IEnumerable<int> Slow() { yield return 0; Console.Write(1); System.Threading.Thread.Sleep(-1); " +
        "}\nSlow()")]
    [InlineData("IEnumerable<int> Slow() { yield return 0; Console.Write(1); while (true) { } }\ndisplay(new { X = " +
        "Slow() });")]
    [InlineData("class Slow { public int X { get { Console.Write(1); while (true) { } } } }\ndisplay(new[] { new " +
        "Slow(), new Slow() });")]
    public async Task AValueThatNeverEnds_IsStoppedWithItsCell(string code)
    {
        using var stop = new CancellationTokenSource();
        var running = session.RunAsync($"var kept = 7;\n{code}", Show, stop.Token);
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(CellError.Stopped, (await running)?.Name);
        Assert.Null(await session.RunAsync("kept", Show, TestContext.Current.CancellationToken));
        Assert.Equal("7", (string?)shown!.Data["text/plain"]);
    }

    private void Show(Output output)
    {
        if (output is StreamText)
            started.TrySetResult();
        else
            shown = MimeBundle.Of(output is Displayed(var one, _) ? one : ((Result)output).Value);
    }
}
