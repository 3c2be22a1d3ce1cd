using System.Diagnostics;

namespace AttentionKit.Lessons;

/// <summary>What some code costs, measured here and now.</summary>
/// <param name="Milliseconds">Of the fastest call: whatever disturbs a call makes it slower.</param>
/// <param name="Bytes">Allocated during the call that allocated least, by all threads: whatever else the process does
/// adds to it.</param>
public sealed record Cost(double Milliseconds, long Bytes)
{
    private const int LeastCalls = 2; // the first one compiles the code, and fills pools of buffers
    private static readonly TimeSpan s_enough = TimeSpan.FromMilliseconds(40);

    /// <summary>Calls <paramref name="work"/> at least twice, and again until 40 ms are over.</summary>
    /// <param name="work">What is measured. It must do the same each time.</param>
    public static Cost Of(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var least = new Cost(double.PositiveInfinity, long.MaxValue);
        var begin = Stopwatch.GetTimestamp();
        for (var call = 0; call < LeastCalls || Stopwatch.GetElapsedTime(begin) < s_enough; call++)
        {
            var cost = OfOneCall(work);
            least = new Cost(Math.Min(least.Milliseconds, cost.Milliseconds), Math.Min(least.Bytes, cost.Bytes));
        }
        return least;
    }

    private static Cost OfOneCall(Action work)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        work();
        var time = Stopwatch.GetElapsedTime(start);
        return new Cost(time.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
