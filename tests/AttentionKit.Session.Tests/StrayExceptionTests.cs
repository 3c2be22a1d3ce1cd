using AttentionKit.Session;
using AttentionKit.Session.Running;

namespace AttentionKit.Session.Tests;

public class StrayExceptionTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("new System.Threading.Thread(() =>\n    Fail()).Start();")]
    [InlineData("async void Run()\n{\n    await Task.Yield();\n    Fail();\n}\nRun();")]
    [InlineData("var timer = new System.Threading.Timer(_ =>\n    Fail(), null, 10, -1);")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ =>\n    Fail());")]
    [InlineData("""
        using System.Runtime.CompilerServices;
        class F
        {
            ~F() => throw new InvalidOperationException("stray");
        }
        [MethodImpl(MethodImplOptions.NoInlining)] void Make() { new F(); }
        Make(); GC.Collect();
        """)]
    public async Task AnExceptionOnAnotherThread_IsShownWithItsCell_AndVariablesStay(string code)
    {
        Assert.Null(await cells.RunAsync(
            "var kept = 7;\nvoid Fail() => throw new InvalidOperationException(\"stray\");"));
        Assert.Null(await cells.RunAsync(code));
        var error = await StrayAsync();
        Assert.Equal((nameof(InvalidOperationException), "stray"), (error.Name, error.Message));
        Assert.Contains(error.Traceback, line => line.StartsWith("    cell 2, line ", StringComparison.Ordinal));
        Assert.Equal(7, await cells.ResultAsync("kept"));
    }

    [Fact]
    public async Task AStrayException_IsShownWithTheCellThatStartedItsCode_HoweverLate()
    {
        Assert.Null(await cells.RunAsync("""
            var go = new System.Threading.ManualResetEventSlim();
            void Fail() { go.Wait(); throw new InvalidOperationException("stray"); }
            """));
        Assert.Null(await cells.RunAsync("System.Threading.ThreadPool.QueueUserWorkItem(_ => Fail());"));
        Assert.Null(await cells.RunAsync("go.Set();"));
        var error = await StrayAsync();
        Assert.Equal(["InvalidOperationException: stray",
            "    cell 1, line 2: void Fail() { go.Wait(); throw new InvalidOperationException(\"stray\"); }",
            "    cell 2, line 1: System.Threading.ThreadPool.QueueUserWorkItem(_ => Fail());"], error.Traceback);
        Assert.Equal(1, error.Line);
    }

    private async Task<CellError> StrayAsync()
    {
        while (true)
        {
            lock (cells.Outputs)
                if (cells.Outputs.OfType<Stray>().FirstOrDefault() is { } stray)
                    return stray.Error;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
