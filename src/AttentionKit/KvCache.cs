using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>The keys and values of the tokens so far, so that a new token computes only its own: the memory of a decoder.</summary>
/// <param name="nKvHeads">Key and value heads.</param>
/// <param name="window">How many tokens stay in sight of each, itself included; all when null.</param>
/// <param name="nSinks">Leading tokens that stay in sight in spite of the window.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or <paramref name="nSinks"/> is negative.</exception>
/// <remarks>Shazeer 2019, §2.4 (cache); Xiao et al. 2023, §3 (window and sinks). Tokens out of sight are dropped at the next
/// <see cref="Append"/>, so that tokens appended together each find their own window.</remarks>
public sealed class KvCache(int nKvHeads, int? window = null, int nSinks = 0)
{
    private readonly int _window = Shape.Positive(window ?? int.MaxValue, nameof(window));
    private readonly int _nSinks = Shape.NotNegative(nSinks, nameof(nSinks));
    private readonly List<int> _positions = [];
    private Matrix<float>? _keys;   // [NTokens × nKvHeads·dHead]
    private Matrix<float>? _values; // [NTokens × nKvHeads·dValue]
    private int _nAppendedLast;

    /// <summary>Key and value heads.</summary>
    public int NKvHeads { get; } = Shape.Positive(nKvHeads, nameof(nKvHeads));

    /// <summary>Tokens that the cache holds.</summary>
    public int NTokens => _positions.Count;

    /// <summary>Tokens that were ever appended: the position of the next one.</summary>
    public int NSeen { get; private set; }

    /// <summary>Place in the sequence of each token that the cache holds.</summary>
    public IReadOnlyList<int> Positions => _positions.AsReadOnly();

    /// <summary>Bytes that keys and values take: NTokens · nKvHeads · (dHead + dValue) · 4.</summary>
    public long Bytes => (long)NTokens * ((_keys?.ColumnCount ?? 0) + (_values?.ColumnCount ?? 0)) * sizeof(float);

    /// <summary>Keys of the tokens that the cache holds.</summary>
    /// <value>[NTokens × nKvHeads·dHead], a copy.</value>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public Matrix<float> Keys => Held(_keys).Clone();

    /// <summary>Values of the tokens that the cache holds.</summary>
    /// <value>[NTokens × nKvHeads·dValue], a copy.</value>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public Matrix<float> Values => Held(_values).Clone();

    /// <summary>Adds the next tokens of the sequence, after dropping those that none of them can see any more.</summary>
    /// <param name="keys">[nNew × nKvHeads·dHead]</param>
    /// <param name="values">[nNew × nKvHeads·dValue]</param>
    /// <exception cref="ArgumentException">keys and values differ in tokens, do not split into the heads, or differ in width from those before. The cache is then as before.</exception>
    public void Append(Matrix<float> keys, Matrix<float> values)
    {
        Guard(keys, _keys, nameof(keys));
        Guard(values, _values, nameof(values));
        if (keys.RowCount != values.RowCount)
            throw new ArgumentException($"keys and values must have the same tokens: keys is {Shape.Of(keys)}, values is {Shape.Of(values)}. Project both from the same sequence.", nameof(values));
        var kept = Kept();
        _keys = Extended(_keys, kept, keys);
        _values = Extended(_values, kept, values);
        KeepPositions(kept);
        for (var i = 0; i < keys.RowCount; i++) _positions.Add(NSeen++);
        _nAppendedLast = keys.RowCount;
    }

    /// <summary>The last appended tokens look at what the cache holds: at themselves, their past, and no further back than the window.</summary>
    /// <param name="queries">[nQueries × nHeads·dHead], of the last nQueries tokens.</param>
    /// <param name="nHeads">Query heads, a multiple of the key and value heads.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <returns>Every step of each query head.</returns>
    /// <exception cref="ArgumentException">The queries are empty, do not split into heads of the keys' size, or are more than were appended last.</exception>
    /// <exception cref="ArgumentOutOfRangeException">nHeads is less than 1, the scale is not finite, or the softcap is not a finite number above 0.</exception>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public IReadOnlyList<AttentionSteps> Attend(Matrix<float> queries, int nHeads, float? scale = null, float? softcap = null)
    {
        Shape.Filled(queries, nameof(queries));
        var keys = MultiHead.Split(Held(_keys), NKvHeads);
        var values = MultiHead.Split(Held(_values), NKvHeads);
        if (Shape.Positive(nHeads, nameof(nHeads)) % NKvHeads != 0)
            throw new ArgumentException($"nHeads must be a multiple of nKvHeads: nHeads is {nHeads}, nKvHeads is {NKvHeads}. Each key and value head serves equally many query heads.", nameof(nHeads));
        var queryHeads = MultiHead.Split(queries, nHeads);
        if (queries.RowCount > _nAppendedLast)
            throw new ArgumentException($"queries must be of the tokens appended last: queries is {Shape.Of(queries)}, {_nAppendedLast} were appended. Append a token's keys and values before it asks.", nameof(queries));
        var mask = Mask.OfPositions(NSeen - queries.RowCount, queries.RowCount, _positions, _window, _nSinks);
        var groupSize = nHeads / NKvHeads;
        var heads = new AttentionSteps[nHeads];
        for (var h = 0; h < nHeads; h++)
            heads[h] = Attention.Steps(queryHeads[h], keys[h / groupSize], values[h / groupSize], mask, scale, softcap);
        return heads;
    }

    private void Guard(Matrix<float> matrix, Matrix<float>? before, string name)
    {
        Shape.Filled(matrix, name);
        if (matrix.ColumnCount % NKvHeads != 0)
            throw new ArgumentException($"{name} must split into nKvHeads equal heads: {name} is {Shape.Of(matrix)}, nKvHeads is {NKvHeads}. Give all heads side by side.", name);
        if (before is not null && matrix.ColumnCount != before.ColumnCount)
            throw new ArgumentException($"{name} must be as wide as those before: {name} is {Shape.Of(matrix)}, the cache holds {Shape.Of(before)}. Keep one cache a layer.", name);
    }

    /// <summary>Rows that the next token can still see.</summary>
    private List<int> Kept()
    {
        var kept = new List<int>();
        for (var row = 0; row < NTokens; row++)
            if (Mask.InWindow(NSeen, _positions[row], _window, _nSinks)) kept.Add(row);
        return kept;
    }

    private void KeepPositions(List<int> rows)
    {
        for (var i = 0; i < rows.Count; i++) _positions[i] = _positions[rows[i]];
        _positions.RemoveRange(rows.Count, _positions.Count - rows.Count);
    }

    private static Matrix<float> Extended(Matrix<float>? held, List<int> kept, Matrix<float> next)
    {
        var extended = Matrix<float>.Build.Dense(kept.Count + next.RowCount, next.ColumnCount);
        for (var i = 0; i < kept.Count; i++) extended.SetRow(i, held!.Row(kept[i]));
        extended.SetSubMatrix(kept.Count, 0, next);
        return extended;
    }

    private static Matrix<float> Held(Matrix<float>? matrix) =>
        matrix ?? throw new InvalidOperationException("the cache holds nothing yet. Append keys and values first.");
}
