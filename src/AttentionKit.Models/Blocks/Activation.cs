using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What stands between the two layers of an MLP.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x · Φ(x), Φ the distribution function of the normal distribution (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>½x · (1 + tanh(√(2/π) · (x + 0.044715x³))): what GPT-2 uses for <see cref="Gelu"/>.</summary>
    GeluTanh,

    /// <summary>silu(gate) · up with two projections, silu(x) = x / (1 + e⁻ˣ) (Shazeer 2020, eq. 5).</summary>
    SwiGlu,
}

/// <summary>The functions and their slopes, a run of numbers at a time.</summary>
internal static class Activations
{
    private const int RunLength = 4096; // stays in the first-level cache from step to step
    private static readonly float TanhFactor = MathF.Sqrt(2 / MathF.PI);

    internal static Matrix<float> Values(Activation kind, Matrix<float> x) => Each(x, kind switch
    {
        Activation.Relu => static numbers => TensorPrimitives.Max(numbers, 0, numbers),
        Activation.Gelu => static numbers => One(numbers, number => number * Normal(number)),
        Activation.GeluTanh => GeluTanh,
        _ => static numbers => TensorPrimitives.Multiply(Sigmoid(numbers), numbers, numbers),
    });

    internal static Matrix<float> Slopes(Activation kind, Matrix<float> x) => Each(x, kind switch
    {
        Activation.Relu => static numbers => One(numbers, number => number > 0 ? 1 : 0),
        Activation.Gelu => static numbers => One(numbers, number => Normal(number) + number * Density(number)),
        Activation.GeluTanh => GeluTanhSlope,
        _ => static numbers => SwiGluSlope(numbers, Sigmoid(numbers)),
    });

    private static Matrix<float> Each(Matrix<float> x, Action<Span<float>> change)
    {
        var numbers = x.ToColumnMajorArray();
        for (var first = 0; first < numbers.Length; first += RunLength)
            change(numbers.AsSpan(first, Math.Min(RunLength, numbers.Length - first)));
        return Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount, numbers);
    }

    private static void One(Span<float> numbers, Func<double, double> function)
    {
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)function(numbers[i]);
    }

    // ½x · (1 + tanh)
    private static void GeluTanh(Span<float> x)
    {
        var tanh = Tanh(x);
        TensorPrimitives.Add(tanh, 1, tanh);
        TensorPrimitives.Multiply(x, tanh, x);
        TensorPrimitives.Multiply(x, .5f, x);
    }

    // ½ · (1 + tanh) · (1 + x · (1 − tanh) · √(2/π) · (1 + 3 · 0.044715x²)), for 1 − tanh² = (1 + tanh) · (1 − tanh)
    private static void GeluTanhSlope(Span<float> x)
    {
        Span<float> tanh = Tanh(x), inner = Cubic(x, 3 * .044715f * TanhFactor);
        TensorPrimitives.Subtract(1, tanh, x);
        TensorPrimitives.Multiply(x, inner, x);
        TensorPrimitives.Add(x, 1, x);
        TensorPrimitives.Add(tanh, 1, tanh);
        TensorPrimitives.Multiply(x, tanh, x);
        TensorPrimitives.Multiply(x, .5f, x);
    }

    // tanh(√(2/π) · (x + 0.044715x³))
    private static Span<float> Tanh(ReadOnlySpan<float> x)
    {
        var inner = Cubic(x, .044715f * TanhFactor);
        TensorPrimitives.Tanh(inner, inner);
        return inner;
    }

    // √(2/π) · x + factor · x³
    private static Span<float> Cubic(ReadOnlySpan<float> x, float factor)
    {
        var sum = new float[x.Length];
        TensorPrimitives.Multiply(x, x, sum);
        TensorPrimitives.Multiply(sum, factor, sum);
        TensorPrimitives.Add(sum, TanhFactor, sum);
        TensorPrimitives.Multiply(sum, x, sum);
        return sum;
    }

    // sigmoid · (1 + x · (1 − sigmoid))
    private static void SwiGluSlope(Span<float> x, Span<float> sigmoid)
    {
        for (var i = 0; i < x.Length; i++) x[i] = sigmoid[i] * (1 + x[i] * (1 - sigmoid[i]));
    }

    private static float[] Sigmoid(ReadOnlySpan<float> x)
    {
        var sigmoid = new float[x.Length];
        TensorPrimitives.Sigmoid(x, sigmoid);
        return sigmoid;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Normal(double x) => (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))) / 2;
}
