namespace AttentionKit.Conformance;

/// <summary>The ONNX operators that the kit covers, by name.</summary>
internal static class Operator
{
    public static Dictionary<string, Tensor> Run(Case @case) => @case.Operator switch
    {
        "Attention" => AttentionOperator.Run(@case),
        "RotaryEmbedding" => RotaryOperator.Run(@case),
        _ => throw new NotSupportedException($"operator {@case.Operator}"),
    };

    /// <exception cref="NotSupportedException">The case has an input or attribute that the operator does not
    /// know.</exception>
    public static void GuardNames(Case @case, string[] inputs, string[] attributes)
    {
        foreach (var name in @case.Inputs.Keys.Except(inputs)) throw new NotSupportedException($"input {name}");
        foreach (var name in @case.Attributes.Keys.Except(attributes))
            throw new NotSupportedException($"attribute {name}");
    }
}
