using AttentionKit.Conformance;
using AttentionKit.Tests;
using Microsoft.ML.OnnxRuntime;

namespace AttentionKit.Benchmarks;

/// <summary>One operator of ONNX Runtime, with inputs and outputs bound to memory once: nothing is copied or allocated in a run.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _output;

    private OnnxPeer(Case @case, string[] inputNames, int[] outputShape, string domain, int nThreads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = nThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxModel.Of(@case, inputNames, [("Y", outputShape.Length)], domain), options);
        _binding = _session.CreateIoBinding();
        foreach (var (name, tensor) in @case.Inputs) _binding.BindInput(name, Value(tensor.Data, tensor.Shape));
        _output = new float[Tensor.Size(outputShape)];
        _binding.BindOutput("Y", Value(_output, outputShape));
    }

    /// <summary>ONNX's own Attention, opset 24.</summary>
    internal static OnnxPeer Attention(Problem p, int nThreads) => new(
        new Case("Attention", new() { ["is_causal"] = p.IsCausal && p.NQueries > 1 ? 1 : 0 }, new()
        {
            ["Q"] = ByHead(p.Queries, p.NHeads),
            ["K"] = ByHead(p.Keys, p.NKvHeads),
            ["V"] = ByHead(p.Values, p.NKvHeads),
        }, []), ["Q", "K", "V"], [1, p.NHeads, p.NQueries, p.DHead], "", nThreads);

    /// <summary>ONNX Runtime's MultiHeadAttention, which has a flash kernel for the CPU; keys and values by head, so that it need not rearrange them.</summary>
    internal static OnnxPeer MultiHeadAttention(Problem p, int nThreads) => new(
        new Case("MultiHeadAttention", new() { ["num_heads"] = p.NHeads, ["unidirectional"] = p.IsCausal && p.NQueries > 1 ? 1 : 0 }, new()
        {
            ["query"] = new Tensor("float32", [1, p.NQueries, p.NHeads * p.DHead], p.Queries.ToRowMajorArray()),
            ["key"] = ByHead(p.Keys, p.NKvHeads),
            ["value"] = ByHead(p.Values, p.NKvHeads),
        }, []), ["query", "key", "value"], [1, p.NQueries, p.NHeads * p.DHead], "com.microsoft", nThreads);

    internal static OnnxPeer MatMul(Matrix<float> a, Matrix<float> b, int nThreads) => new(
        new Case("MatMul", [], new()
        {
            ["A"] = new Tensor("float32", [a.RowCount, a.ColumnCount], a.ToRowMajorArray()),
            ["B"] = new Tensor("float32", [b.RowCount, b.ColumnCount], b.ToRowMajorArray()),
        }, []), ["A", "B"], [a.RowCount, b.ColumnCount], "", nThreads);

    /// <summary>The output of the last run, as ONNX Runtime stores it.</summary>
    internal float[] Run()
    {
        _session.RunWithBinding(_options, _binding);
        return _output;
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(float[] data, int[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(data, Array.ConvertAll(shape, size => (long)size));
        _values.Add(value);
        return value;
    }

    private static Tensor ByHead(Matrix<float> matrix, int nHeads) =>
        new Tensor("float32", [1, matrix.RowCount, matrix.ColumnCount], matrix.ToRowMajorArray()).SplitHeads(nHeads, "heads");
}
