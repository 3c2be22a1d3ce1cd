using System.Diagnostics;

namespace AttentionKit.Benchmarks;

/// <summary>Several ways to do the same work, timed in turns, so that a busy moment of the machine hits them all.</summary>
internal sealed class Race(double secondsInAll)
{
    private sealed record Runner(string Name, Func<object> Work, int Repeats, List<double> Seconds);

    private readonly List<Runner> _runners = [];

    /// <summary>Adds a way, and runs it until it is warm.</summary>
    internal void Add(string name, Func<object> work)
    {
        var clock = Stopwatch.StartNew();
        double seconds;
        do seconds = Time(work, 1);
        while (clock.Elapsed.TotalSeconds < Math.Min(.1, secondsInAll / 20));
        _runners.Add(new Runner(name, work, Math.Clamp((int)(.003 / seconds), 1, 10_000), []));
    }

    internal void Run()
    {
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 3 || (round < 25 && clock.Elapsed.TotalSeconds < secondsInAll); round++)
            foreach (var runner in _runners)
            {
                Thread.Sleep(60); // ONNX Runtime's threads spin for some 45 ms before they sleep, and would hold a processor
                WarmUp(runner);
                runner.Seconds.Add(Time(runner.Work, runner.Repeats));
            }
    }

    // Until caches are filled and threads awake. A virtual machine's scheduler often wakes a thread on the processor of the one that calls it, and moves
    // it to the idle one some milliseconds later: what is measured is how fast they are from then on.
    private static void WarmUp(Runner runner)
    {
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 25;) Time(runner.Work, runner.Repeats);
    }

    internal bool Has(string name) => _runners.Any(runner => runner.Name == name);

    /// <summary>Median, in seconds.</summary>
    internal double Seconds(string name) => Median(Of(name).Seconds);

    /// <summary>How many times as long as another way: the median over the rounds of the ratio within a round.</summary>
    internal double Ratio(string name, string to) => Median(Of(name).Seconds.Zip(Of(to).Seconds, (a, b) => a / b));

    private Runner Of(string name) => _runners.Single(runner => runner.Name == name);

    private static double Time(Func<object> work, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < repeats; n++) work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
