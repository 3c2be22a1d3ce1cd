using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Which keys each query may look at, and how much each score is raised or lowered before softmax.</summary>
/// <remarks>A mask is a bias, one number a score: 0 leaves the score, −∞ hides the key (exp(−∞) = 0), any other number is added.
/// It acts before softmax, so that each query's weights still sum to 1 over what it sees.</remarks>
public sealed class Mask
{
    private readonly float[,] _bias;

    private Mask(float[,] bias) => _bias = bias;

    /// <summary>Rows of the mask, one a query.</summary>
    public int NQueries => _bias.GetLength(0);

    /// <summary>Columns of the mask, one a key.</summary>
    public int NKeys => _bias.GetLength(1);

    /// <summary>What is added to the score of this query and this key: −∞ hides the key.</summary>
    /// <param name="query">Row, from 0.</param>
    /// <param name="key">Column, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row or column.</exception>
    public float Bias(int query, int key) => _bias[query, key];

    /// <summary>Whether this query may look at this key: whether the bias is not −∞.</summary>
    /// <param name="query">Row, from 0.</param>
    /// <param name="key">Column, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row or column.</exception>
    public bool CanAttend(int query, int key) => !float.IsNegativeInfinity(_bias[query, key]);

    /// <summary>Any mask: <paramref name="canAttend"/>[query, key] is true where the query may look at the key.</summary>
    /// <param name="canAttend">[nQueries × nKeys]; it is copied.</param>
    /// <exception cref="ArgumentException">It has no rows or no columns.</exception>
    public static Mask Of(bool[,] canAttend)
    {
        ArgumentNullException.ThrowIfNull(canAttend);
        if (canAttend.Length == 0)
            throw new ArgumentException($"canAttend must have rows and columns: it is {canAttend.GetLength(0)}×{canAttend.GetLength(1)}. Give a row a query and a column a key.", nameof(canAttend));
        return Where(canAttend.GetLength(0), canAttend.GetLength(1), (query, key) => canAttend[query, key]);
    }

    /// <summary>Any bias: <paramref name="bias"/>[query, key] is added to the score; −∞ hides the key.</summary>
    /// <param name="bias">[nQueries × nKeys], in the unit of the scores; it is copied.</param>
    /// <exception cref="ArgumentException">It has no rows or no columns, or holds +∞ or NaN.</exception>
    /// <remarks>A very low finite bias is not a hidden key: a row that holds nothing else still gets weights.</remarks>
    public static Mask Additive(Matrix<float> bias)
    {
        Shape.Filled(bias, nameof(bias));
        var numbers = bias.ToArray();
        foreach (var number in numbers)
            if (float.IsNaN(number) || float.IsPositiveInfinity(number))
                throw new ArgumentException($"bias must hold finite numbers or −∞: it is {Shape.Of(bias)} and holds {number}. Use −∞ to hide a key, 0 to leave a score.", nameof(bias));
        return new Mask(numbers);
    }

    /// <summary>Each token sees itself and its past: query i may look at key j when j ≤ i.</summary>
    /// <param name="nTokens">Queries, and keys.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nTokens"/> is less than 1.</exception>
    /// <remarks>Vaswani et al. 2017, §3.2.3.</remarks>
    public static Mask Causal(int nTokens) => Causal(nTokens, nTokens);

    /// <summary>Each token sees itself and its past: query i may look at key j when j ≤ i + <paramref name="offset"/>.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="offset">How many keys came before the first query, as when a cache holds the past. Negative: the leading queries see nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nQueries"/> or <paramref name="nKeys"/> is less than 1.</exception>
    /// <remarks>ONNX Attention, opset 24: the offset is not clamped.</remarks>
    public static Mask Causal(int nQueries, int nKeys, int offset = 0) =>
        Where(nQueries, nKeys, (query, key) => key <= (long)query + offset);

