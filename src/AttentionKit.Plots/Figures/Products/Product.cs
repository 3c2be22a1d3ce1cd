using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Two matrices and their product: what of them is shown, and how each number of the result came
/// about.</summary>
/// <param name="Left">[nRows × nInner], as far as shown.</param>
/// <param name="Right">[nInner × nColumns], as far as shown.</param>
/// <param name="Result">[nRows × nColumns] of the whole product, as far as shown.</param>
/// <param name="Names">What the three are called.</param>
/// <param name="Shape">Rows, inner length and columns of the whole.</param>
internal sealed record Product(
    LabelledMatrix Left, LabelledMatrix Right, LabelledMatrix Result,
    (string Left, string Right, string Result) Names, (int Rows, int Inner, int Columns) Shape)
{
    /// <summary>How many rows and columns of a matrix are shown.</summary>
    internal const int Most = 12;
    private const char Glue = '\u00a0'; // a line is broken before a plus, not within a term

    /// <summary>Numbers of the result that are shown, row by row.</summary>
    internal int Count => Result.Rows.Count * Result.Columns.Count;

    /// <summary>What multiplies each sum.</summary>
    internal float Scale { get; private init; } = 1;

    /// <summary>Characters of the longest number of the three.</summary>
    internal int LongestNumber =>
        new[] { Left, Right, Result }.Max(matrix => Enumerable.Range(0, matrix.Entries.Values.Length)
        .Max(i => TokenLabel.Length(matrix.Text(i / matrix.Columns.Count, i % matrix.Columns.Count))));

    internal string Formula => $"{Names.Left} · {Names.Right} = {Names.Result}";

    internal static Product Of(
        Matrix<float> left, Matrix<float> right, IReadOnlyList<string>? rows, IReadOnlyList<string>? inner,
        IReadOnlyList<string>? columns, (string Left, string Right, string Result) names, float scale = 1)
    {
        Guard.Filled(left, nameof(left));
        Guard.Filled(right, nameof(right));
        if (left.ColumnCount != right.RowCount)
            throw new ArgumentException(
                $"left must have as many columns as right has rows: left is {left.RowCount}×{left.ColumnCount}, "
                + $"right is {right.RowCount}×{right.ColumnCount}. Transpose one, as keys in Q · Kᵀ.", nameof(right));
        var rowNames = Guard.Rows(left, rows ?? Labelled.Indices(left.RowCount), nameof(rows));
        var innerNames = Guard.Columns(left, inner ?? Labelled.Indices(left.ColumnCount), nameof(inner));
        var columnNames = Guard.Columns(right, columns ?? Labelled.Indices(right.ColumnCount), nameof(columns));
        var result = left * right * scale;
        var colors = ColorScale.Diverging(left, right, result);
        return new(
            Part(left, rowNames, innerNames, names.Left), Part(right, innerNames, columnNames, names.Right),
            Part(result, rowNames, columnNames, names.Result), names,
                (left.RowCount, left.ColumnCount, right.ColumnCount))
        {
            Scale = scale,
        };

        LabelledMatrix Part(Matrix<float> matrix, IReadOnlyList<string> down, IReadOnlyList<string> across,
            string name) => new(
            matrix.SubMatrix(0, Math.Min(Most, down.Count), 0, Math.Min(Most, across.Count)),
            [.. down.Take(Most)], [.. across.Take(Most)], colors)
            {
                Unit = "number",
                Sentence = $"{name.Replace("{", "{{").Replace("}", "}}")} [“{{0}}”, “{{1}}”] = {{2}}",
            };
    }

    internal (int Row, int Column) Place(int i) => (i / Result.Columns.Count, i % Result.Columns.Count);

    internal string LabelOf(int i)
    {
        var (row, column) = Place(i);
        return $"{TokenLabel.Short(Result.Rows[row])}, {TokenLabel.Short(Result.Columns[column])}";
    }

    /// <summary>The products whose sum a number is: "0.50·0.20", "−0.10·(−0.30)" …, and what is left out.</summary>
    internal IReadOnlyList<string> Terms(int i)
    {
        var (row, column) = Place(i);
        var rest = Shape.Inner - Left.Columns.Count;
        return [
            .. Enumerable.Range(0, Left.Columns.Count).Select(k =>
                $"{Left.Text(row, k)}·{Bracketed(Right.Text(k, column))}"),
            .. rest > 0 ? [Words.Count(rest, "more product")] : Array.Empty<string>(),
        ];
    }

    /// <summary>"a·b + c·d", or "(a·b + c·d) · 0.5".</summary>
    private string SumOf(IEnumerable<string> terms)
    {
        var sum = string.Join(" + ", terms);
        return Scale == 1 ? sum : $"({sum}){Glued($" · {Numbers.Text(Scale)}")}";
    }

    internal string Sum(int i)
    {
        var (row, column) = Place(i);
        return Result.Text(row, column);
    }

    /// <summary>Which row and column met, and the sum of their products, over as many lines as it needs.</summary>
    /// <param name="i">Which number.</param>
    /// <param name="width">Characters of a line.</param>
    internal string Written(int i, int width)
    {
        var (row, column) = Place(i);
        var (down, across) = (TokenLabel.Short(Result.Rows[row]), TokenLabel.Short(Result.Columns[column]));
        var head = $"{Names.Result} [“{down}”, “{across}”] = "
            + $"row “{down}” of {Names.Left} · column “{across}” of {Names.Right}";
        var sum = $"= {SumOf(Terms(i).Select(Glued))}{Glued($" = {Sum(i)}")}";
        var glued = sum.Replace(" + ", $" +{Glue}");
        return $"{TokenLabel.Wrap(head, width)}\n{TokenLabel.Wrap(glued, width)}".Replace(Glue, ' ');
    }

    internal Caption CaptionOf(int i)
    {
        var (row, column) = Place(i);
        return new(
            $"Each number of {Names.Result} is the dot product of a row of {Names.Left} and a column of "
            + $"{Names.Right}; outlined are row "
            + $"“{Result.Rows[row]}” and column “{Result.Columns[column]}”, which make {Sum(i)}.",
            $"{(Count > 1 ? Use : "")} Written numbers are rounded, sums are not.{Left.SaySpecial()}{LeftOut}");
    }

    private static string Glued(string term) => term.Replace(' ', Glue);

    private string Use => $" Point at a number of {Names.Result}, or move the slider, to see how it came about.";

    /// <summary>Each number of the result with its sum.</summary>
    internal PlainTable Table(string title) => new(
        title, [Names.Result, $"row of {Names.Left} · column of {Names.Right}", "sum"],
        [.. Enumerable.Range(0, Count)
            .Select(i => (string[])[LabelOf(i), SumOf(Terms(i)).Replace(Glue, ' '), Sum(i)])]);

    private string LeftOut => Math.Max(Shape.Rows, Math.Max(Shape.Inner, Shape.Columns)) <= Most ? ""
        : $" Shown are the first {Most} of longer rows and columns: {Names.Left} is {Shape.Rows}×{Shape.Inner}, "
            + $"{Names.Right} is {Shape.Inner}×{Shape.Columns}; the sums are of all.";

    private static string Bracketed(string number) => number.StartsWith('−') ? $"({number})" : number;
}
