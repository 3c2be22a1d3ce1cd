using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Conformance;

/// <summary>ONNX Attention, opsets 23 to 25, over the kit: batches and heads are loops around one head's
/// <see cref="Attention.Steps"/>.</summary>
internal static class AttentionOperator
{
    private static readonly string[] s_inputs =
        ["Q", "K", "V", "attn_mask", "past_key", "past_value", "nonpad_kv_seqlen"];
    private static readonly string[] s_attributes =
        ["is_causal", "kv_num_heads", "left_window_size", "q_num_heads", "qk_matmul_output_mode", "right_window_size",
            "scale", "softcap", "softmax_precision"];

    public static Dictionary<string, Tensor> Run(Case @case)
    {
        Operator.GuardNames(@case, s_inputs, s_attributes);
        var q = Heads(@case, "Q", "q_num_heads");                    // (B, Hq, S, D)
        var newKeys = Heads(@case, "K", "kv_num_heads");             // (B, Hk, present, D)
        var newValues = Heads(@case, "V", "kv_num_heads");           // (B, Hk, present, Dv)
        var k = @case.Input("past_key")?.ConcatTokens(newKeys, "past_key") ?? newKeys;             // (B, Hk, L, D)
        var v = @case.Input("past_value")?.ConcatTokens(newValues, "past_value") ?? newValues;     // (B, Hk, L, Dv)
        GuardShapes(q, k, v);

        var bias = new AttentionBias(@case, q.Shape, k.Shape[2], pastLength: @case.Input("past_key")?.Shape[2]);
        var y = Tensor.Of(q.Dtype, [.. q.Shape[..3], v.Shape[3]]);
        var qk = Tensor.Of(q.Dtype, [.. q.Shape[..3], k.Shape[2]]);
        var groupSize = q.Shape[1] / k.Shape[1];
        for (var b = 0; b < q.Shape[0]; b++)
            for (var h = 0; h < q.Shape[1]; h++)
            {
                var steps = Attention.Steps(
                    q.Head(b, h), k.Head(b, h / groupSize), v.Head(b, h / groupSize), bias.MaskOf(b, h), Scale(@case),
                    Softcap(@case));
                steps = InPrecision(steps, q.Dtype, SoftmaxType(@case, q.Dtype));
                y.SetHead(b, h, steps.Output);
                qk.SetHead(b, h, Shown(steps, @case));
            }

        y = @case.RequiredInput("Q").Shape.Length == 3 ? y.JoinHeads() : y;
        return new(
            )
        { ["Y"] = y.Rounded(), ["present_key"] = k, ["present_value"] = v, ["qk_matmul_output"] = qk.Rounded() };
    }

    private static Tensor Heads(Case @case, string name, string nHeadsAttribute)
    {
        var tensor = @case.RequiredInput(name);
        if (tensor.Dtype is not ("float32" or "float16" or "bfloat16" or "float64"))
            throw new NotSupportedException($"{name} of type {tensor.Dtype}");
        return tensor.SplitHeads((int)(@case.Attribute(nHeadsAttribute) ?? 0), name);
    }

    private static void GuardShapes(Tensor q, Tensor k, Tensor v)
    {
        if (q.Shape[0] != k.Shape[0] || q.Shape[0] != v.Shape[0] || k.Shape[1] != v.Shape[1] || k.Shape[1] == 0
            || q.Shape[1] % k.Shape[1] != 0)
            throw new InvalidDataException(
                "Q, K and V must share B, K and V their heads, and the heads of Q must be a multiple of theirs: "
                + $"{q.Described}, {k.Described}, {v.Described}");
        if (q.Shape[2] == 0 || k.Shape[2] == 0) throw new NotSupportedException(
            $"attention without tokens: {q.Described}, {k.Described}");
    }

    private static float? Scale(Case @case) => (float?)@case.Attribute("scale");

    // ONNX writes "no softcap" as 0; tanh is odd, so that a sign makes no difference.
    private static float? Softcap(Case @case) =>
        @case.Attribute("softcap") is { } softcap and not 0 ? MathF.Abs((float)softcap) : null;

    private static string SoftmaxType(Case @case, string dtype) => @case.Attribute("softmax_precision") switch
    {
        null or 0 => dtype,
        1 => "float32",
        10 => "float16",
        11 => "float64",
        16 => "bfloat16",
        var other => throw new NotSupportedException($"softmax_precision {other}"),
    };

    // Scores come in the type of Q, softmax runs in its own, and the weights are cast back.
    private static AttentionSteps InPrecision(AttentionSteps steps, string dtype, string softmaxType)
    {
        if (!Precision.IsNarrow(dtype) && !Precision.IsNarrow(softmaxType)) return steps;
        var scores = Precision.Round(steps.MaskedScores, dtype);
        var weights = Precision.Round(Precision.Softmax(scores, softmaxType), dtype);
        return steps with { Weights = weights, Output = Attention.Mix(weights, steps.Values) };
    }

    private static Matrix<float> Shown(AttentionSteps steps, Case @case) =>
        @case.Attribute("qk_matmul_output_mode") switch
        {
            null or 0 => steps.Scores,
            1 => steps.CappedScores,
            2 => steps.MaskedScores,
            3 => steps.Weights,
            var other => throw new NotSupportedException($"qk_matmul_output_mode {other}"),
        };
}
