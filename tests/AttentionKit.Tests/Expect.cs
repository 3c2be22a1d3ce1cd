namespace AttentionKit.Tests;

/// <summary>What the tests say again and again.</summary>
internal static class Expect
{
    /// <summary>Published numbers have four decimals: half a unit of the last one, and a float's rounding.</summary>
    internal const float FourDecimals = 0.000051f;

    internal static void Close(Matrix<float> expected, Matrix<float> actual, float tolerance)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        for (var i = 0; i < expected.RowCount; i++)
            for (var j = 0; j < expected.ColumnCount; j++)
                Assert.True(Near(expected[i, j], actual[i, j], tolerance),
                    $"[{i}, {j}] is {actual[i, j]} in place of {expected[i, j]} (± {tolerance})");
    }

    /// <summary>The same numbers to the last bit, NaN for NaN.</summary>
    internal static void Same(Matrix<float> expected, Matrix<float> actual) => Close(expected, actual, 0);

    /// <summary>The whole message, without the parameter's name that .NET appends.</summary>
    internal static void Error<T>(string message, Func<object?> code) where T : ArgumentException
    {
        var error = Assert.Throws<T>(code);
        Assert.Equal(message, error.Message.Split(" (Parameter '")[0]);
        Assert.False(string.IsNullOrEmpty(error.ParamName));
    }

    /// <summary>A matrix without numbers.</summary>
    internal static Matrix<float> Empty(int nRows, int nColumns) => Matrix<float>.Build.Dense(nRows, nColumns);

    private static bool Near(float expected, float actual, float tolerance) =>
        expected.Equals(actual) || MathF.Abs(expected - actual) <= tolerance;
}
