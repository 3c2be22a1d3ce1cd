using System.Runtime.Intrinsics;

namespace AttentionKit.Tests;

public class HyperbolicTangentTests
{
    [Fact]
    public void Of_IsOffByAtMostFourUnitsInTheLastPlace()
    {
        var largest = 0.0;
        for (var x = 20f; x > 1e-30f; x *= .9999f)
            largest = Math.Max(largest, Math.Abs(Of(x) / Math.Tanh(x) - 1));
        Assert.InRange(largest, 0, 4.8e-7); // a unit in the last place is at most 1.2e-7 of the number
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-40f, 1e-40f)]
    [InlineData(50f, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Of_TheEndsOfItsRange(float x, float tanh)
    {
        Assert.Equal(tanh, Of(x));
        Assert.Equal(-tanh, Of(-x));
    }

    private static float Of(float x) => HyperbolicTangent.Of(Vector512.Create(x)).GetElement(15);
}
