using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests;

public class CheckTests
{
    [Fact]
    public void EqualNumbers_Pass() => Check.Equal("one third", 0.3333, 1 / 3.0);

    [Theory]
    [InlineData(0.3333, 0.3335)]
    [InlineData(0.3333, double.NaN)]
    [InlineData(double.NaN, 0.3333)]
    [InlineData(double.PositiveInfinity, 1)]
    public void DifferentNumbers_Throw_WithBoth(double expected, double got)
    {
        var error = Assert.Throws<CheckFailedException>(() => Check.Equal("a third", expected, got));
        Assert.StartsWith("a third: expected ", error.Message);
        Assert.Contains(", got ", error.Message);
    }

    [Fact]
    public void WhatDoesNotHold_Throws()
    {
        Check.True("it holds", true);
        Assert.Equal("it holds: expected yes, got no",
            Assert.Throws<CheckFailedException>(() => Check.True("it holds", false)).Message);
    }

    [Fact]
    public void EqualMatrices_Pass() => Check.Equal("same", Rows.Of([1, float.NaN]), Rows.Of([1.00001f, float.NaN]));

    [Fact]
    public void MatricesThatDiffer_Throw_WithTheLargestDifference()
    {
        var error = Assert.Throws<CheckFailedException>(() => Check.Equal("m", Rows.Of([1, 2]), Rows.Of([1, 2.5f])));
        Assert.Equal("m: expected 1×2, got 1×2, largest difference 5.0e-1", error.Message);
    }

    [Fact]
    public void MatricesOfDifferentShape_Throw_WithBothShapes()
    {
        var error = Assert.Throws<CheckFailedException>(() => Check.Equal("m", Rows.Of([1, 2]), Rows.Of([1], [2])));
        Assert.Equal("m: expected 1×2, got 2×1", error.Message);
    }

    [Fact]
    public void NumberWhereNaNIsExpected_Throws() =>
        Assert.Throws<CheckFailedException>(() => Check.Equal("m", Rows.Of([float.NaN]), Rows.Of([1])));
}
