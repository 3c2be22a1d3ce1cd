using AttentionKit.Session;

namespace AttentionKit.Session.Tests;

public class StopTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("while (true) n++;")]
    [InlineData("while (true) { try { while (true) n++; } catch (Exception) { } }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("await Task.Delay(-1);")]
    public async Task AnEndlessCell_CanBeStopped_AndItsVariablesStay(string endless)
    {
        using var stop = new CancellationTokenSource();
        var running = cells.ErrorAsync($"var kept = 7; long n = 0;\nConsole.Write(\"started\");\n{endless}", stop.Token);
        while (cells.Text != "started")
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal((CellError.Stopped, "The cell was stopped."), ((await running).Name, (await running).Message));
        Assert.Equal(7, await cells.ResultAsync("kept"));
    }

    [Fact]
    public async Task ACellThatCancelsItself_IsNotOneThatWasStopped()
    {
        var error = await cells.ErrorAsync("throw new OperationCanceledException(\"mine\");");
        Assert.Equal((nameof(OperationCanceledException), "mine"), (error.Name, error.Message));
    }
}
