using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Matrices;

/// <summary>Whether an entry has a place on a colour scale, and if not, why.</summary>
internal enum Kind : byte
{
    Number,
    Masked,
    MinusInfinity,
    PlusInfinity,
    NotANumber,
}

/// <summary>The numbers of a labelled matrix and what is special among them, found in one pass.</summary>
internal sealed class Entries
{
    private readonly Matrix<float> _matrix;
    private readonly Mask? _mask;
    private readonly int _columns;
    private readonly Kind[] _kinds;
    private readonly int[] _counts = new int[Enum.GetValues<Kind>().Length];
    private string? _format;

    internal Entries(LabelledMatrix data)
    {
        (_matrix, _mask, _columns) = (data.Matrix, data.Mask, data.Matrix.ColumnCount);
        Values = _matrix.ToRowMajorArray();
        _kinds = new Kind[Values.Length];
        var highest = float.NegativeInfinity;
        var nChoices = 0;
        for (var row = 0; row < _matrix.RowCount; row++)
        {
            var hasChoice = HasChoice(Values.AsSpan(row * _columns, _columns));
            if (hasChoice) nChoices++;
            for (var column = 0; column < _columns; column++)
            {
                var value = Values[row * _columns + column];
                Note(row, column, value);
                if (!float.IsFinite(value)) continue;
                if (value is < 0 or > 1) NOutside++;
                if (Strongest is not null && !(data.Rank(value, hasChoice) > highest)) continue;
                (Strongest, highest) = ((row, column), data.Rank(value, hasChoice));
            }
        }
        SomeHaveNoChoice = nChoices > 0 && nChoices < _matrix.RowCount;
    }

    /// <summary>Row by row.</summary>
    internal float[] Values { get; }

    /// <summary>How many finite numbers lie outside 0 to 1.</summary>
    internal int NOutside { get; }

    /// <summary>Where the entry is that says most; null when none is finite.</summary>
    internal (int Row, int Column)? Strongest { get; }

    /// <summary>Whether some row has a single number that isn't 0, and another row has more.</summary>
    internal bool SomeHaveNoChoice { get; }

    /// <summary>One format for all numbers, so that they line up.</summary>
    internal string Format => _format ??= Numbers.FormatFor(Values);

    internal bool AreOf(LabelledMatrix data) => ReferenceEquals(_matrix, data.Matrix)
        && ReferenceEquals(_mask, data.Mask);

    internal Kind KindOf(int row, int column) => _kinds[row * _columns + column];

    internal int Count(Kind kind) => _counts[(int)kind];

    /// <summary>Unbroken runs of a kind within each row.</summary>
    internal IEnumerable<(int Row, int Start, int Length)> Runs(Kind kind)
    {
        for (var row = 0; row < _matrix.RowCount; row++)
        {
            for (int start = 0, end; start < _columns; start = end + 1)
            {
                for (end = start; end < _columns && KindOf(row, end) == kind; end++) { }
                if (end > start) yield return (row, start, end - start);
            }
        }
    }

    private void Note(int row, int column, float value)
    {
        var kind = _mask is not null && !_mask.CanAttend(row, column) ? Kind.Masked
            : float.IsFinite(value) ? Kind.Number
            : float.IsNaN(value) ? Kind.NotANumber
            : value < 0 ? Kind.MinusInfinity : Kind.PlusInfinity;
        _kinds[row * _columns + column] = kind;
        _counts[(int)kind]++;
    }

    private static bool HasChoice(ReadOnlySpan<float> row)
    {
        var others = 0;
        foreach (var value in row) if (value != 0 && ++others > 1) return true;
        return false;
    }
}