    /// <summary>Each token sees itself and the window − 1 tokens before it, and the first <paramref name="nSinks"/> tokens of its past:
    /// key j when i + offset − window &lt; j ≤ i + offset, or when j &lt; nSinks and j ≤ i + offset.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="window">Tokens in sight, the query's own included.</param>
    /// <param name="offset">How many keys came before the first query.</param>
    /// <param name="nSinks">Leading tokens that stay in sight, because heads park unused attention on them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or <paramref name="window"/> is less than 1, or <paramref name="nSinks"/> is negative.</exception>
    /// <remarks>Beltagy et al. 2020, §3.1 (window); Xiao et al. 2023, §3 (sinks).</remarks>
    public static Mask SlidingWindow(int nQueries, int nKeys, int window, int offset = 0, int nSinks = 0)
    {
        Shape.Positive(window, nameof(window));
        Shape.NotNegative(nSinks, nameof(nSinks));
        return Where(nQueries, nKeys, (query, key) => InWindow((long)query + offset, key, window, nSinks));
    }

    /// <summary>Hides the keys from <paramref name="length"/> on, as when shorter sequences are filled up to a common size.</summary>
    /// <param name="nQueries">Rows.</param>
    /// <param name="nKeys">Columns.</param>
    /// <param name="length">How many keys are real. 0 hides them all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or <paramref name="length"/> is negative.</exception>
    /// <remarks>ONNX Attention, opset 24: nonpad_kv_seqlen.</remarks>
    public static Mask Padding(int nQueries, int nKeys, int length)
    {
        Shape.NotNegative(length, nameof(length));
        return Where(nQueries, nKeys, (_, key) => key < length);
    }

    /// <summary>Both masks at once: the biases are added, so that a key hidden by either is hidden.</summary>
    /// <param name="other">[nQueries × nKeys]</param>
    /// <returns>[nQueries × nKeys], a new mask.</returns>
    /// <exception cref="ArgumentException">The masks differ in shape.</exception>
    public Mask And(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.NQueries != NQueries || other.NKeys != NKeys)
            throw new ArgumentException($"masks must have the same shape: this one is {NQueries}×{NKeys}, other is {other.NQueries}×{other.NKeys}. Rows are queries, columns are keys.", nameof(other));
        var both = new float[NQueries, NKeys];
        for (var i = 0; i < NQueries; i++)
            for (var j = 0; j < NKeys; j++)
                both[i, j] = Biased(_bias[i, j], other._bias[i, j]);
        return new Mask(both);
    }

    /// <summary>The scores with their bias added, and −∞ in the place of every hidden one, whatever the score is.</summary>
    /// <param name="scores">[nQueries × nKeys]</param>
    /// <returns>[nQueries × nKeys], a new matrix.</returns>
    /// <exception cref="ArgumentException">The scores have another shape than the mask.</exception>
    public Matrix<float> Apply(Matrix<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.RowCount != NQueries || scores.ColumnCount != NKeys)
            throw new ArgumentException($"the mask must have the shape of the scores: the mask is {NQueries}×{NKeys}, scores is {Shape.Of(scores)}. Rows are queries, columns are keys.", nameof(scores));
        var masked = Matrix<float>.Build.Dense(NQueries, NKeys);
        for (var j = 0; j < NKeys; j++)
            for (var i = 0; i < NQueries; i++)
                masked[i, j] = Biased(scores[i, j], _bias[i, j]);
        return masked;
    }

    private static float Biased(float score, float bias)
    {
        if (float.IsNegativeInfinity(bias)) return bias; // also where the score is +∞ or NaN
        var sum = score + bias;
        // Two finite numbers must not overflow into −∞, which would hide the key.
        return float.IsInfinity(sum) && float.IsFinite(score) ? MathF.CopySign(float.MaxValue, sum) : sum;
    }

    /// <summary>The sliding window of consecutive queries over keys that are not consecutive, as those that a cache has kept.</summary>
    internal static Mask OfPositions(int firstQuery, int nQueries, IReadOnlyList<int> keys, int window, int nSinks) =>
        Where(nQueries, keys.Count, (query, key) => InWindow((long)firstQuery + query, keys[key], window, nSinks));

    internal static bool InWindow(long position, int key, int window, int nSinks) =>
        key <= position && (key > position - window || key < nSinks);

    private static Mask Where(int nQueries, int nKeys, Func<int, int, bool> canAttend)
    {
        var bias = new float[Shape.Positive(nQueries, nameof(nQueries)), Shape.Positive(nKeys, nameof(nKeys))];
        for (var i = 0; i < nQueries; i++)
            for (var j = 0; j < nKeys; j++)
                bias[i, j] = canAttend(i, j) ? 0 : float.NegativeInfinity;
        return new Mask(bias);
    }
}
