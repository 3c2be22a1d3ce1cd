using AttentionKit.Session;
using AttentionKit.Session.Running;

namespace AttentionKit.Session.Tests;

[Collection(nameof(ProcessWide))]
public class FlagTests
{
    [Fact]
    public async Task AHostWithoutThreads_StopsACellByAFlag()
    {
        var cells = new Cells();
        Assert.Null(await cells.RunAsync("var kept = 7; int F(int n) => n + 1;"));
        var nAsked = 0;
        CellCheck.IsStopAsked = () => ++nAsked > 1000;
        try
        {
            Assert.Equal(CellError.Stopped, (await cells.ErrorAsync("while (true) F(1);")).Name);
        }
        finally
        {
            CellCheck.IsStopAsked = null;
        }
        Assert.InRange(nAsked, 1001, 1003);
        Assert.Equal(7, await cells.ResultAsync("kept"));
    }
}
