using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>The keys and values of the tokens so far, so that a new token computes only its own: the memory of a
/// decoder.</summary>
/// <param name="nKvHeads">Key and value heads.</param>
/// <param name="window">How many tokens stay in sight of each, itself included; all when null.</param>
/// <param name="nSinks">Leading tokens that stay in sight in spite of the window.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or <paramref name="nSinks"/> is
/// negative.</exception>
/// <remarks>Shazeer 2019, §2.4 (cache); Xiao et al. 2023, §3 (window and sinks). Tokens out of sight are dropped at the
/// next <see cref="Append"/>, so that tokens appended together each find their own window.</remarks>
public sealed class KvCache(int nKvHeads, int? window = null, int nSinks = 0)
{
    private readonly int _window = Shape.Positive(window ?? int.MaxValue, nameof(window));
    private readonly int _nSinks = Shape.NotNegative(nSinks, nameof(nSinks));
    // all that changes, changed by one assignment: a stop or an error on the way leaves it whole
    private Tokens? _tokens;

    /// <param name="Keys">[n × nKvHeads·dHead]</param>
    /// <param name="Values">[n × nKvHeads·dValue]</param>
    /// <param name="NDropped">Tokens between the sinks and the rest that are no longer held.</param>
    /// <param name="NLast">Tokens that were appended last.</param>
    private sealed record Tokens(TokenStore Keys, TokenStore Values, int NDropped, int NLast);

    /// <summary>Key and value heads.</summary>
    public int NKvHeads { get; } = Shape.Positive(nKvHeads, nameof(nKvHeads));

    /// <summary>Tokens that the cache holds.</summary>
    public int NTokens => _tokens?.Keys.Count ?? 0;

    /// <summary>Tokens that were ever appended: the position of the next one.</summary>
    public int NSeen => NTokens + (_tokens?.NDropped ?? 0);

    /// <summary>Place in the sequence of each token that the cache holds.</summary>
    public IReadOnlyList<int> Positions =>
        [.. Enumerable.Range(0, NTokens).Select(i => i < _nSinks ? i : i + _tokens!.NDropped)];

    /// <summary>Bytes that keys and values take: NTokens · nKvHeads · (dHead + dValue) · 4.</summary>
    public long Bytes => (long)NTokens * ((_tokens?.Keys.Width ?? 0) + (_tokens?.Values.Width ?? 0)) * sizeof(float);

    /// <summary>Keys of the tokens that the cache holds.</summary>
    /// <value>[NTokens × nKvHeads·dHead], a copy.</value>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public Matrix<float> Keys => All(Held().Keys);

    /// <summary>Values of the tokens that the cache holds.</summary>
    /// <value>[NTokens × nKvHeads·dValue], a copy.</value>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public Matrix<float> Values => All(Held().Values);

    /// <summary>Where the keys lie, for who reads them without a copy.</summary>
    internal TokenStore KeyStore => Held().Keys;

    /// <summary>Where the values lie.</summary>
    internal TokenStore ValueStore => Held().Values;

    /// <summary>Adds the next tokens of the sequence, after dropping those that none of them can see any
    /// more.</summary>
    /// <param name="keys">[nNew × nKvHeads·dHead]</param>
    /// <param name="values">[nNew × nKvHeads·dValue]</param>
    /// <exception cref="ArgumentException">keys and values differ in tokens, do not split into the heads, or differ in
    /// width from those before.</exception>
    /// <remarks>After any exception the cache is as before: all of it changes, or nothing.</remarks>
    public void Append(Matrix<float> keys, Matrix<float> values)
    {
        Guard(keys, _tokens?.Keys, nameof(keys));
        Guard(values, _tokens?.Values, nameof(values));
        if (keys.RowCount != values.RowCount)
            throw new ArgumentException(
                $"keys and values must have the same tokens: keys is {Shape.Of(keys)}, values is {Shape.Of(values)}. "
                + "Project both from the same sequence.", nameof(values));
        var before = WithoutWhatNoneCanSee(_tokens ?? new(new(keys.ColumnCount), new(values.ColumnCount), 0, 0));
        _tokens = before with
        {
            Keys = before.Keys.With(keys),
            Values = before.Values.With(values),
            NLast = keys.RowCount,
        };
    }

