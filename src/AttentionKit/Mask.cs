using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>Which keys each query may look at: true means "may look".</summary>
/// <remarks>A mask is applied before softmax, by putting −∞ in the place of every hidden score: exp(−∞) = 0.</remarks>
public sealed class Mask
{
    private readonly bool[,] _canAttend;

    private Mask(bool[,] canAttend) => _canAttend = canAttend;

    /// <summary>Rows of the mask, one a query.</summary>
    public int NQueries => _canAttend.GetLength(0);

    /// <summary>Columns of the mask, one a key.</summary>
    public int NKeys => _canAttend.GetLength(1);

    /// <summary>Whether this query may look at this key.</summary>
    /// <param name="query">Row, from 0.</param>
    /// <param name="key">Column, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row or column.</exception>
    public bool CanAttend(int query, int key) => _canAttend[query, key];

    /// <summary>Any mask: <paramref name="canAttend"/>[query, key] is true where the query may look at the key.</summary>
    /// <param name="canAttend">[nQueries × nKeys]; it is copied.</param>
    /// <exception cref="ArgumentException">It has no rows or no columns.</exception>
    public static Mask Of(bool[,] canAttend)
    {
        ArgumentNullException.ThrowIfNull(canAttend);
        if (canAttend.Length == 0)
            throw new ArgumentException($"canAttend must have rows and columns: it is {canAttend.GetLength(0)}×{canAttend.GetLength(1)}. Give a row a query and a column a key.", nameof(canAttend));
        return new Mask((bool[,])canAttend.Clone());
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

    /// <summary>The scores with −∞ in the place of every hidden one.</summary>
    /// <param name="scores">[nQueries × nKeys]</param>
    /// <returns>[nQueries × nKeys], a new matrix.</returns>
    /// <exception cref="ArgumentException">The scores have another shape than the mask.</exception>
    public Matrix<float> Apply(Matrix<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.RowCount != NQueries || scores.ColumnCount != NKeys)
            throw new ArgumentException($"the mask must have the shape of the scores: the mask is {NQueries}×{NKeys}, scores is {Shape.Of(scores)}. Rows are queries, columns are keys.", nameof(scores));
        return scores.MapIndexed((i, j, score) => _canAttend[i, j] ? score : float.NegativeInfinity, Zeros.Include);
    }

    private static Mask Where(int nQueries, int nKeys, Func<int, int, bool> canAttend)
    {
        var mask = new bool[Shape.Positive(nQueries, nameof(nQueries)), Shape.Positive(nKeys, nameof(nKeys))];
        for (var i = 0; i < nQueries; i++)
            for (var j = 0; j < nKeys; j++)
                mask[i, j] = canAttend(i, j);
        return new Mask(mask);
    }
}
