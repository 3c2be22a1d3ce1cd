using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Notebook;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A bare matrix or vector as a table of its numbers, shaded: orange below 0, white at 0, blue
/// above.</summary>
/// <remarks>The field calls it a heatmap table; pandas, a styled frame with a background gradient.</remarks>
public static class MatrixTable
{
    /// <summary>From now on, notebooks show every matrix and vector of floats as such a table. Calling it again changes
    /// nothing.</summary>
    public static void Register()
    {
        HostFormatter.Register(typeof(Matrix<float>), matrix => ToHtml((Matrix<float>)matrix), matrix =>
            ToText((Matrix<float>)matrix));
        HostFormatter.Register(typeof(Vector<float>), vector => ToHtml(Row(vector)), vector => ToText(Row(vector)));
    }

    /// <summary>The table, with the shape as its caption. Of a long matrix, the first and the last 10 rows and
    /// columns.</summary>
    /// <param name="matrix">[rows × columns], of any shape.</param>
    public static string ToHtml(Matrix<float> matrix) => HtmlTable.Style + HtmlTable.Of(Label(matrix), Shape(matrix));

    /// <summary>The shape and the numbers as aligned text.</summary>
    /// <param name="matrix">[rows × columns], of any shape.</param>
    public static string ToText(Matrix<float> matrix) => $"{Shape(matrix)}\n{TextTable.Of(Label(matrix))}";

    private static Matrix<float> Row(object vector) => ((Vector<float>)vector).ToRowMatrix();

    private static string Shape(Matrix<float> matrix) => $"{matrix.RowCount}×{matrix.ColumnCount} matrix";

    private static LabelledMatrix Label(Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var (rows, columns) = (Labelled.Indices(matrix.RowCount), Labelled.Indices(matrix.ColumnCount));
        return new(matrix, rows, columns, ColorScale.Diverging(matrix));
    }
}
