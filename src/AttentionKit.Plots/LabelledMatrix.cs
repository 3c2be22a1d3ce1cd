using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A matrix, the names of its rows and columns, and its colours: what every form of a heatmap is made from.</summary>
/// <param name="Matrix">[rows × columns]</param>
/// <param name="Rows">One name a row.</param>
/// <param name="Columns">One name a column.</param>
/// <param name="RowAxis">What a row is.</param>
/// <param name="ColumnAxis">What a column is.</param>
/// <param name="Unit">What a number is: beside the colour bar.</param>
/// <param name="Sentence">What one number says, with {0}, {1} and {2} for its row, its column and itself.</param>
/// <param name="MinusInfinity">What an entry of −∞ means.</param>
/// <param name="Scale">Which colour a number has.</param>
internal sealed record LabelledMatrix(
    Matrix<float> Matrix,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    string RowAxis,
    string ColumnAxis,
    string Unit,
    string Sentence,
    string MinusInfinity,
    ColorScale Scale)
{
    internal string NumberFormat { get; } = Numbers.FormatFor(Matrix);

    internal string Text(int row, int column) => Numbers.Text(Matrix[row, column], NumberFormat);

    internal int Count(Predicate<float> predicate) => Matrix.Enumerate().Count(value => predicate(value));

    internal static IReadOnlyList<string> Indices(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
