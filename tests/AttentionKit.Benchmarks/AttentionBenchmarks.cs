using BenchmarkDotNet.Attributes;

namespace AttentionKit.Benchmarks;

/// <summary>Stepwise and fused attention of one head, with allocations.</summary>
[MemoryDiagnoser]
public class AttentionBenchmarks
{
    private Problem _problem = null!;

    /// <summary>Queries and keys.</summary>
    [Params(6, 64, 256, 1024)]
    public int NTokens { get; set; }

    /// <summary>Whether the future is hidden.</summary>
    [Params(false, true)]
    public bool IsCausal { get; set; }

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void SetUp() => _problem = new Problem(1, 1, NTokens, NTokens, 64, IsCausal);

    /// <summary>Every matrix is kept.</summary>
    [Benchmark(Baseline = true)]
    public object Stepwise() => _problem.Stepwise();

    /// <summary>Only the output is.</summary>
    [Benchmark]
    public object Fused() => _problem.Fused();
}
