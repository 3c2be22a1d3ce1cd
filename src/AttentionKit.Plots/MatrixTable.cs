using MathNet.Numerics.LinearAlgebra;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Plots;

/// <summary>A bare matrix or vector as a table of its numbers, shaded: orange below 0, white at 0, blue above.</summary>
public static class MatrixTable
{
    private static readonly ITypeFormatter[] s_formatters =
    [
        new MimeFormatter<Matrix<float>>(MimeType.Html, ToHtml),
        new MimeFormatter<Matrix<float>>(MimeType.Text, ToText),
        new MimeFormatter<Vector<float>>(MimeType.Html, vector => ToHtml(vector.ToRowMatrix())),
        new MimeFormatter<Vector<float>>(MimeType.Text, vector => ToText(vector.ToRowMatrix())),
    ];

    /// <summary>From now on, notebooks show every matrix and vector of floats as such a table. Calling it again changes nothing.</summary>
    public static void Register()
    {
        foreach (var formatter in s_formatters.Except(Formatter.RegisteredFormatters(includeDefaults: false)))
        {
            Formatter.Register(formatter);
            Formatter.SetPreferredMimeTypesFor(formatter.Type, MimeType.Html, MimeType.Text);
        }
    }

    /// <summary>The table, with the shape as its caption. Of a long matrix, the first and the last 10 rows and columns.</summary>
    /// <param name="matrix">[rows × columns], of any shape.</param>
    public static string ToHtml(Matrix<float> matrix) => HtmlTable.Style + HtmlTable.Of(Label(matrix), Shape(matrix));

    /// <summary>The shape and the numbers as aligned text.</summary>
    /// <param name="matrix">[rows × columns], of any shape.</param>
    public static string ToText(Matrix<float> matrix) => $"{Shape(matrix)}\n{TextTable.Of(Label(matrix))}";

    private static string Shape(Matrix<float> matrix) => $"{matrix.RowCount}×{matrix.ColumnCount} matrix";

    private static LabelledMatrix Label(Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix, LabelledMatrix.Indices(matrix.RowCount), LabelledMatrix.Indices(matrix.ColumnCount), ColorScale.Diverging(matrix));
    }
}
