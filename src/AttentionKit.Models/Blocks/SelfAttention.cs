using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>A block's attention: causal, with grouped heads, and with positions where they act inside the heads.</summary>
internal sealed class SelfAttention(
    TransformerSizes sizes, Parameter wq, Parameter wk, Parameter wv, Parameter wo, Parameter? bq, Parameter? bk, Parameter? bv, Parameter? bo)
{
    private readonly int groupSize = sizes.NHeads / sizes.NKvHeads;
    private readonly IReadOnlyList<float> slopes = sizes.Positions == Positions.Alibi ? Alibi.Slopes(sizes.NHeads) : [];

    /// <param name="x">[nTokens × dModel]</param>
    /// <param name="change">Gets each head's number and steps, and gives those to go on with.</param>
    internal MultiHeadSteps Steps(Matrix<float> x, Func<int, AttentionSteps, AttentionSteps>? change)
    {
        var queries = Turned(MultiHead.Split(Projection.Apply(x, wq.Value, bq?.Row), sizes.NHeads));     // nHeads × [nTokens × dHead]
        var keys = Turned(MultiHead.Split(Projection.Apply(x, wk.Value, bk?.Row), sizes.NKvHeads));      // nKvHeads × [nTokens × dHead]
        var values = MultiHead.Split(Projection.Apply(x, wv.Value, bv?.Row), sizes.NKvHeads);            // nKvHeads × [nTokens × dHead]
        return Join(x, [.. queries.Select((query, h) =>
        {
            var steps = Attention.Steps(query, keys[h / groupSize], values[h / groupSize], MaskOf(h, x.RowCount, x.RowCount));
            return change is null ? steps : change(h, steps);
        })]);
    }

    /// <summary>The next tokens, after those in the cache.</summary>
    /// <param name="x">[nNew × dModel]</param>
    /// <param name="cache">Keys and values so far; it is extended.</param>
    internal MultiHeadSteps Decode(Matrix<float> x, KvCache cache)
    {
        var offset = cache.NSeen;
        var queries = Extend(x, cache);
        if (slopes.Count == 0)
            return Join(x, cache.Attend(MultiHead.Concat(queries), sizes.NHeads));
        IReadOnlyList<Matrix<float>> keys = MultiHead.Split(cache.Keys, sizes.NKvHeads), values = MultiHead.Split(cache.Values, sizes.NKvHeads);
        return Join(x, [.. queries.Select((query, h) =>
            Attention.Steps(query, keys[h / groupSize], values[h / groupSize], MaskOf(h, x.RowCount, cache.NTokens, offset)))]);
    }

    /// <summary>The output of <see cref="Decode"/>, by the fused kernel where no head has biases of its own.</summary>
    internal Matrix<float> Next(Matrix<float> x, KvCache cache)
    {
        if (slopes.Count > 0) return Decode(x, cache).Output;
        var mixed = FlashAttention.Decode(MultiHead.Concat(Extend(x, cache)), cache, sizes.NHeads);
        return Projection.Apply(mixed, wo.Value, bo?.Row);
    }

    // Keys and values go into the cache; the queries are given back.
    private IReadOnlyList<Matrix<float>> Extend(Matrix<float> x, KvCache cache)
    {
        var offset = cache.NSeen;
        var queries = Turned(MultiHead.Split(Projection.Apply(x, wq.Value, bq?.Row), sizes.NHeads), offset);
        var newKeys = Turned(MultiHead.Split(Projection.Apply(x, wk.Value, bk?.Row), sizes.NKvHeads), offset);
        cache.Append(MultiHead.Concat(newKeys), Projection.Apply(x, wv.Value, bv?.Row));
        return queries;
    }

    internal Matrix<float> Backward(MultiHeadSteps steps, Matrix<float> output, Gradients gradients)
    {
        gradients.Add(wo, MatrixProduct.TransposedOf(steps.Concatenated, output));
        AddBias(bo, output, gradients);
        var headOutputs = MultiHead.Split(MatrixProduct.OfTransposed(output, wo.Value), sizes.NHeads);   // nHeads × [nTokens × dHead]
        AttentionGradients[] heads = [.. steps.Heads.Select((head, h) => Attention.Backward(head, headOutputs[h]))];
        var queries = MultiHead.Concat(TurnedBack([.. heads.Select(head => head.Queries)]));             // [nTokens × nHeads·dHead]
        var keys = MultiHead.Concat(TurnedBack(GroupSums([.. heads.Select(head => head.Keys)])));        // [nTokens × nKvHeads·dHead]
        var values = MultiHead.Concat(GroupSums([.. heads.Select(head => head.Values)]));                // [nTokens × nKvHeads·dHead]
        return Back(steps.X, queries, wq, bq, gradients) + Back(steps.X, keys, wk, bk, gradients) + Back(steps.X, values, wv, bv, gradients);
    }

    private MultiHeadSteps Join(Matrix<float> x, IReadOnlyList<AttentionSteps> heads)
    {
        var concatenated = MultiHead.Concat([.. heads.Select(head => head.Output)]);                     // [nTokens × nHeads·dHead]
        return new(x, x, heads, concatenated, Projection.Apply(concatenated, wo.Value, bo?.Row));
    }

    private Mask MaskOf(int head, int nQueries, int nKeys, int offset = 0)
    {
        var causal = Mask.Causal(nQueries, nKeys, offset);
        return slopes.Count == 0 ? causal : causal.And(Alibi.Bias(slopes[head], nQueries, nKeys, offset));
    }

    private IReadOnlyList<Matrix<float>> Turned(IReadOnlyList<Matrix<float>> heads, int offset = 0) =>
        sizes.Positions == Positions.Rope ? [.. heads.Select(head => Rope.Apply(head, offset, frequencyBase: sizes.RopeBase))] : heads;

    // A rotation's gradient is turned back by the same angle: the transpose of a rotation.
    private IReadOnlyList<Matrix<float>> TurnedBack(IReadOnlyList<Matrix<float>> heads)
    {
        if (sizes.Positions != Positions.Rope) return heads;
        double Angle(int position, int pair) => Rope.Angle(position, pair, sizes.DHead, sizes.RopeBase);
        var cos = Matrix<float>.Build.Dense(heads[0].RowCount, sizes.DHead / 2, (i, pair) => (float)Math.Cos(Angle(i, pair)));
        var minusSin = Matrix<float>.Build.Dense(heads[0].RowCount, sizes.DHead / 2, (i, pair) => (float)-Math.Sin(Angle(i, pair)));
        return [.. heads.Select(head => Rope.Rotate(head, cos, minusSin))];
    }

    private IReadOnlyList<Matrix<float>> GroupSums(IReadOnlyList<Matrix<float>> heads) =>
        groupSize == 1 ? heads : [.. heads.Chunk(groupSize).Select(group => group.Aggregate((sum, one) => sum + one))];

    private static Matrix<float> Back(Matrix<float> x, Matrix<float> projected, Parameter w, Parameter? bias, Gradients gradients)
    {
        gradients.Add(w, MatrixProduct.TransposedOf(x, projected));
        AddBias(bias, projected, gradients);
        return MatrixProduct.OfTransposed(projected, w.Value);
    }

    private static void AddBias(Parameter? bias, Matrix<float> output, Gradients gradients)
    {
        if (bias is not null) gradients.Add(bias, output.ColumnSums().ToRowMatrix());
    }
}
