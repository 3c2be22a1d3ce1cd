using System.Buffers;
using System.Numerics.Tensors;

namespace AttentionKit;

/// <summary>Some queries of one head against all keys: a task of <see cref="FlashAttention"/>.</summary>
/// <remarks>Everything stands in panels of 32 queries, lanes along the queries, as <see cref="MicroKernel"/> multiplies
/// them: queries [dHead][32], scores [key][32], output [dValue][32]. What a tile's scores are as a result is what the
/// weights are as a left factor.</remarks>
internal readonly ref struct FlashBlock
{
    private const int TileKeys = 128;

    // Floats of queries and output in a block: they and a tile of keys, values and scores stay in the second-level
    // cache.
    private const int MaxNumbers = 1 << 16, MaxRows = 512;

    private readonly AttentionProblem _problem;
    private readonly int _head, _firstQuery, _nQueries, _dValuePadded;
    private readonly float[] _buffer;
    private readonly Span<float> _queries, _output, _max, _sum, _scores, _keys, _values;

    internal FlashBlock(AttentionProblem problem, int head, int firstQuery, int nRows)
    {
        (_problem, _head, _firstQuery) = (problem, head, firstQuery);
        _nQueries = Math.Min(nRows, problem.NQueries - firstQuery);
        _dValuePadded = MicroKernel.Padded(problem.DValue, MicroKernel.Columns);
        nRows = MicroKernel.Padded(_nQueries, MicroKernel.Rows);
        ReadOnlySpan<int> sizes = [nRows * problem.DHead, nRows * _dValuePadded, nRows, nRows,
            MicroKernel.Rows * TileKeys, TileKeys * problem.DHead, TileKeys * _dValuePadded];
        _buffer = ArrayPool<float>.Shared.Rent(TensorPrimitives.Sum(sizes));
        var rest = _buffer.AsSpan();
        _queries = Cut(ref rest, sizes[0]);
        _output = Cut(ref rest, sizes[1]);
        _max = Cut(ref rest, sizes[2]);
        _sum = Cut(ref rest, sizes[3]);
        _scores = Cut(ref rest, sizes[4]);
        _keys = Cut(ref rest, sizes[5]);
        _values = Cut(ref rest, sizes[6]);
    }

    /// <summary>Queries of a task: as many as share a tile of keys in the cache, and few enough to give every thread
    /// some.</summary>
    internal static int RowsOf(AttentionProblem problem)
    {
        var cached = MaxNumbers / (problem.DHead + problem.DValue);
        var shared = WorkerPool.IsShared(problem.Size)
            ? (int)((long)problem.NQueries * problem.NHeads / (2 * WorkerPool.Count))
            : MaxRows;
        return MicroKernel.Rows * Math.Clamp(
            Math.Min(cached, shared) / MicroKernel.Rows, 1, MaxRows / MicroKernel.Rows);
    }

    internal void Solve()
    {
        _output.Clear();
        _sum.Clear();
        _max.Fill(float.NegativeInfinity);
        for (var row = 0; row < _nQueries; row += MicroKernel.Rows)
            MicroKernel.Pack(_problem.QueriesFrom(_head, _firstQuery + row), 1, _problem.NQueries, LanesAt(row),
                _problem.DHead, _problem.Scale, _queries[(row * _problem.DHead)..], MicroKernel.Rows);
        var end = _problem.Mask?.End(_firstQuery, _nQueries) ?? _problem.NKeys;
        for (var key = 0; key < end; key += TileKeys)
            AddKeys(key, Math.Min(TileKeys, end - key));
        for (var row = 0; row < _nQueries; row += MicroKernel.Rows) Write(row);
        ArrayPool<float>.Shared.Return(_buffer);
    }

    private static Span<float> Cut(scoped ref Span<float> rest, int length)
    {
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private int LanesAt(int row) => Math.Min(MicroKernel.Rows, _nQueries - row);

    private void AddKeys(int key, int nKeys)
    {
        var isPacked = false;
        for (var row = 0; row < _nQueries; row += MicroKernel.Rows)
        {
            var coverage = _problem.Mask?.CoverageOf(_firstQuery + row, LanesAt(row), key, nKeys) ?? Coverage.Full;
            if (coverage == Coverage.None) continue;
            if (!isPacked) PackKeys(key, nKeys);
            isPacked = true;
            AddTile(row, key, coverage == Coverage.Full ? nKeys
                : Math.Min(nKeys, _problem.Mask!.End(_firstQuery + row, LanesAt(row)) - key), coverage);
        }
    }

    private void PackKeys(int key, int nKeys)
    {
        for (var j = 0; j < nKeys; j += MicroKernel.Columns)
            MicroKernel.Pack(_problem.KeysFrom(_head, key + j), 1, _problem.KeyStride,
                Math.Min(MicroKernel.Columns, nKeys - j), _problem.DHead, 1, _keys[(j * _problem.DHead)..],
                MicroKernel.Columns);
        for (var d = 0; d < _problem.DValue; d += MicroKernel.Columns)
            MicroKernel.Pack(_problem.ValuesFrom(_head, key, d), _problem.KeyStride, 1,
                Math.Min(MicroKernel.Columns, _problem.DValue - d), nKeys, 1, _values[(d * TileKeys)..],
                MicroKernel.Columns);
    }

    private void AddTile(int row, int key, int nKeys, Coverage coverage)
    {
        var scores = _scores[..(nKeys * MicroKernel.Rows)];
        for (var j = 0; j < nKeys; j += MicroKernel.Columns)
            MicroKernel.Multiply(ref _queries[row * _problem.DHead], MicroKernel.Rows, ref _keys[j * _problem.DHead],
                ref _scores[j * MicroKernel.Rows], MicroKernel.Rows, _problem.DHead, add: false);
        if (_problem.Softcap is { } cap) Softcap.Apply(scores, cap);
        if (coverage == Coverage.Some) _problem.Mask!.ApplyTo(scores, _firstQuery + row, LanesAt(row), key);
        SoftmaxPanel.Add(scores, _max.Slice(row, MicroKernel.Rows), _sum.Slice(row, MicroKernel.Rows),
            _output.Slice(row * _dValuePadded, MicroKernel.Rows * _dValuePadded));
        for (var d = 0; d < _dValuePadded; d += MicroKernel.Columns)
            MicroKernel.Multiply(ref scores[0], MicroKernel.Rows, ref _values[d * TileKeys],
                ref _output[row * _dValuePadded + d * MicroKernel.Rows], MicroKernel.Rows, nKeys, add: true);
    }

    private void Write(int row)
    {
        var nLanes = LanesAt(row);
        var isSound = SoftmaxPanel.Write(
            _output.Slice(row * _dValuePadded, MicroKernel.Rows * _problem.DValue), _sum.Slice(row, MicroKernel.Rows),
            _problem.Output.AsSpan(_head * _problem.DValue * _problem.NQueries + _firstQuery + row), _problem.NQueries,
                nLanes);
        for (var lane = 0; lane < nLanes; lane++)
            if (!isSound || _max[row + lane] < -float.MaxValue / 2)
                PlainFlashAttention.Row(_problem, _head, _firstQuery + row + lane);
    }
}
