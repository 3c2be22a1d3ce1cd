using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Matrices;

/// <summary>A matrix, the names of its rows and columns, and its colours: what every form of a heatmap is made
/// from.</summary>
/// <param name="Matrix">[rows × columns]</param>
/// <param name="Rows">One name per row.</param>
/// <param name="Columns">One name per column.</param>
/// <param name="Scale">Which colour a number has.</param>
internal sealed record LabelledMatrix(
    Matrix<float> Matrix, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, ColorScale Scale)
{
    private Entries? _entries;

    /// <summary>What a row is.</summary>
    internal string RowAxis { get; init; } = "";

    /// <summary>What a column is.</summary>
    internal string ColumnAxis { get; init; } = "";

    /// <summary>What a number is: beside the colour bar.</summary>
    internal string Unit { get; init; } = "";

    /// <summary>What the matrix shows, as a sentence.</summary>
    internal string About { get; init; } = "";

    /// <summary>Whether all finite entries should lie from 0 to 1.</summary>
    internal bool IsShare { get; init; }

    /// <summary>What the entry is called that says most.</summary>
    internal string Superlative { get; init; } = "Farthest from 0";

    /// <summary>The superlative, and which rows were not considered.</summary>
    internal string SaySuperlative() =>
        IsShare && Entries.SomeHaveNoChoice ? $"{Superlative}, of the queries that see more than one key" : Superlative;

    /// <summary>How much a number says; the flag tells whether its row holds more than one that isn't 0.</summary>
    internal Func<float, bool, float> Rank { get; init; } = (value, _) => MathF.Abs(value);

    /// <summary>What one number says, with {0}, {1} and {2} for its row, its column and itself.</summary>
    internal string Sentence { get; init; } = "";

    /// <summary>What an entry of −∞ means.</summary>
    internal string MinusInfinity { get; init; } = "−∞";

    /// <summary>Where a query may look: the rest is hatched. Null: everywhere.</summary>
    internal Mask? Mask { get; init; }

    /// <summary>A word for each number, which stands in the cell in its place. Null: the numbers stand there.</summary>
    internal Func<int, int, string>? Word { get; init; }

    /// <summary>The row that is outlined, if any.</summary>
    internal int? Outlined { get; init; }

    /// <summary>All numbers and what is special among them, computed once.</summary>
    internal Entries Entries => _entries?.AreOf(this) == true ? _entries : _entries = new Entries(this);

    /// <summary>Rows as columns.</summary>
    internal LabelledMatrix Transposed => this with { Matrix = Matrix.Transpose(), Rows = Columns, Columns = Rows };

    internal float this[int row, int column] => Entries.Values[row * Columns.Count + column];

    internal bool IsHatched(int row, int column) => Entries.KindOf(row, column) != Kind.Number;

    /// <summary>The number as it stands in a cell or a table; nothing where a mask hides it.</summary>
    internal string Text(int row, int column) =>
        Entries.KindOf(row, column) == Kind.Masked ? ""
            : Word?.Invoke(row, column) ?? Numbers.Text(this[row, column], Entries.Format);

    /// <summary>What the number of one row and column says.</summary>
    internal string Say(int row, int column) =>
        string.Format(null, Sentence, Rows[row], Columns[column], SaidNumber(row, column));

    /// <summary>What the entry that says most says, or an empty text.</summary>
    internal string SayStrongest() => Entries.Strongest is var (row, column) ? Say(row, column) : "";

    /// <summary>How many numbers have no business there, or an empty text.</summary>
    internal string SayOutliers() => !IsShare || Entries.NOutside == 0 ? "" :
        $" {Entries.NOutside} of them {(Entries.NOutside == 1 ? "lies" : "lie")} outside 0 to 1.";

    /// <summary>How many entries of each special kind there are, or an empty text.</summary>
    internal string SaySpecial() => string.Concat(SpecialValue.In(this).Select(kind =>
        $" {kind.Count} of {Rows.Count * Columns.Count} entries {(kind.Count == 1 ? "is" : "are")} {kind.Name}."));

    private string SaidNumber(int row, int column) =>
        Entries.KindOf(row, column) == Kind.Masked ? "hidden by the mask"
            : Word is null ? Numbers.Text(this[row, column])
            : $"“{Word(row, column)}”, {Numbers.Text(this[row, column])}";
}
