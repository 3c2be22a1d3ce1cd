using System.Diagnostics;

namespace AttentionKit.Lessons;

/// <summary>What some code costs, measured here and now.</summary>
/// <param name="Milliseconds">Of the fastest call: whatever disturbs a call makes it slower.</param>
/// <param name="Bytes">Allocated during the call that allocated least, by all threads: whatever else the process does
/// adds to it.</param>
public sealed record Cost(double Milliseconds, long Bytes)
{
    private const int LeastCalls = 2; // the first one compiles the code, and fills pools of buffers
    private const int Rounds = 5;
    private const long LargeCall = 32 << 20;
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

    /// <summary>Calls each once, so that its code and its memory are warm, and then all of them in turn, five times
    /// over: what disturbs for a while disturbs all alike.</summary>
    /// <param name="works">What is compared. Each must do the same each time.</param>
    /// <returns>The median milliseconds and bytes of each.</returns>
    public static IReadOnlyList<Cost> InTurn(IReadOnlyList<Action> works)
    {
        ArgumentNullException.ThrowIfNull(works);
        foreach (var work in works) work();
        Cost[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => works.Select(OfOneCall).ToArray())];
        return [.. works.Select((_, at) => Median([.. rounds.Select(round => round[at])]))];
    }

    private static Cost Median(IReadOnlyList<Cost> costs) => new(
        costs.Select(cost => cost.Milliseconds).Order().ElementAt(Rounds / 2),
        costs.Select(cost => cost.Bytes).Order().ElementAt(Rounds / 2));

    private static Cost OfOneCall(Action work)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        work();
        var time = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        if (bytes > LargeCall) GC.Collect(); // else memory holds the matrices of several calls
        return new Cost(time.TotalMilliseconds, bytes);
    }
}
