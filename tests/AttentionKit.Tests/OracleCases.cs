using AttentionKit.Conformance;

namespace AttentionKit.Tests;

/// <summary>Random cases of ONNX Attention that ONNX Runtime 1.31.1 takes.</summary>
/// <remarks>Left out, because ONNX Runtime rejects them: masks shorter than the keys, masks of rank 1, and masks whose
/// query or last dimension is 1. Left out, because ONNX Runtime ignores is_causal there: a single query with a past and
/// several new keys.</remarks>
internal static class OracleCases
{
    internal static readonly string[] RotaryInputs = ["X", "cos_cache", "sin_cache", "position_ids"];

    internal static readonly string[] Inputs =
        ["Q", "K", "V", "attn_mask", "past_key", "past_value", "nonpad_kv_seqlen"];

    private sealed record Sizes(int B, int KvHeads, int Group, int S, int L, int D, int Dv, int Past)
    {
        internal int Heads => KvHeads * Group;
        internal int Keys => Past + L;
    }

    /// <summary>Numbers of everyday size; their rounding is judged by <see cref="OracleTests"/>' bound.</summary>
    internal static readonly Gen<Case> Everyday =
        from sizes in GenSizes(Gen.Int[1, 9])
        from magnitude in Gen.OneOf(.01f, .1f, 1f, 3f, 10f)
        from scale in Gen.OneOf<double?>(Gen.Const((double?)null), Gen.Float[.01f, 2].Select(scale => (double?)scale))
        from @case in Cases(sizes, Gen.Float[-magnitude, magnitude], scale)
        select @case;

    /// <summary>Numbers up to 1e4 whose dot products float holds exactly, in any order of summation: whole numbers up
    /// to 5 times a power of 2, and scales whose square root is a power of 2. Else two right answers could lie
    /// arbitrarily far apart.</summary>
    internal static readonly Gen<Case> Extreme =
        from sizes in GenSizes(Gen.OneOf(1, 16))
        from power in Gen.OneOf(1f, 64f, 1024f, 2000f)
        from scale in Gen.OneOf<double?>(null, 1, .25, 4, 1 / 64.0)
        from @case in Cases(sizes, Gen.Int[-5, 5].Select(n => n * (power == 2000f ? 2048f : power)), scale)
        select @case;

    /// <summary>Random cases of ONNX RotaryEmbedding, with cosines and sines that belong to no angle: they need
    /// not.</summary>
    internal static readonly Gen<Case> Rotary =
        from b in Gen.Int[1, 2]
        from h in Gen.Int[1, 3]
        from s in Gen.Int[1, 5]
        from d in Gen.OneOf(2, 4, 6, 8)
        from nPairs in Gen.Int[1, d / 2]
        from flat in Gen.Bool
        from interleaved in Gen.Int[0, 1]
        from byPosition in Gen.Bool
        let cacheShape = byPosition ? new[] { 9, nPairs } : [b, s, nPairs]
        from x in Tensors(flat ? [b, s, h * d] : [b, h, s, d], Gen.Float[-10, 10])
        from cos in Tensors(cacheShape, Gen.Float[-1, 1])
        from sin in Tensors(cacheShape, Gen.Float[-1, 1])
        from positions in Gen.Int[0, 8].Select(n => (float)n).Array[b * s]
        select new Case(
            "RotaryEmbedding",
            new() { ["interleaved"] = interleaved, ["num_heads"] = h, ["rotary_embedding_dim"] = 2 * nPairs },
            byPosition
                ? new()
                {
                    ["X"] = x,
                    ["cos_cache"] = cos,
                    ["sin_cache"] = sin,
                    ["position_ids"] = new Tensor("int64", [b, s], positions)
                }
                : new() { ["X"] = x, ["cos_cache"] = cos, ["sin_cache"] = sin },
            []);

