using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Conformance;

/// <summary>ONNX RotaryEmbedding, opset 23, over the kit: batches and heads are loops around
/// <see cref="Rope.Rotate"/>.</summary>
internal static class RotaryOperator
{
    private static readonly string[] s_inputs = ["X", "cos_cache", "sin_cache", "position_ids"];
    private static readonly string[] s_attributes = ["interleaved", "num_heads", "rotary_embedding_dim"];

    public static Dictionary<string, Tensor> Run(Case @case)
    {
        Operator.GuardNames(@case, s_inputs, s_attributes);
        var x = @case.RequiredInput("X");
        var heads = x.SplitHeads((int)(@case.Attribute("num_heads") ?? 0), "X"); // (B, H, S, D)
        var dRotary = @case.Attribute("rotary_embedding_dim") is { } given and not 0 ? (int)given : heads.Shape[3];
        var y = Tensor.Of(x.Dtype, heads.Shape);
        for (var b = 0; b < heads.Shape[0]; b++)
        {
            var cos = Angles(@case, "cos_cache", b, heads.Shape[2], dRotary);
            var sin = Angles(@case, "sin_cache", b, heads.Shape[2], dRotary);
            for (var h = 0; h < heads.Shape[1]; h++)
                y.SetHead(
                    b, h, Rope.Rotate(heads.Head(b, h), cos, sin, @case.Attribute("interleaved") is not (null or 0)));
        }
        y = x.Shape.Length == 3 ? y.JoinHeads() : y;
        return new() { ["Y"] = y.Rounded() };
    }

    /// <summary>[S × dRotary/2]: the rows that position_ids names, or without them those of batch b.</summary>
    private static Matrix<float> Angles(Case @case, string name, int b, int nTokens, int dRotary)
    {
        var cache = @case.RequiredInput(name);
        var positions = @case.Input("position_ids");
        if (cache.Shape.Length != (positions is null ? 3 : 2) || cache.Shape[^1] != dRotary / 2)
            throw new InvalidDataException(
                $"{name} must be (positions, {dRotary / 2}) with position_ids and (B, S, {dRotary / 2}) without: it "
                + $"is {cache.Described}");
        if (positions is null) return cache.Sheet(b);

        var all = cache.Sheet(0);
        return Matrix<float>.Build.DenseOfRows(
            Enumerable.Range(0, nTokens).Select(i => all.Row((int)positions.Data[b * nTokens + i])));
    }
}
