namespace AttentionKit.Session.Tests;

public class ConsoleTests
{
    private readonly Cells cells = new();

    [Fact]
    public async Task EveryWayToWrite_IsCaptured()
    {
        await cells.RunAsync("""
            Console.Write('a'); Console.Write("b"); Console.Write(new[] { 'c', 'd' }, 1, 1);
            Console.Out.Write("ef".AsSpan()); Console.WriteLine(1.5); Console.WriteLine("{0}-{1}", 1, 2);
            await Console.Out.WriteLineAsync("g");
            """);
        Assert.Equal("abdef1.5\n1-2\ng\n", cells.Text);
    }

    [Fact]
    public async Task TasksAndThreadsOfACell_WriteToIt()
    {
        await cells.RunAsync("""
            await Task.Run(() => Console.Write("task "));
            var t = new System.Threading.Thread(() => Console.Write("thread")); t.Start(); t.Join();
            """);
        Assert.Equal("task thread", cells.Text);
    }

    [Fact]
    public async Task SessionsSideBySide_DoNotMix()
    {
        var other = new Cells();
        const string Loop =
            "for (var i = 0; i < 200; i++) {{ Console.Write(\"{0}\"); if (i % 20 == 0) await Task.Yield(); }}";
        await Task.WhenAll(
            cells.RunAsync(string.Format(null, Loop, "a")), other.RunAsync(string.Format(null, Loop, "b")));
        Assert.Equal(new string('a', 200), cells.Text);
        Assert.Equal(new string('b', 200), other.Text);
    }

    [Theory]
    [InlineData("Console.ReadLine()")]
    [InlineData("Console.Read()")]
    [InlineData("await Console.In.ReadToEndAsync()")]
    public async Task Reading_IsAClearError(string code)
    {
        var error = await cells.ErrorAsync(code);
        Assert.Equal(
            "A cell can't read from the console here: nobody is there to type. Assign the value in the cell instead.",
            error.Message);
        Assert.Equal(1, error.Line);
    }
}
