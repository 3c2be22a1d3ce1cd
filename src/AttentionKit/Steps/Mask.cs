using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Which keys each query may look at, and how much each score is raised or lowered before softmax.</summary>
/// <remarks>A mask is a bias, one number a score: 0 leaves the score, −∞ hides the key (exp(−∞) = 0), any other number
/// is added. It acts before softmax, so that each query's weights still sum to 1 over what it sees.</remarks>
public sealed class Mask
{
    // What takes about as long as masking a score, and the keys that a thread masks at a time.
    private const int MultipliesOfMask = 16, TaskKeys = 64;

    private readonly int[] _first;  // each query sees the keys from here …
    private readonly int[] _end;    // … to before here …
    private readonly int _nSinks;   // … and of the keys before those, as many leading ones,
    private readonly float[]? _bias; // less those that a bias of −∞ hides. Column-major as scores are; null: all zero.

    // A mask that follows a rule is two numbers a query, so that a long sequence needs no memory for queries × keys.
    private Mask(int nKeys, int[] first, int[] end, int nSinks = 0, float[]? bias = null) =>
        (NKeys, _first, _end, _nSinks, _bias) = (nKeys, first, end, nSinks, bias);

    /// <summary>Rows of the mask, one a query.</summary>
    public int NQueries => _first.Length;

    /// <summary>Columns of the mask, one a key.</summary>
    public int NKeys { get; }

    /// <summary>What is added to the score of this query and this key: −∞ hides the key.</summary>
    /// <param name="query">Row, from 0.</param>
    /// <param name="key">Column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public float Bias(int query, int key)
    {
        if ((uint)query >= (uint)NQueries || (uint)key >= (uint)NKeys)
            throw new ArgumentOutOfRangeException(
                nameof(key), key,
                $"query and key must be a row and a column of the mask: they are {query} and {key}, the mask is "
                + $"{NQueries}×{NKeys}. Both count from 0.");
        var isHidden = key >= _end[query] || (key < _first[query] && key >= _nSinks);
        return isHidden ? float.NegativeInfinity : _bias?[key * NQueries + query] ?? 0;
    }

    /// <summary>Whether this query may look at this key: whether the bias is not −∞.</summary>
    /// <param name="query">Row, from 0.</param>
    /// <param name="key">Column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public bool CanAttend(int query, int key) => !float.IsNegativeInfinity(Bias(query, key));

    /// <summary>Any mask: <paramref name="canAttend"/>[query, key] is true where the query may look at the
    /// key.</summary>
    /// <param name="canAttend">[nQueries × nKeys]; it is copied.</param>
    /// <exception cref="ArgumentException">It has no rows or no columns.</exception>
    public static Mask Of(bool[,] canAttend)
    {
        ArgumentNullException.ThrowIfNull(canAttend);
        if (canAttend.Length == 0)
            throw new ArgumentException(
                $"canAttend must have rows and columns: it is {canAttend.GetLength(0)}×{canAttend.GetLength(1)}. Give "
                + "a row a query and a column a key.", nameof(canAttend));
        return Dense(canAttend.GetLength(0), canAttend.GetLength(1), (query, key) =>
            canAttend[query, key] ? 0 : float.NegativeInfinity);
    }

    /// <summary>Any bias: <paramref name="bias"/>[query, key] is added to the score; −∞ hides the key.</summary>
    /// <param name="bias">[nQueries × nKeys], in the unit of the scores; it is copied.</param>
    /// <exception cref="ArgumentException">It has no rows or no columns, or holds +∞ or NaN.</exception>
    /// <remarks>A very low finite bias is not a hidden key: a row that holds nothing else still gets weights.</remarks>
    public static Mask Additive(Matrix<float> bias)
    {
        Shape.Filled(bias, nameof(bias));
        var numbers = bias.ToColumnMajorArray();
        foreach (var number in numbers)
            if (float.IsNaN(number) || float.IsPositiveInfinity(number))
                throw new ArgumentException(
                    $"bias must hold finite numbers or −∞: it is {Shape.Of(bias)} and holds {number}. Use −∞ to hide "
                    + "a key, 0 to leave a score.", nameof(bias));
        return Dense(bias.RowCount, bias.ColumnCount, numbers);
    }

