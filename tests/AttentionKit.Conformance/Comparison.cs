namespace AttentionKit.Conformance;

/// <summary>How far the kit's outputs are from the published ones.</summary>
internal sealed record Comparison(string Verdict)
{
    // ONNX's own relative tolerance for these cases; the absolute one serves numbers around 0.
    private const float RelativeTolerance = 1e-3f;
    private const float AbsoluteTolerance = 1e-5f;

    public static Comparison Of(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        var largest = 0f;
        foreach (var (name, tensor) in expected)
        {
            if (!actual.TryGetValue(name, out var ours)) throw new NotSupportedException($"output {name}");
            if (!tensor.Shape.SequenceEqual(ours.Shape))
                return new($"failed: {name} is {ours.Described} in place of {tensor.Described}");
            for (var n = 0; n < tensor.Data.Length; n++)
            {
                var difference = Difference(tensor.Data[n], ours.Data[n]);
                // Written so that a NaN difference fails.
                if (!(difference <= AbsoluteTolerance + RelativeTolerance * MathF.Abs(tensor.Data[n])))
                    return new(
                        $"failed: largest difference {LargestDifference(tensor, ours):E1}, first at "
                        + $"{name}{Index(n, tensor.Shape)}: {ours.Data[n]} in place of {tensor.Data[n]}");
                largest = MathF.Max(largest, difference);
            }
        }
        return new($"passed (largest difference {largest:E1})");
    }

    private static float LargestDifference(Tensor expected, Tensor actual)
    {
        var largest = 0f;
        for (var n = 0; n < expected.Data.Length; n++)
            largest = MathF.Max(largest, Difference(expected.Data[n], actual.Data[n]));
        return largest;
    }

    private static float Difference(float expected, float actual) =>
        expected.Equals(actual) ? 0 : MathF.Abs(expected - actual);

    private static string Index(int n, int[] shape)
    {
        var index = new int[shape.Length];
        for (var dimension = shape.Length - 1; dimension >= 0; dimension--)
            (n, index[dimension]) = Math.DivRem(n, shape[dimension]);
        return $"[{string.Join(", ", index)}]";
    }
}
