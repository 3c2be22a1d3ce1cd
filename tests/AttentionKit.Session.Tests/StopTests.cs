using AttentionKit.Session;
using AttentionKit.Session.Running;

namespace AttentionKit.Session.Tests;

public class StopTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("while (true) n++;")]
    [InlineData("do { if (n >= 0) continue; n++; } while (true);")]
    [InlineData("again: n++; goto again;")]
    [InlineData("for (;;) { switch (n % 3) { case 0: n++; continue; default: n++; break; } }")]
    [InlineData("foreach (var x in Endless()) n += x;\nIEnumerable<int> Endless() { while (true) yield return 1; }")]
    [InlineData("await foreach (var x in Endless()) n += x;\nasync IAsyncEnumerable<int> Endless() { while (true) { await Task.Yield(); yield return 1; } }")]
    [InlineData("n = Enumerable.Repeat(1, int.MaxValue).SelectMany(x => Enumerable.Repeat(x, int.MaxValue)).Where(x => x > 1).Count();")]
    [InlineData("n = (from x in Enumerable.Repeat(1, int.MaxValue) from y in Enumerable.Repeat(1, int.MaxValue) where x > y select x).Count();")]
    [InlineData("Func<int, int> f = null; f = x => { for (;;) x++; }; n = f(1);")]
    [InlineData("int F() { try { while (true) n++; } finally { while (true) n++; } }\nF();")]
    [InlineData("while (true) { try { while (true) n++; } catch (Exception) { } }")]
    [InlineData("while (true) { try { try { n++; } finally { n--; } } catch { n++; } }")]
    [InlineData("while (true) try { System.Threading.Thread.Sleep(-1); } catch (Exception) { }")]
    [InlineData("try { System.Threading.Thread.Sleep(-1); } catch { System.Threading.Thread.Sleep(-1); }")]
    [InlineData("unsafe { fixed (long* p = new long[2]) while (true) p[0]++; }")]
    [InlineData("unsafe { var p = stackalloc int[2]; while (true) p[0]++; }")]
    [InlineData("ref int At(int[] all) { while (true) all[0]++; }\nAt(new int[1])++;")]
    [InlineData("class C { public int P { get { while (true) ; } } }\nn = new C().P;")]
    [InlineData("struct S { public static S operator +(S a, S b) { while (true) ; } }\n_ = new S() + new S();")]
    [InlineData("class C { public C() { while (true) ; } }\nnew C();")]
    [InlineData("static class C { public static int X = Endless(); static int Endless() { while (true) ; } }\nn = C.X;")]
    [InlineData("record R(int X) { public R Next => X < 0 ? this : new R(X).Next2; R Next2 => Next3(); R Next3() { while (true) ; } }\n_ = new R(1).Next;")]
    [InlineData("class C { public override string ToString() { while (true) ; } }\n_ = $\"{new C()}\";")]
    [InlineData("System.Threading.Tasks.Parallel.For(0, 100, i => { while (true) ; });")]
    [InlineData("await Task.Run(() => { while (true) ; });")]
    [InlineData("await Task.WhenAll(Task.Run(async () => { while (true) await Task.Delay(1); }), Task.Delay(-1));")]
    [InlineData("while (true) await Task.Delay(1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("for (var i = 0; i < 100; i++) System.Threading.Thread.SpinWait(2_000_000);")]
    public async Task AnEndlessCell_CanBeStopped_AndItsVariablesStay(string endless)
    {
        await StopAsync($"var kept = 7; long n = 0;\nConsole.Write(\"started\");\n{endless}");
        Assert.Equal(7, await cells.ResultAsync("kept"));
    }

    [Fact]
    public async Task AStoppedCell_SaysWhereItWas()
    {
        var error = await StopAsync("Console.Write(\"started\");\nvar n = 0;\nvoid Count()\n{\n    while (true)\n        n++;\n}\nCount();");
        Assert.Equal("The cell was stopped.", error.Traceback[0]);
        Assert.Equal("    cell 1, line 8: Count();", error.Traceback[^1]);
        Assert.InRange(error.Line!.Value, 5, 6);
    }

    [Fact]
    public async Task FinallyAndDispose_AreDone()
    {
        await StopAsync("""
            class Tidy : IDisposable { public void Dispose() { for (var i = 0; i < 3; i++) Console.Write($" {i}"); } }
            using (new Tidy())
                try { Console.Write("started"); while (true) ; }
                finally { Note("finally"); }
            void Note(string text) => Console.Write($" {text}");
            """);
        Assert.Equal("started finally 0 1 2", cells.Text);
    }

    [Fact]
    public async Task OnlyTheCodeOfTheStoppedCellEnds_OnWhateverThread()
    {
        Assert.Null(await cells.RunAsync("long first = 0, second = 0; var go = true; Task.Run(() => { while (go) { first++; System.Threading.Thread.Yield(); } });"));
        await StopAsync("Task.Run(() => { while (go) second++; });\nConsole.Write(\"started\"); while (true) ;");
        const string After = "long Of(Func<long> n) { var before = n(); for (var i = 0; i < 100 && n() == before; i++) System.Threading.Thread.Sleep(10); return n() - before; }\n";
        Assert.True((long)(await cells.ResultAsync(After + "Of(() => first)"))! > 0);
        Assert.Equal(0L, await cells.ResultAsync("System.Threading.Thread.Sleep(100); Of(() => second)"));
        Assert.Null(await cells.RunAsync("go = false;"));
    }

    [Fact]
    public async Task ACodeThatWakesLate_EndsThen()
    {
        await StopAsync("var late = false; async Task Late() { await Task.Delay(300); late = true; }\nvar task = Late();\nConsole.Write(\"started\"); await task;");
        Assert.Equal(false, await cells.ResultAsync("try { await task; } catch (Exception) { }\nlate"));
    }

    [Fact]
    public async Task ACellInALibrarysEndlessCall_CanBeLeftBehind()
    {
        using var stop = new CancellationTokenSource();
        var isOver = false;
        AppContext.SetData("endless", (Action)(() => { while (!Volatile.Read(ref isOver)) Thread.SpinWait(100); }));
        var (error, started) = StartAsync("var kept = 7; Console.Write(\"started\");\n((Action)AppContext.GetData(\"endless\"))(); Console.Write(\"late\");", stop.Token);
        await started;
        await stop.CancelAsync();
        Assert.NotSame(error, await Task.WhenAny(error, Task.Delay(200, TestContext.Current.CancellationToken)));
        cells.Session.LeaveBehind();
        Assert.Contains("left behind", (await error)!.Message, StringComparison.Ordinal);
        Assert.Equal(7, await cells.ResultAsync("kept"));
        Volatile.Write(ref isOver, true);
        Assert.DoesNotContain("late", cells.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecursionWithoutAnEnd_IsAnOrdinaryError()
    {
        var kept = await cells.RunAsync("var kept = 7;");
        Assert.Null(kept);
        foreach (var deep in new[] { "int Down(int n) => Down(n + 1) + 1;\nDown(0)", "class C { public override string ToString() => $\"{this}\"; }\nnew C().ToString()", "record Node(int X) { public Node Next { get; set; } }\nvar node = new Node(1); node.Next = node; node.ToString()" })
        {
            var error = await cells.ErrorAsync(deep);
            Assert.Equal(nameof(InsufficientExecutionStackException), error.Name);
            Assert.InRange(error.Traceback.Count, 2, 30);
        }
        Assert.Equal(7, await cells.ResultAsync("kept"));
        Assert.Equal(5000, await cells.ResultAsync("int Count(int n) => n == 0 ? 0 : Count(n - 1) + 1;\nCount(5000)"));
    }

    [Fact]
    public async Task ExpressionTrees_StayAsTheyAre()
    {
        Assert.Equal("x => (x > 1)", await cells.ResultAsync("System.Linq.Expressions.Expression<Func<int, bool>> e = x => x > 1;\ne.ToString()"));
        Assert.Equal(2, await cells.ResultAsync("new[] { 1, 2, 3 }.AsQueryable().Where(e).Count()"));
    }

    [Fact]
    public async Task LinesAndColumns_AreNotMovedByChecks()
    {
        var error = await cells.ErrorAsync("for (var i = 0; i < 2; i++) { }\nfor (var i = 0; ; i++) Fail(i); void Fail(int i) { if (i > 2)\n#line 40\n  throw new Exception(\"here\"); }");
        Assert.Equal(["Exception: here", "    cell 1, line 40: ", "    cell 1, line 2: for (var i = 0; ; i++) Fail(i); void Fail(int i) { if (i > 2)"], error.Traceback);
        Assert.Equal(["cell 2, line 2: CS0103: The name 'nope' does not exist in the current context", "    for (;;) nope++;", "             ^^^^"],
            (await cells.ErrorAsync("while (true) break;\nfor (;;) nope++;")).Traceback);
    }

    [Fact]
    public async Task AMethodLongerThanAShortBranch_IsCheckedToo()
    {
        var body = string.Concat(Enumerable.Range(0, 60).Select(i => $"if (n > {i}) {{ for (var j = 0; j < 2; j++) n += {i}; }} else continue;\n"));
        Assert.Equal(2 * 59 * 60 / 2 + 100L, await cells.ResultAsync($"long n = 100; for (var k = 0; k < 1; k++) {{\n{body}}}\nn"));
    }

    [Fact]
    public async Task ALibrary_CanLimitTheTimeOfACellsCode_WithoutKnowingTheSession()
    {
        Assert.Equal("False True 7", await cells.ResultAsync("""
            var within = (Func<Action, TimeSpan, bool>)AppContext.GetData("AttentionKit.RunWithin");
            var n = 0L;
            var endless = within(() => { while (true) n++; }, TimeSpan.FromMilliseconds(50));
            var x = 0;
            $"{endless} {within(() => { x = 7; }, TimeSpan.FromSeconds(5))} {x}"
            """));
        await StopAsync("within(() => { Console.Write(\"started\"); while (true) ; }, TimeSpan.FromHours(1));");
    }

    [Fact]
    public async Task ACellThatCancelsItself_IsNotOneThatWasStopped()
    {
        var error = await cells.ErrorAsync("throw new OperationCanceledException(\"mine\");");
        Assert.Equal((nameof(OperationCanceledException), "mine"), (error.Name, error.Message));
    }

    [Fact]
    public async Task TokensOfTheUsersOwn_StayTheirs() =>
        Assert.Equal("TaskCanceledException", await cells.ResultAsync("var mine = new System.Threading.CancellationTokenSource(20);\nstring caught = \"\"; try { await Task.Delay(-1, mine.Token); } catch (Exception e) { caught = e.GetType().Name; }\ncaught"));

    private async Task<CellError> StopAsync(string code)
    {
        using var stop = new CancellationTokenSource();
        var (error, started) = StartAsync(code, stop.Token);
        await started;
        await stop.CancelAsync();
        var stopped = await error;
        Assert.Equal((CellError.Stopped, "The cell was stopped."), (stopped?.Name, stopped?.Message));
        return stopped!;
    }

    private (Task<CellError?> Error, Task Started) StartAsync(string code, CancellationToken stop)
    {
        var running = cells.RunAsync(code, stop);
        return (running, StartedAsync());

        async Task StartedAsync()
        {
            while (!cells.Text.Contains("started", StringComparison.Ordinal))
            {
                Assert.False(running.IsCompleted, running.IsCompleted ? running.Result?.Message : "");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }
}
