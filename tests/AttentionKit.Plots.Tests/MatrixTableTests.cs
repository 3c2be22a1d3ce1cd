using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class MatrixTableTests
{
    private static Matrix<float> Row(params float[] values) => Matrix<float>.Build.DenseOfRowArrays(values);

    [Fact]
    public void Html_IsAnAccessibleTable()
    {
        var html = MatrixTable.ToHtml(Example.Values);
        Assert.Contains("<caption>6×4 matrix</caption>", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("<th scope=\"col\"").Length - 1);
        Assert.Equal(6, html.Split("<th scope=\"row\"").Length - 1);
        Assert.Contains("<td style=\"background-color:#08306b;color:#fff\">1.40</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_StartsWithTheShape() =>
        Assert.Equal("2×2 matrix\n      0      1\n0  1.00  −2.50\n1  0.00  10.00",
            MatrixTable.ToText(Matrix<float>.Build.DenseOfRowArrays([1f, -2.5f], [0f, 10f])));

    [Fact]
    public void LongMatrix_ShowsItsEnds()
    {
        var text = MatrixTable.ToText(Matrix<float>.Build.Dense(100, 2, (i, j) => i));
        Assert.StartsWith("100×2 matrix", text);
        Assert.EndsWith("The first and the last 10 of 100 rows.", text);
        Assert.Contains("\n…       …", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n10 ", text, StringComparison.Ordinal);
        Assert.Contains("\n90 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NoRows_AreShownAsTheShape()
    {
        Assert.StartsWith("0×3 matrix", MatrixTable.ToText(Matrix<float>.Build.Dense(0, 3)));
        Assert.Contains("<caption>0×3 matrix</caption>", MatrixTable.ToHtml(Matrix<float>.Build.Dense(0, 3)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.00012f, "1.2·10⁻⁴")]
    [InlineData(0.05f, "0.050")]
    [InlineData(-0.5f, "−0.50")]
    [InlineData(123.46f, "123.5")]
    [InlineData(-4567f, "−4567")]
    [InlineData(3e38f, "3.0·10³⁸")]
    public void Numbers_KeepAReadableNumberOfDigits(float value, string expected) =>
        Assert.EndsWith(expected, MatrixTable.ToText(Row(value)));

    [Fact]
    public void RoundedToZero_HasNoSign() => Assert.EndsWith("1.00  0.00", MatrixTable.ToText(Row(1f, -0.0001f)));

    [Fact]
    public void Null_IsAnError() => Assert.Throws<ArgumentNullException>(() => MatrixTable.ToHtml(null!));
}