    /// <summary>Each token sees itself and its past: query i may look at key j when j ≤ i.</summary>
    /// <param name="nTokens">Queries, and keys.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nTokens"/> is less than 1.</exception>
    /// <remarks>Vaswani et al. 2017, §3.2.3.</remarks>
    public static Mask Causal(int nTokens) => Causal(nTokens, nTokens);

    /// <summary>Each token sees itself and its past: query i may look at key j when j ≤ i +
    /// <paramref name="offset"/>.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="offset">How many keys came before the first query, as when a cache holds the past. Negative: the
    /// leading queries see nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nQueries"/> or <paramref name="nKeys"/> is less
    /// than 1.</exception>
    /// <remarks>ONNX Attention, opset 24: the offset is not clamped.</remarks>
    public static Mask Causal(int nQueries, int nKeys, int offset = 0) =>
        Seeing(nQueries, nKeys, _ => 0, query => query + offset + 1);

    /// <summary>Each token sees itself and the window − 1 tokens before it, and the first <paramref name="nSinks"/>
    /// tokens of its past: key j when i + offset − window &lt; j ≤ i + offset, or when j &lt; nSinks and j ≤ i +
    /// offset.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="window">Tokens in sight, the query's own included.</param>
    /// <param name="offset">How many keys came before the first query.</param>
    /// <param name="nSinks">Leading tokens that stay in sight, because heads park unused attention on them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or <paramref name="window"/> is less than 1, or
    /// <paramref name="nSinks"/> is negative.</exception>
    /// <remarks>Beltagy et al. 2020, §3.1 (window); Xiao et al. 2023, §3 (sinks).</remarks>
    public static Mask SlidingWindow(int nQueries, int nKeys, int window, int offset = 0, int nSinks = 0)
    {
        Shape.Positive(window, nameof(window));
        Shape.NotNegative(nSinks, nameof(nSinks));
        return Seeing(nQueries, nKeys, query => query + offset - window + 1, query => query + offset + 1, nSinks);
    }

    /// <summary>A local window around each query's place: key j when i + offset − <paramref name="left"/> ≤ j ≤ i +
    /// offset + <paramref name="right"/>.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="left">Tokens in sight before the query's own; all when null, none when 0.</param>
    /// <param name="right">Tokens in sight after the query's own; all when null, none when 0.</param>
    /// <param name="offset">How many keys came before the first query. Not clamped.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or a side of the window is
    /// negative.</exception>
    /// <remarks>ONNX Attention, opset 25: left_window_size and right_window_size, where −1 stands for null. Combine
    /// with <see cref="Causal(int, int, int)"/> by <see cref="And"/>. <see cref="SlidingWindow"/> counts the query's
    /// own token too.</remarks>
    public static Mask Window(int nQueries, int nKeys, int? left, int? right, int offset = 0)
    {
        Shape.NotNegative(left ?? 0, nameof(left));
        Shape.NotNegative(right ?? 0, nameof(right));
        return Seeing(
            nQueries, nKeys, query => left is null ? 0 : query + offset - left.Value,
            query => right is null ? nKeys : query + offset + right.Value + 1);
    }

    /// <summary>Hides the keys from <paramref name="length"/> on, as when shorter sequences are filled up to a common
    /// size.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="length">How many keys are real. 0 hides them all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or <paramref name="length"/> is
    /// negative.</exception>
    /// <remarks>ONNX Attention, opset 24: nonpad_kv_seqlen.</remarks>
    public static Mask Padding(int nQueries, int nKeys, int length)
    {
        Shape.NotNegative(length, nameof(length));
        return Seeing(nQueries, nKeys, _ => 0, _ => length);
    }