    private static Gen<Sizes> GenSizes(Gen<int> headSizes) =>
        from a in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 5])
        from b in Gen.Select(Gen.Int[1, 6], headSizes, Gen.Int[1, 6], Gen.OneOf<int>(Gen.Const(0), Gen.Int[1, 4]))
        select new Sizes(a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, b.Item3, b.Item4);

    private static Gen<Case> Cases(Sizes z, Gen<float> numbers, double? scale) =>
        from flat in Gen.Bool
        from q in Tensors(flat ? [z.B, z.S, z.Heads * z.D] : [z.B, z.Heads, z.S, z.D], numbers)
        from k in Tensors(flat ? [z.B, z.L, z.KvHeads * z.D] : [z.B, z.KvHeads, z.L, z.D], numbers)
        from v in Tensors(flat ? [z.B, z.L, z.KvHeads * z.Dv] : [z.B, z.KvHeads, z.L, z.Dv], numbers)
        from pastKey in Tensors([z.B, z.KvHeads, z.Past, z.D], numbers)
        from pastValue in Tensors([z.B, z.KvHeads, z.Past, z.Dv], numbers)
        from mask in GenMasks(z)
        from lengths in GenLengths(z)
        from isCausal in Gen.Bool
        from softcap in Gen.OneOf<float>(Gen.Const(0f), Gen.Float[.5f, 50])
        from mode in Gen.Int[0, 3]
        select Build(z, flat, q, k, v, pastKey, pastValue, mask, lengths, isCausal, softcap, mode, scale);

    private static Case Build(
        Sizes z, bool flat, Tensor q, Tensor k, Tensor v, Tensor pastKey, Tensor pastValue, Tensor? mask,
            Tensor? lengths, bool isCausal, float softcap, int mode, double? scale)
    {
        var attributes = new Dictionary<string,
            double>
        {
            ["is_causal"] = isCausal && (z.S > 1 || z.L == 1 || z.Past == 0) ? 1 : 0,
            ["qk_matmul_output_mode"] = mode
        };
        if (flat) (attributes["q_num_heads"], attributes["kv_num_heads"]) = (z.Heads, z.KvHeads);
        if (softcap != 0) attributes["softcap"] = softcap;
        if (scale is { } given) attributes["scale"] = given;
        var inputs = new Dictionary<string, Tensor> { ["Q"] = q, ["K"] = k, ["V"] = v };
        if (mask is not null) inputs["attn_mask"] = mask;
        if (z.Past > 0) (inputs["past_key"], inputs["past_value"]) = (pastKey, pastValue);
        if (lengths is not null) inputs["nonpad_kv_seqlen"] = lengths;
        return new Case("Attention", attributes, inputs, []);
    }

    private static Gen<Tensor> Tensors(int[] shape, Gen<float> numbers) =>
        numbers.Array[Tensor.Size(shape)].Select(data => new Tensor("float32", shape, data));

    private static Gen<Tensor?> GenMasks(Sizes z)
    {
        if (z.S == 1 || z.Keys == 1) return Gen.Const((Tensor?)null);
        var shapes = Gen.OneOf<int[]>(
            [z.S, z.Keys], [1, z.S, z.Keys], [z.Heads, z.S, z.Keys], [1, 1, z.S, z.Keys], [z.B, 1, z.S, z.Keys],
            [1, z.Heads, z.S, z.Keys], [z.B, z.Heads, z.S, z.Keys]);
        var biases = Gen.Frequency((3, Gen.Float[-5, 5]), (1, Gen.Const(float.NegativeInfinity)));
        return Gen.OneOf<Tensor?>(
            Gen.Const((Tensor?)null),
            from shape in shapes
            from data in Gen.OneOf(
                0f, 1f, 1f).Array[Tensor.Size(shape)]
            select (Tensor?)new Tensor("bool", shape, data),
            from shape in shapes
            from data in biases.Array[Tensor.Size(shape)]
            select (Tensor?)new Tensor(
                "float32", shape, data));
    }

    // The operator takes lengths for a cache that it does not own: never together with a past.
    private static Gen<Tensor?> GenLengths(Sizes z) => z.Past > 0
        ? Gen.Const((Tensor?)null)
        : Gen.OneOf<Tensor?>(Gen.Const((Tensor?)null),
            Gen.Int[1, z.L].Select(n => (float)n).Array[z.B].Select(data => (Tensor?)new Tensor("int64", [z.B], data)));
}