    /// <summary>The last appended tokens look at what the cache holds: at themselves, their past, and no further back
    /// than the window.</summary>
    /// <param name="queries">[nQueries × nHeads·dHead], of the last nQueries tokens.</param>
    /// <param name="nHeads">Query heads, a multiple of the key and value heads.</param>
    /// <param name="scale">Multiplies every score; 1/√dHead when null. Dimensionless.</param>
    /// <param name="softcap">Limits every score to (−softcap, softcap) before the mask; no limit when null.</param>
    /// <returns>Every step of each query head.</returns>
    /// <exception cref="ArgumentException">The queries are empty, do not split into heads of the keys' size, or are
    /// more than were appended last.</exception>
    /// <exception cref="ArgumentOutOfRangeException">nHeads is less than 1, the scale is not finite, or the softcap is
    /// not a finite number above 0.</exception>
    /// <exception cref="InvalidOperationException">Nothing was appended yet.</exception>
    public IReadOnlyList<AttentionSteps> Attend(
        Matrix<float> queries, int nHeads, float? scale = null, float? softcap = null)
    {
        var mask = MaskFor(queries, nHeads);
        var queryHeads = Columns.Split(queries, nHeads, nameof(queries));
        var groupSize = nHeads / NKvHeads;
        Matrix<float>[] keys = Heads(_tokens!.Keys), values = Heads(_tokens.Values);
        var heads = new AttentionSteps[nHeads];
        for (var h = 0; h < nHeads; h++)
            heads[h] = Attention.Steps(queryHeads[h], keys[h / groupSize], values[h / groupSize], mask, scale, softcap);
        return heads;
    }

    /// <summary>What the last tokens see of the cache; refuses queries that are not theirs.</summary>
    internal Mask MaskFor(Matrix<float> queries, int nHeads)
    {
        Shape.Filled(queries, nameof(queries));
        var tokens = Held();
        if (Shape.Positive(nHeads, nameof(nHeads)) % NKvHeads != 0)
            throw new ArgumentException(
                $"nHeads must be a multiple of nKvHeads: nHeads is {nHeads}, nKvHeads is {NKvHeads}. Each key and "
                + "value head serves equally many query heads.", nameof(nHeads));
        if (queries.RowCount > tokens.NLast)
            throw new ArgumentException(
                $"queries must be of the tokens appended last: queries is {Shape.Of(queries)}, {tokens.NLast} were "
                + "appended. Append a token's keys and values before it asks.", nameof(queries));
        return Mask.OfCached(NSeen - queries.RowCount, queries.RowCount, NTokens, tokens.NDropped, _window, _nSinks);
    }

    private Matrix<float>[] Heads(TokenStore store)
    {
        var heads = new Matrix<float>[NKvHeads];
        for (var h = 0; h < NKvHeads; h++) heads[h] = store.Columns(h * store.Width / NKvHeads, store.Width / NKvHeads);
        return heads;
    }

    private void Guard(Matrix<float> matrix, TokenStore? before, string name)
    {
        Shape.Filled(matrix, name);
        if (matrix.ColumnCount % NKvHeads != 0)
            throw new ArgumentException(
                $"{name} must split into nKvHeads equal heads: {name} is {Shape.Of(matrix)}, nKvHeads is {NKvHeads}. "
                + "Give all heads side by side.", name);
        if (before is not null && matrix.ColumnCount != before.Width)
            throw new ArgumentException(
                $"{name} must be as wide as those before: {name} is {Shape.Of(matrix)}, the cache holds "
                + $"{before.Count}×{before.Width}. Keep one cache a layer.", name);
    }

    // The sinks stay, and of the rest what the next token's window holds.
    private Tokens WithoutWhatNoneCanSee(Tokens tokens)
    {
        var nHidden = (int)Math.Max(0, tokens.Keys.Count - (long)_window + 1 - _nSinks);
        return nHidden == 0 ? tokens : tokens with
        {
            Keys = tokens.Keys.Without(_nSinks, nHidden),
            Values = tokens.Values.Without(_nSinks, nHidden),
            NDropped = tokens.NDropped + nHidden,
        };
    }

    private static Matrix<float> All(TokenStore store) => store.Columns(0, store.Width);

    private Tokens Held() =>
        _tokens ?? throw new InvalidOperationException("the cache holds nothing yet. Append keys and values first.");
}
