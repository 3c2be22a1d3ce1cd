using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AttentionKit.Benchmarks;

/// <summary>What the machine can do at most, measured on all threads at once.</summary>
internal static class Machine
{
    private const int Steps = 1_000_000, Floats = 1 << 25;

    /// <summary>Multiply-adds in registers alone, each counted as two operations: GFLOP/s.</summary>
    internal static double PeakGflops(int nRounds) => Best(nRounds, 1e-9 * Steps * 16 * 16 * 2, static _ => MultiplyAdds(Steps));

    /// <summary>Numbers read in order from memory much larger than any cache: GB/s.</summary>
    internal static double ReadGigabytes(int nRounds)
    {
        var numbers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new float[Floats]).ToArray();
        foreach (var array in numbers) Array.Fill(array, 1);
        return Best(nRounds, 1e-9 * Floats * sizeof(float), thread => TensorPrimitives.Sum<float>(numbers[thread]));
    }

    private static double Best(int nRounds, double workOfAThread, Func<int, float> work)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < nRounds; round++)
        {
            using var start = new Barrier(Environment.ProcessorCount);
            var seconds = new double[Environment.ProcessorCount];
            Thread[] threads = [.. seconds.Select((_, n) => new Thread(() =>
            {
                start.SignalAndWait();
                var clock = Stopwatch.GetTimestamp();
                work(n);
                seconds[n] = Stopwatch.GetElapsedTime(clock).TotalSeconds;
            }))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            best = Math.Min(best, seconds.Max());
        }
        return workOfAThread * Environment.ProcessorCount / best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float MultiplyAdds(int steps)
    {
        Vector512<float> x = Vector512.Create(.999f), y = Vector512.Create(1e-3f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (var step = 0; step < steps; step++)
        {
            a = Vector512.MultiplyAddEstimate(a, x, y);
            b = Vector512.MultiplyAddEstimate(b, x, y);
            c = Vector512.MultiplyAddEstimate(c, x, y);
            d = Vector512.MultiplyAddEstimate(d, x, y);
            e = Vector512.MultiplyAddEstimate(e, x, y);
            f = Vector512.MultiplyAddEstimate(f, x, y);
            g = Vector512.MultiplyAddEstimate(g, x, y);
            h = Vector512.MultiplyAddEstimate(h, x, y);
            i = Vector512.MultiplyAddEstimate(i, x, y);
            j = Vector512.MultiplyAddEstimate(j, x, y);
            k = Vector512.MultiplyAddEstimate(k, x, y);
            l = Vector512.MultiplyAddEstimate(l, x, y);
            m = Vector512.MultiplyAddEstimate(m, x, y);
            n = Vector512.MultiplyAddEstimate(n, x, y);
            o = Vector512.MultiplyAddEstimate(o, x, y);
            p = Vector512.MultiplyAddEstimate(p, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
