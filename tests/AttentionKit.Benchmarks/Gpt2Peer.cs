using AttentionKit.Models;
using Microsoft.ML.OnnxRuntime;

namespace AttentionKit.Benchmarks;

/// <summary>ONNX Runtime on <see cref="Gpt2Graph"/>, inputs and logits bound to memory once.</summary>
internal sealed class Gpt2Peer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _logits;

    /// <param name="model">Gives the weights.</param>
    /// <param name="tokens">The new tokens.</param>
    /// <param name="past">Keys and values of the tokens before, [nHeads][nPast × dHead] in rows, a pair a layer; none when null.</param>
    internal Gpt2Peer(Transformer model, int[] tokens, IReadOnlyList<(float[] Keys, float[] Values)>? past)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = Environment.ProcessorCount,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(Gpt2Graph.Of(model, past is not null), options);
        _binding = _session.CreateIoBinding();
        var sizes = model.Sizes;
        var nPast = past is null ? 0 : past[0].Keys.Length / (sizes.NKvHeads * sizes.DHead);
        _binding.BindInput("tokens", Value(Array.ConvertAll(tokens, token => (long)token), [1, tokens.Length]));
        _binding.BindInput("places", Value(tokens.Select((_, i) => (long)nPast + i).ToArray(), [1, tokens.Length]));
        for (var layer = 0; layer < past?.Count; layer++)
        {
            long[] shape = [1, sizes.NKvHeads, nPast, sizes.DHead];
            _binding.BindInput($"blocks.{layer}.pastKeys", Value(past[layer].Keys, shape));
            _binding.BindInput($"blocks.{layer}.pastValues", Value(past[layer].Values, shape));
        }
        _logits = new float[tokens.Length * sizes.NVocabulary];
        _binding.BindOutput("logits", Value(_logits, [1, tokens.Length, sizes.NVocabulary]));
    }

    /// <summary>[nTokens][nVocabulary]</summary>
    internal float[] Run()
    {
        _session.RunWithBinding(_options, _binding);
        return _logits;
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Value<T>(T[] data, long[] shape) where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(data, shape);
        _values.Add(value);
        return value;
    }
}
