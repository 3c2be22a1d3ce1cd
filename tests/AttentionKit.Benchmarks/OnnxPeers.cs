namespace AttentionKit.Benchmarks;

/// <summary>Both attention operators of ONNX Runtime, on one thread and on all.</summary>
internal sealed class OnnxPeers : IDisposable
{
    private readonly List<OnnxPeer> _peers = [];

    internal static string[] Names(int nThreads) => [$"Attention {nThreads}", $"MHA {nThreads}", "Attention 1", "MHA 1"];

    internal void Enter(Race race, Problem problem, int nThreads)
    {
        foreach (var n in new[] { nThreads, 1 }.Distinct())
        {
            Enter(race, $"Attention {n}", OnnxPeer.Attention(problem, n), problem, isByHead: true);
            // It has no grouped heads.
            if (problem.NHeads == problem.NKvHeads) Enter(race, $"MHA {n}", OnnxPeer.MultiHeadAttention(problem, n), problem, isByHead: false);
        }
    }

    public void Dispose()
    {
        foreach (var peer in _peers) peer.Dispose();
    }

    private void Enter(Race race, string name, OnnxPeer peer, Problem problem, bool isByHead)
    {
        _peers.Add(peer);
        GuardSameResult(name, peer.Run(), problem, isByHead);
        race.Add(name, peer.Run);
    }

    // A race between different results would mean nothing.
    private static void GuardSameResult(string name, float[] theirs, Problem problem, bool isByHead)
    {
        var ours = problem.Fused();
        for (var i = 0; i < ours.RowCount; i++)
            for (var column = 0; column < ours.ColumnCount; column++)
            {
                var (head, d) = (column / problem.DHead, column % problem.DHead);
                var at = isByHead ? (head * problem.NQueries + i) * problem.DHead + d : i * ours.ColumnCount + column;
                if (!(MathF.Abs(theirs[at] - ours[i, column]) < 1e-4f))
                    throw new InvalidOperationException($"{problem.Name}: {name} gives {theirs[at]} at [{i}, {column}], the kit {ours[i, column]}");
            }
    }
}
