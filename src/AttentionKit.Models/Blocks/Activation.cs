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

/// <summary>The functions and their slopes, in double: an MLP's time goes into its products.</summary>
internal static class Activations
{
    private static readonly double TanhFactor = Math.Sqrt(2 / Math.PI);

    internal static double Value(Activation kind, double x) => kind switch
    {
        Activation.Relu => Math.Max(0, x),
        Activation.Gelu => x * Normal(x),
        Activation.GeluTanh => .5 * x * (1 + Math.Tanh(Inner(x))),
        _ => x * Sigmoid(x),
    };

    internal static double Slope(Activation kind, double x) => kind switch
    {
        Activation.Relu => x > 0 ? 1 : 0,
        Activation.Gelu => Normal(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI),
        Activation.GeluTanh => GeluTanhSlope(x),
        _ => Sigmoid(x) * (1 + x * (1 - Sigmoid(x))),
    };

    private static double GeluTanhSlope(double x)
    {
        var tanh = Math.Tanh(Inner(x));
        return .5 * (1 + tanh) + .5 * x * (1 - tanh * tanh) * TanhFactor * (1 + 3 * .044715 * x * x);
    }

    private static double Inner(double x) => TanhFactor * (x + .044715 * x * x * x);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double x) => (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))) / 2;
}
