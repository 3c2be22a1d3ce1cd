using BenchmarkDotNet.Attributes;

namespace AttentionKit.Benchmarks;

/// <summary>The kit's matrix product beside MathNet's own.</summary>
[MemoryDiagnoser]
public class ProductBenchmarks
{
    private Matrix<float> _a = null!, _b = null!;

    /// <summary>Rows and columns.</summary>
    [Params(8, 64, 256, 1024)]
    public int N { get; set; }

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void SetUp() => (_a, _b) = (Problem.Numbers(N, N), Problem.Numbers(N, N));

    /// <summary>The kit's.</summary>
    [Benchmark(Baseline = true)]
    public object Kit() => MatrixProduct.Of(_a, _b);

    /// <summary>MathNet's managed provider.</summary>
    [Benchmark]
    public object MathNet() => _a * _b;
}
