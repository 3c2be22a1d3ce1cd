using System.Diagnostics;
using AttentionKit.Session;
using Spectre.Console;

namespace AttentionKit.Benchmarks;

/// <summary>What a session costs that has run many cells, each of which declares something, beside a session that has
/// run few.</summary>
internal static class SessionBenchmark
{
    private static readonly int[] Counts = [10, 100, 800, 2000];

    /// <param name="most">Up to how many cells.</param>
    /// <param name="redeclaring">Whether the cells declare the same names again and again, in place of new ones.</param>
    internal static async Task RunAsync(int most, bool redeclaring)
    {
        var table = new Table()
            .Title(redeclaring ? "cells that declare the same again" : "cells that declare something new")
            .AddColumns("cells", "kB a cell", "warm cell ms", "completion, first ms", "after a cell, and a pause",
                "then ms", "hover ms", "its memory MB");
        var session = new CSharpSession(".");
        await RunAsync(session, Cell(0, redeclaring));
        // So that what is loaded and compiled once is not counted.
        var cold = await Milliseconds(1, () => Once(new CodeAssistant(session)));
        table.Caption($"The first completion of the process, or of the next session: {cold:F0} ms");
        var (nRun, nMore, before) = (1, 0, Megabytes());
        foreach (var count in Counts.Where(count => count <= most))
        {
            for (; nRun < count; nRun++) await RunAsync(session, Cell(nRun, redeclaring));
            var after = Megabytes();
            var warm = await Milliseconds(5, () => RunAsync(session, $"x{Number(count - 1, redeclaring)}.Length"));
            var assistant = new CodeAssistant(session);
            var first = await Milliseconds(1, () => Once(assistant));
            var memory = Megabytes() - after;
            var next = await Milliseconds(5, () => Once(assistant), Declare);
            var caughtUp = await Milliseconds(5, () => Once(assistant), DeclareAndCatchUp);
            var then = await Milliseconds(5, () => Once(assistant));
            var hover = await Milliseconds(5, () => assistant.DescribeAsync($"x{Number(count - 1, redeclaring)}", 1));
            table.AddRow($"{count}", $"{1000 * (after - before) / count:F0}", $"{warm:F1}", $"{first:F0}",
                $"{next:F0}, {caughtUp:F0}", $"{then:F0}", $"{hover:F0}", $"{memory:F1}");

            Task Declare() => RunAsync(session, $"var more{++nMore} = {nMore};");

            async Task DeclareAndCatchUp()
            {
                await Declare();
                await assistant.CatchUpAsync();
            }

            GC.KeepAlive(assistant);
        }
        AnsiConsole.Write(table);
    }

    private static string Cell(int n, bool redeclaring)
    {
        var k = Number(n, redeclaring);
        return $"record R{k}(int Size); int[] Make{k}(R{k} r) => new int[r.Size];\nvar x{k} = Make{k}(new R{k}(10));";
    }

    private static int Number(int n, bool redeclaring) => redeclaring ? n % 5 : n;

    private static async Task RunAsync(CSharpSession session, string code)
    {
        if (await session.RunAsync(code, _ => { }, default) is { } error)
            throw new InvalidOperationException(error.Message);
    }

    private static async Task Once(CodeAssistant assistant)
    {
        if ((await assistant.CompleteAsync("x0.Leng", 7)).Matches is not [("Length", _), ..])
            throw new InvalidOperationException("Length is not found.");
    }

    private static async Task<double> Milliseconds(int nTimes, Func<Task> work, Func<Task>? before = null)
    {
        var times = new List<double>();
        for (var n = 0; n < nTimes; n++)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            var start = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times.Order().ElementAt(nTimes / 2);
    }

    // Of the whole process: the assemblies of cells lie outside of the collected heap.
    private static double Megabytes()
    {
        for (var n = 0; n < 3; n++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
