using AttentionKit.Conformance;
using Microsoft.ML.OnnxRuntime;

namespace AttentionKit.Tests;

/// <summary>Runs a case through ONNX Runtime, which shares no code with the kit.</summary>
internal static class OnnxRuntimeOracle
{
    /// <summary>The outputs that <paramref name="outputs"/> names.</summary>
    internal static Dictionary<string, Tensor> Run(Case @case, string[] inputNames, (string Name, int Rank)?[] outputs)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR
        };
        using var session = new InferenceSession(OnnxModel.Of(@case, inputNames, outputs), options);
        using var runOptions = new RunOptions();
        string[] names = [.. @case.Inputs.Keys];
        var values = Array.ConvertAll(names, name => Value(@case.Inputs[name]));
        try
        {
            string[] wanted = [.. outputs.Where(output => output is not null).Select(output => output!.Value.Name)];
            using var results = session.Run(runOptions, names, values, wanted);
            return wanted.Zip(
                results, (name, result) => (name, result)).ToDictionary(pair => pair.name, pair => Read(pair.result));
        }
        finally
        {
            foreach (var value in values) value.Dispose();
        }
    }

    private static OrtValue Value(Tensor tensor)
    {
        var shape = Array.ConvertAll(tensor.Shape, size => (long)size);
        return tensor.Dtype switch
        {
            "bool" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tensor.Data, number => number != 0), shape),
            "int64" =>
                OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tensor.Data, number => (long)number), shape),
            _ => OrtValue.CreateTensorValueFromMemory(tensor.Data, shape),
        };
    }

    private static Tensor Read(OrtValue value) =>
        new("float32", Array.ConvertAll(value.GetTensorTypeAndShape().Shape, size => (int)size),
            value.GetTensorDataAsSpan<float>().ToArray());
}
