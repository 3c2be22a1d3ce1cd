using System.Runtime.Intrinsics;

namespace AttentionKit.Tests;

public class ExponentialTests
{
    [Fact]
    public void Of_IsOffByAtMostTwoUnitsInTheLastPlace()
    {
        var largest = 0.0;
        for (var x = -87.3f; x < -1e-8f; x *= .9999f)
            largest = Math.Max(largest, Math.Abs(Of(x) / Math.Exp(x) - 1));
        for (var n = 0; n < 873_000; n++)
            largest = Math.Max(largest, Math.Abs(Of(-n * 1e-4f) / Math.Exp(-n * 1e-4f) - 1));
        Assert.InRange(largest, 0, 2.4e-7); // a unit in the last place is at most 1.2e-7 of the number
    }

    [Fact]
    public void Of_ZeroIsOne() => Assert.Equal(1, Of(0));

    [Theory]
    [InlineData(-87.8f)]
    [InlineData(-1e9f)]
    [InlineData(float.MinValue)]
    [InlineData(float.NegativeInfinity)]
    public void Of_WhatIsTooSmallForFloatIsZero(float x) => Assert.Equal(0, Of(x));

    [Fact]
    public void Of_NaNIsNaN() => Assert.Equal(float.NaN, Of(float.NaN));

    private static float Of(float x) => Exponential.Of(Vector512.Create(x)).GetElement(15);
}
