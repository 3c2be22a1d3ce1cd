using AttentionKit.Session.Running;

namespace AttentionKit.Session.Tests;

/// <summary>Loops that go on in their twin, as while another cell is being stopped, compute what they always do.</summary>
public sealed class LoopTwinTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("long F() { long n = 0; for (var i = 0; i < 1000; i++) n += i; return n; }", 499500L)]
    [InlineData("long F() { long n = 0; for (var i = 0; i < 100; i++) for (var j = i; j < 100; j++) { if (j % 3 == 0) continue; if (j > 97) break; n += j; } return n; }", 209154L)]
    [InlineData("long F() { long n = 0; foreach (var x in Enumerable.Range(0, 50).ToList()) n += x switch { 1 => 10, 2 or 3 => 20, _ => x }; return n; }", 1269L)]
    [InlineData("long F() { long n = 0; var i = 9; do { n += i--; } while (i > 0); return n; }", 45L)]
    [InlineData("long F() { long n = 0; for (var i = 0; i < 9; i++) { try { n += 10 / (i % 3); } catch (DivideByZeroException) { n += 100; } finally { n++; } } return n; }", 354L)]
    [InlineData("long F() { long n = 0; try { while (true) { n++; if (n == 7) throw new Exception(); } } catch { } return n; }", 7L)]
    [InlineData("long F() { long n = 0; try { for (;;) { if (++n == 5) return n; } } finally { n += 100; } }", 5L)]
    [InlineData("long F() { long n = 0; again: n++; if (n < 10) goto again; return n; }", 10L)]
    [InlineData("IEnumerable<long> G() { for (long i = 0; i < 5; i++) yield return i * i; }\nlong F() { long n = 0; foreach (var x in G()) n += x; return n; }", 30L)]
    public async Task ALoop_ComputesTheSameInItsTwin(string function, long expected)
    {
        await cells.RunAsync(function);
        Assert.Equal(expected, await cells.ResultAsync("F()"));
        CellCheck.Raise();
        Assert.Equal(expected, await cells.ResultAsync("F()"));
    }

    [Fact]
    public async Task ALoopOfTheCellItself_ChangesItsVariablesInTheTwinToo()
    {
        CellCheck.Raise();
        await cells.RunAsync("long n = 0; foreach (var x in new List<int> { 1, 2, 3 }) { n += x; }\nfor (var i = 0; i < 4; i++) n *= 2;");
        Assert.Equal(96L, await cells.ResultAsync("n"));
    }

    [Fact]
    public async Task AnErrorInATwin_StandsInItsLine()
    {
        CellCheck.Raise();
        var error = await cells.ErrorAsync("var left = new[] { 2, 1, 0 };\nvar sum = 0;\nfor (var i = 0; i < 3; i++)\n{\n    sum += i;\n    sum += 4 / left[i];\n}");
        Assert.Contains("    cell 1, line 6: sum += 4 / left[i];", error.Traceback);
    }

    // What calls nothing and is called by name ends when its caller's loop is stopped.
    [Theory]
    [InlineData("int Twice(int x) => 2 * x;\nwhile (true) Twice(3);")]
    [InlineData("int Twice(int x) => 2 * x;\nvar n = Enumerable.InfiniteSequence(0, 1).Count(x => Twice(x) % 2 == 1);")]
    [InlineData("int Twice(int x) => 2 * x;\nvar n = Enumerable.InfiniteSequence(0, 1).Select(Twice).Count(x => x == 1);")]
    [InlineData("class Backwards : IComparer<int> { public int Compare(int x, int y) => x - y; }\nwhile (true) Array.Sort([.. Enumerable.Range(0, 100_000)], new Backwards());")]
    [InlineData("int Ping(int n) => Pong(n); int Pong(int n) => n > 1000 ? 0 : Ping(n + 1);\nwhile (true) Ping(0);")]
    public async Task WhateverCallsTheSmallMethod_CanBeStopped(string code)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = cells.RunAsync(code, stop.Token);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal("Stopped", (await running)!.Name);
    }
}
