using AttentionKit.Session;

namespace AttentionKit.Session.Tests;

public class ErrorTests
{
    private readonly Cells cells = new();

    [Fact]
    public async Task ACompilationError_ShowsItsLineUnderlined()
    {
        var error = await cells.ErrorAsync("var x = 1;\n\tvar y = x + nope;\nvar z = 2;");
        Assert.Equal((CellError.Compilation, "CS0103: The name 'nope' does not exist in the current context", 2),
            (error.Name, error.Message, error.Line));
        Assert.Equal(
            [
                "cell 1, line 2: CS0103: The name 'nope' does not exist in the current context",
                "    \tvar y = x + nope;",
                "    \t            ^^^^",
            ],
            error.Traceback);
    }

    [Fact]
    public async Task SeveralCompilationErrors_AreAllShownAndCounted()
    {
        var error = await cells.ErrorAsync("int a = \"s\";\nint b = nope;");
        Assert.EndsWith("(and 1 more)", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, error.Traceback.Count);
        Assert.StartsWith("cell 1, line 2: CS0103", error.Traceback[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnfinishedCell_IsAnErrorAtItsEnd()
    {
        var error = await cells.ErrorAsync("foreach (var x in new[] { 1 }) {\n  Console.Write(x);");
        Assert.Contains("} expected", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task AnException_ShowsTheLinesOfItsCellsOnly()
    {
        await cells.RunAsync("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var error = await cells.ErrorAsync("var one = 1;\n\nvar r = Divide(one, 0);");
        Assert.Equal((nameof(DivideByZeroException), "Attempted to divide by zero.", 3),
            (error.Name, error.Message, error.Line));
        Assert.Equal(
            ["DivideByZeroException: Attempted to divide by zero.", "    cell 1, line 3: return a / b;",
                "    cell 2, line 3: var r = Divide(one, 0);"],
            error.Traceback);
    }

    [Fact]
    public async Task AnExceptionOfTheFramework_ShowsTheLineThatCalledIt()
    {
        var error = await cells.ErrorAsync("var numbers = new List<int>();\nnumbers.First()");
        Assert.Equal(
            ["InvalidOperationException: Sequence contains no elements", "    cell 1, line 2: numbers.First()"],
            error.Traceback);
    }

    [Fact]
    public async Task AnExceptionAfterAnAwait_KeepsItsLine()
    {
        var error = await cells.ErrorAsync("""
            async Task Fail()
            {
                await Task.Delay(5);
                throw new InvalidOperationException("late");
            }
            await Fail();
            """);
        Assert.Equal(
            [
                "InvalidOperationException: late",
                "    cell 1, line 4: throw new InvalidOperationException(\"late\");",
                "    cell 1, line 6: await Fail();",
            ],
            error.Traceback);
        Assert.Equal(4, error.Line);
    }

    [Fact]
    public async Task InnerExceptions_AreShownWithTheirLines()
    {
        var error = await cells.ErrorAsync("""
            try
            {
                int.Parse("x");
            }
            catch (Exception e)
            {
                throw new InvalidOperationException("outer", e);
            }
            """);
        Assert.Equal(7, error.Line);
        Assert.Contains(
            "caused by FormatException: The input string 'x' was not in a correct format.", error.Traceback);
        Assert.Equal("    cell 1, line 3: int.Parse(\"x\");", error.Traceback[^1]);
    }

    [Fact]
    public async Task AllOfAnAggregate_IsShown()
    {
        var error = await cells.ErrorAsync(
            "throw new AggregateException(new ArgumentException(\"a\"), new TimeoutException(\"t\"));");
        Assert.Contains("caused by ArgumentException: a", error.Traceback);
        Assert.Contains("caused by TimeoutException: t", error.Traceback);
    }

    [Fact]
    public async Task ALongTraceback_IsCut()
    {
        var error = await cells.ErrorAsync("""
            int Down(int n)
            {
                if (n == 0) throw new Exception("deep");
                return Down(n - 1) + 1;
            }
            Down(500)
            """);
        Assert.InRange(error.Traceback.Count, 10, 30);
        Assert.Contains(error.Traceback, line => line.EndsWith(" more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnExceptionWithAMessageThatThrows_IsStillShown()
    {
        var error = await cells.ErrorAsync(
            "class Bad : Exception { public override string Message => throw new Exception(); }\nthrow new Bad();");
        Assert.Equal(("Bad", "(its message can't be read)"), (error.Name, error.Message));
    }
}
