using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Conformance;

/// <summary>All that hides or shifts scores in one case, a <see cref="Mask"/> for each batch and head: attn_mask,
/// is_causal, nonpad_kv_seqlen, left_window_size and right_window_size.</summary>
internal sealed class AttentionBias
{
    private readonly Tensor? _mask;
    private readonly Tensor? _lengths;
    private readonly bool _isCausal;
    private readonly int? _left;
    private readonly int? _right;
    private readonly int? _pastLength;
    private readonly int _nQueries;
    private readonly int _nKeys;

    public AttentionBias(Case @case, int[] qShape, int nKeys, int? pastLength)
    {
        (_mask, _lengths, _isCausal) =
            (@case.Input("attn_mask"), @case.Input("nonpad_kv_seqlen"),
            @case.Attribute("is_causal") is not (null or 0));
        (_left, _right) = (Side(@case, "left_window_size"), Side(@case, "right_window_size"));
        (_pastLength, _nQueries, _nKeys) = (pastLength, qShape[2], nKeys);
        if (_lengths is not null && _lengths.Data.Length != qShape[0])
            throw new InvalidDataException(
                $"nonpad_kv_seqlen must hold one length a batch: it is {_lengths.Described}, Q has {qShape[0]} "
                + "batches");
        if (_mask is not null) GuardBroadcast(_mask, [qShape[0], qShape[1], _nQueries, _nKeys]);
    }

    public Mask MaskOf(int b, int h)
    {
        var mask = Mask.Additive(Matrix<float>.Build.Dense(_nQueries, _nKeys, (i, j) => Bias(b, h, i, j)));
        if (_isCausal) mask = mask.And(Mask.Causal(_nQueries, _nKeys, Offset(b)));
        if ((_left ?? _right) is not null) mask = mask.And(Mask.Window(_nQueries, _nKeys, _left, _right, Offset(b)));
        if (_lengths is not null) mask = mask.And(Mask.Padding(_nQueries, _nKeys, (int)_lengths.Data[b]));
        return mask;
    }

    // −1 leaves a side open.
    private static int? Side(Case @case, string name) => @case.Attribute(name) switch
    {
        null or -1 => null,
        >= 0 and var size => (int)Math.Min(size, int.MaxValue),
        var size => throw new InvalidDataException($"{name} must be −1 or more: it is {size}"),
    };

    private int Offset(int b) => _pastLength ?? (_lengths is null ? 0 : (int)_lengths.Data[b] - _nQueries);

    private float Bias(int b, int h, int i, int j)
    {
        if (_mask is null) return 0;
        if (j >= _mask.Shape[^1]) return float.NegativeInfinity; // a mask shorter than the keys hides the rest
        ReadOnlySpan<int> index = [b, h, i, j];
        var at = 0;
        for (var dimension = 0; dimension < _mask.Shape.Length; dimension++)
        {
            var size = _mask.Shape[dimension];
            at = at * size + (size == 1 ? 0 : index[4 - _mask.Shape.Length + dimension]);
        }
        var number = _mask.Data[at];
        if (_mask.Dtype != "bool") return number;
        return number == 0 ? float.NegativeInfinity : 0;
    }

    private static void GuardBroadcast(Tensor mask, int[] scores)
    {
        var fits = mask.Shape.Length is >= 1 and <= 4 && mask.Shape[^1] <= scores[3];
        for (var back = 2; fits && back <= mask.Shape.Length; back++)
            fits = mask.Shape[^back] == 1 || mask.Shape[^back] == scores[^back];
        if (!fits) throw new InvalidDataException(
            $"attn_mask must broadcast to [{string.Join(", ", scores)}]: it is {mask.Described}");
    }
}