    /// <summary>Both masks at once: the biases are added, so that a key hidden by either is hidden.</summary>
    /// <param name="other">[nQueries × nKeys]</param>
    /// <returns>[nQueries × nKeys], a new mask.</returns>
    /// <exception cref="ArgumentException">The masks differ in shape.</exception>
    public Mask And(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.NQueries != NQueries || other.NKeys != NKeys)
            throw new ArgumentException(
                $"masks must have the same shape: this one is {NQueries}×{NKeys}, other is "
                + $"{other.NQueries}×{other.NKeys}. Rows are queries, columns are keys.", nameof(other));
        if (_bias is not null || other._bias is not null || (IsWindow && other.IsWindow && _nSinks != other._nSinks))
            return Dense(NQueries, NKeys, (query, key) => Biased(Bias(query, key), other.Bias(query, key)));
        return Seeing(
            NQueries, NKeys, query => Math.Max(_first[query], other._first[query]),
            query => Math.Min(_end[query], other._end[query]), IsWindow ? _nSinks : other._nSinks);
    }

    /// <summary>The scores with their bias added, and −∞ in the place of every hidden one, whatever the score
    /// is.</summary>
    /// <param name="scores">[nQueries × nKeys]</param>
    /// <returns>[nQueries × nKeys], a new matrix.</returns>
    /// <exception cref="ArgumentException">The scores have another shape than the mask.</exception>
    public Matrix<float> Apply(Matrix<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        GuardShape(scores.RowCount, scores.ColumnCount, nameof(scores));
        float[] from = Shape.Storage(scores), masked = GC.AllocateUninitializedArray<float>(from.Length);
        WorkerPool.Run((NKeys + TaskKeys - 1) / TaskKeys, (long)from.Length * MultipliesOfMask,
            (mask: this, from, masked), static (task, s) =>
        {
            var nQueries = s.mask.NQueries;
            for (var j = task * TaskKeys; j < Math.Min(s.mask.NKeys, (task + 1) * TaskKeys); j++)
                s.mask.ApplyTo(s.from.AsSpan(j * nQueries, nQueries), s.masked.AsSpan(j * nQueries, nQueries), 0, j);
        });
        return Matrix<float>.Build.Dense(NQueries, NKeys, masked);
    }

    /// <summary>Writes the masked scores of one key and consecutive queries.</summary>
    internal void ApplyTo(ReadOnlySpan<float> scores, Span<float> masked, int firstQuery, int key)
    {
        ReadOnlySpan<int> first = _first.AsSpan(firstQuery, scores.Length),
            end = _end.AsSpan(firstQuery, scores.Length);
        var biases = _bias is null ? default : _bias.AsSpan(key * NQueries + firstQuery, scores.Length);
        masked = masked[..scores.Length];
        var i = 0;
        for (; i <= scores.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var isHidden = Vector512.LessThanOrEqual(Vector512.Create(end[i..]), Vector512.Create(key));
            if (key >= _nSinks) isHidden |= Vector512.GreaterThan(Vector512.Create(first[i..]), Vector512.Create(key));
            var score = Vector512.Create(scores[i..]);
            if (_bias is not null) score = Biased(score, Vector512.Create<float>(biases[i..]));
            Vector512.ConditionalSelect(
                isHidden.AsSingle(), Vector512.Create(float.NegativeInfinity), score).CopyTo(masked[i..]);
        }
        for (; i < scores.Length; i++)
            masked[i] = Biased(scores[i], Bias(firstQuery + i, key));
    }

    /// <summary>The same for all keys of a panel of scores: [key][32], lanes along the queries.</summary>
    internal void ApplyTo(Span<float> panel, int firstQuery, int nQueries, int firstKey)
    {
        if (nQueries == MicroKernel.Rows && _bias is null)
        {
            for (var lane = 0; lane < MicroKernel.Rows; lane += Vector512<float>.Count)
                Hide(panel[lane..], Vector512.Create<int>(_first.AsSpan(firstQuery + lane)),
                    Vector512.Create<int>(_end.AsSpan(firstQuery + lane)), firstKey);
            return;
        }
        for (var at = 0; at < panel.Length; at += MicroKernel.Rows)
            ApplyTo(panel.Slice(at, nQueries), panel.Slice(at, nQueries), firstQuery, firstKey + at / MicroKernel.Rows);
    }

    private void Hide(Span<float> lanes, Vector512<int> first, Vector512<int> end, int key)
    {
        for (var at = 0; at < lanes.Length; at += MicroKernel.Rows, key++)
        {
            var isHidden = Vector512.LessThanOrEqual(end, Vector512.Create(key));
            if (key >= _nSinks) isHidden |= Vector512.GreaterThan(first, Vector512.Create(key));
            Vector512.ConditionalSelect(
                isHidden.AsSingle(), Vector512.Create(float.NegativeInfinity),
                Vector512.Create<float>(lanes[at..])).CopyTo(lanes[at..]);
        }
    }

    /// <summary>The key before which the sight of all these queries ends.</summary>
    internal int End(int firstQuery, int nQueries) => TensorPrimitives.Max<int>(_end.AsSpan(firstQuery, nQueries));

    /// <summary>How much of these keys these queries see, the bias aside.</summary>
    internal Coverage CoverageOf(int firstQuery, int nQueries, int firstKey, int nKeys)
    {
        ReadOnlySpan<int> first = _first.AsSpan(firstQuery, nQueries), end = _end.AsSpan(firstQuery, nQueries);
        var endKey = firstKey + nKeys;
        if (firstKey >= TensorPrimitives.Max(end) || (endKey <= TensorPrimitives.Min(first) && firstKey >= _nSinks))
            return Coverage.None;
        var isFull = endKey <= TensorPrimitives.Min(end)
            && (firstKey >= TensorPrimitives.Max(first) || endKey <= _nSinks);
        return isFull && _bias is null ? Coverage.Full : Coverage.Some;
    }

    private bool IsWindow => _first.AsSpan().ContainsAnyExcept(0);

    /// <exception cref="ArgumentException">The scores have another shape than the mask.</exception>
    internal void GuardShape(int nQueries, int nKeys, string name)
    {
        if (nQueries != NQueries || nKeys != NKeys)
            throw new ArgumentException(
                $"the mask must have the shape of the scores: the mask is {NQueries}×{NKeys}, scores is "
                + $"{nQueries}×{nKeys}. Rows are queries, columns are keys.", name);
    }

    private static float Biased(float score, float bias)
    {
        if (float.IsNegativeInfinity(bias)) return bias; // also where the score is +∞ or NaN
        var sum = score + bias;
        // Two finite numbers must not overflow into −∞, which would hide the key.
        return float.IsInfinity(sum) && float.IsFinite(score) ? MathF.CopySign(float.MaxValue, sum) : sum;
    }

    private static Vector512<float> Biased(Vector512<float> score, Vector512<float> bias)
    {
        var sum = score + bias;
        var hasOverflown = Vector512.IsInfinity(sum) & Vector512.IsFinite(score);
        var saturated = Vector512.ConditionalSelect(
            hasOverflown, Vector512.CopySign(Vector512.Create(float.MaxValue), sum), sum);
        return Vector512.ConditionalSelect(Vector512.IsNegativeInfinity(bias), bias, saturated);
    }

    /// <summary>The sliding window of consecutive queries over keys that are not consecutive, as those that a cache has
    /// kept: the sinks, then the rest without gaps.</summary>
    internal static Mask OfCached(int firstQuery, int nQueries, int nKeys, int nDropped, int window, int nSinks) =>
        Seeing(
            nQueries, nKeys, query => firstQuery + query - window + 1 - nDropped,
            query => firstQuery + query + 1 - nDropped,
            Math.Min(nSinks, nKeys));

    private static Mask Seeing(
        int nQueries, int nKeys, Func<long, long> firstOf, Func<long, long> endOf, int nSinks = 0)
    {
        Shape.Positive(nQueries, nameof(nQueries));
        Shape.Positive(nKeys, nameof(nKeys));
        int[] first = new int[nQueries], end = new int[nQueries];
        for (var i = 0; i < nQueries; i++)
            (first[i], end[i]) = ((int)Math.Clamp(firstOf(i), 0, nKeys), (int)Math.Clamp(endOf(i), 0, nKeys));
        return new Mask(nKeys, first, end, nSinks);
    }

    private static Mask Dense(int nQueries, int nKeys, Func<int, int, float> bias)
    {
        var biases = new float[Shape.Length(nQueries, nKeys, nameof(nKeys))];
        for (var j = 0; j < nKeys; j++)
            for (var i = 0; i < nQueries; i++)
                biases[j * nQueries + i] = bias(i, j);
        return Dense(nQueries, nKeys, biases);
    }

    private static Mask Dense(int nQueries, int nKeys, float[] biases)
    {
        var end = new int[nQueries];
        Array.Fill(end, nKeys);
        return new Mask(nKeys, new int[nQueries], end, bias: biases);
    }
}
