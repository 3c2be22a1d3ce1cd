using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Softmax of one row at one temperature: what of it is shown.</summary>
/// <param name="Temperature">What the scores were divided by.</param>
/// <param name="Tokens">The keys that are shown, in their order.</param>
/// <param name="Scaled">[nShown]: score / temperature.</param>
/// <param name="Exps">[nShown]: exp(scaled − the largest of all), 0 … 1.</param>
/// <param name="Shares">[nShown]: what the kit's softmax gives.</param>
/// <param name="Sum">Of the exps of all keys.</param>
/// <param name="NKeys">All, shown or not.</param>
internal sealed record SoftmaxPart(
    float Temperature, IReadOnlyList<string> Tokens, float[] Scaled, float[] Exps, float[] Shares, float Sum, int NKeys)
{
    internal string LeftOut => NKeys == Tokens.Count ? ""
        : $" Shown are the {Tokens.Count} keys with the highest scores of {NKeys}; the sum is of all.";

    internal static SoftmaxPart Of(Matrix<float> scores, IReadOnlyList<string> tokens, float temperature, int most)
    {
        var scaled = scores / temperature;
        var largest = scaled.Enumerate().Max();
        float[] all = [.. scaled.Row(0)], exps = [.. all.Select(score => MathF.Exp(score - largest))],
            shares = [.. Softmax.Rows(scaled).Row(0)];
        int[] shown = [.. Enumerable.Range(0, all.Length).OrderByDescending(i => all[i]).Take(most).Order()];
        return new(temperature, [.. shown.Select(i => tokens[i])], Shown(all), Shown(exps), Shown(shares), exps.Sum(),
            all.Length);

        float[] Shown(float[] values) => [.. shown.Select(i => values[i])];
    }

    /// <summary>The three numbers of a key, as they are written.</summary>
    internal string[] Row(int i) =>
        [Numbers.Text(Scaled[i], "0.00") + (float.IsFinite(Scaled[i]) ? "" : " hidden"), Small(Exps[i]),
            Small(Shares[i])];

    /// <summary>Two decimals hide that a small share is not 0.</summary>
    private static string Small(float value) => value is > 0 and < 0.005f ? "< 0.01" : Numbers.Text(value, "0.00");
}
