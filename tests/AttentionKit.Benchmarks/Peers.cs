using System.Globalization;
using Spectre.Console;

namespace AttentionKit.Benchmarks;

/// <summary>The kit beside its peers and the machine's limits, in one run.</summary>
internal static class Peers
{
    private const string Fused = "fused", Stepwise = "stepwise", Naive = "naive";

    internal static void Run(bool isQuick)
    {
        var seconds = isQuick ? 1.0 : 8.0;
        var nThreads = Environment.ProcessorCount;
        var peak = Machine.PeakGflops(isQuick ? 5 : 20);
        var bandwidth = Machine.ReadGigabytes(isQuick ? 3 : 10);
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
        AnsiConsole.WriteLine($"{nThreads} threads. Multiply-add peak {Number(peak)} GFLOP/s, reading from memory {Number(bandwidth)} GB/s. Load {Load()}.");
        AnsiConsole.WriteLine("Times are medians; × is how many times as long as the kit's fused kernel (or product), the median of the ratios within a round.");
        AnsiConsole.Write(Attention(seconds, nThreads, peak, bandwidth));
        AnsiConsole.Write(Products(seconds, nThreads, peak));
        AnsiConsole.WriteLine(Memory());
        AnsiConsole.WriteLine($"Load {Load()}.");
    }

    private static Table Attention(double seconds, int nThreads, double peak, double bandwidth)
    {
        var table = new Table().Title("Attention: heads × tokens × dHead");
        table.AddColumns("size", "fused", "GFLOP/s", "of peak", "of bandwidth", "stepwise", "ORT best", "Attention", "MHA", "Attention, 1 thread", "MHA, 1 thread", "naive");
        foreach (var problem in Problems())
        {
            var race = new Race(seconds);
            using var peers = new OnnxPeers();
            race.Add(Fused, problem.Fused);
            if (problem.NKeys <= 1024) race.Add(Stepwise, problem.Stepwise);
            if (problem.Flops < 1e9) race.Add(Naive, () => NaiveAttention.Of(problem));
            peers.Enter(race, problem, nThreads);
            race.Run();
            var time = race.Seconds(Fused);
            table.AddRow(
                problem.Name, Time(time), Number(problem.Flops / time / 1e9), Percent(problem.Flops / time / 1e9 / peak),
                problem.NQueries == 1 ? Percent(problem.CacheBytes / time / 1e9 / bandwidth) : "", Times(race, Stepwise), Best(race),
                Times(race, $"Attention {nThreads}"), Times(race, $"MHA {nThreads}"), Times(race, "Attention 1"), Times(race, "MHA 1"), Times(race, Naive));
        }
        return table;
    }

    private static Table Products(double seconds, int nThreads, double peak)
    {
        var table = new Table().Title("Matrix product: m × k × n");
        table.AddColumns("size", "kit", "GFLOP/s", "of peak", "kit a·bᵀ", "kit aᵀ·b", "ORT MatMul", "ORT MatMul, 1 thread", "MathNet");
        foreach (var (m, k, n) in new[] { (6, 8, 6), (16, 16, 16), (64, 64, 64), (256, 64, 256), (1, 768, 768), (8, 768, 768), (1024, 768, 768), (1024, 768, 3072), (1024, 1024, 1024) })
        {
            Matrix<float> a = Problem.Numbers(m, k), b = Problem.Numbers(k, n), at = a.Transpose(), bt = b.Transpose();
            using OnnxPeer all = OnnxPeer.MatMul(a, b, nThreads), one = OnnxPeer.MatMul(a, b, 1);
            var race = new Race(seconds);
            race.Add(Fused, () => MatrixProduct.Of(a, b));
            race.Add("a·bᵀ", () => MatrixProduct.OfTransposed(a, bt));
            race.Add("aᵀ·b", () => MatrixProduct.TransposedOf(at, b));
            race.Add("ORT", all.Run);
            race.Add("ORT 1", one.Run);
            race.Add(Naive, () => a * b);
            race.Run();
            var gflops = 2e-9 * m * k * n / race.Seconds(Fused);
            table.AddRow($"{m} × {k} × {n}", Time(race.Seconds(Fused)), Number(gflops), Percent(gflops / peak), Times(race, "a·bᵀ"), Times(race, "aᵀ·b"), Times(race, "ORT"), Times(race, "ORT 1"), Times(race, Naive));
        }
        return table;
    }

    private static IEnumerable<Problem> Problems()
    {
        yield return new Problem(1, 1, 6, 6, 8, false);
        foreach (var (n, dHead) in new[] { (16, 16), (64, 64), (256, 64), (1024, 64) }) yield return new Problem(1, 1, n, n, dHead, false);
        foreach (var n in new[] { 128, 1024, 4096 })
        {
            yield return new Problem(12, 12, n, n, 64, false);
            yield return new Problem(12, 12, n, n, 64, true);
        }
        yield return new Problem(32, 8, 2048, 2048, 128, false);
        foreach (var n in new[] { 128, 1024, 8192 }) yield return new Problem(12, 12, 1, n, 64, true);
    }

    /// <summary>What 16,384 tokens cost beyond the output: allocated by the call, and held by the process.</summary>
    private static string Memory()
    {
        var problem = new Problem(1, 1, 16384, 16384, 64, true);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var output = problem.Fused();
        var held = GC.GetTotalMemory(forceFullCollection: false) - before - sizeof(float) * (long)output.RowCount * output.ColumnCount;
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        GC.KeepAlive(problem.Fused());
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore - sizeof(float) * (long)output.RowCount * output.ColumnCount;
        return $"16,384 causal tokens: {held / 1024.0 / Environment.ProcessorCount:N0} KB a thread beyond the output in the first call, pools included; {allocated:N0} bytes allocated beyond the output in the next.";
    }

    private static string Best(Race race)
    {
        var best = OnnxPeers.Names(Environment.ProcessorCount).Where(race.Has).MinBy(name => race.Ratio(name, Fused));
        return best is null ? "" : Times(race, best);
    }

    private static string Times(Race race, string name) => race.Has(name) ? $"{Number(race.Ratio(name, Fused))}×" : "";

    private static string Time(double seconds) => seconds < 1e-3 ? $"{Number(seconds * 1e6)} µs" : $"{Number(seconds * 1e3)} ms";

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString(number < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
