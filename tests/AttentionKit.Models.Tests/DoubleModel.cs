namespace AttentionKit.Models.Tests;

/// <summary>A transformer once more, in double and plain loops, written from the formulas and not from the kit.</summary>
internal sealed class DoubleModel(Transformer model)
{
    private readonly TransformerSizes s = model.Sizes;
    private readonly Dictionary<string, Matrix<float>> p = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);

    internal double[][] Logits(int[] tokens)
    {
        var x = tokens.Select((token, i) => Row(s.DModel, d => p["embedding"][token, d] + (s.Positions == Positions.Learned ? p["positions"][i, d] : 0.0))).ToArray();
        for (var layer = 0; layer < s.NLayers; layer++)
        {
            var name = $"blocks.{layer}";
            x = Sum(x, Attention([.. x.Select(row => Norm(row, name + ".attention_norm"))], name + ".attention"));
            if (s.DMlp > 0) x = Sum(x, [.. x.Select(row => Mlp(Norm(row, name + ".mlp_norm"), name + ".mlp"))]);
        }
        return [.. x.Select(row => Norm(row, "final_norm")).Select(row => Row(s.NVocabulary, token =>
            Enumerable.Range(0, s.DModel).Sum(d => row[d] * (s.TiesUnembedding ? p["embedding"][token, d] : p["unembedding"][d, token]))))];
    }

    private double[][] Attention(double[][] x, string name)
    {
        var (q, k, v) = (Projected(x, name, "q"), Projected(x, name, "k"), Projected(x, name, "v"));
        var heads = x.Select(_ => new double[s.NHeads * s.DHead]).ToArray();
        for (var h = 0; h < s.NHeads; h++)
            for (var i = 0; i < x.Length; i++)
            {
                var group = h / (s.NHeads / s.NKvHeads);
                var query = Turned(q[i][(h * s.DHead)..((h + 1) * s.DHead)], i);
                var powers = Row(i + 1, j =>
                {
                    var key = Turned(k[j][(group * s.DHead)..((group + 1) * s.DHead)], j);
                    return Math.Exp(query.Zip(key, (a, b) => a * b).Sum() / Math.Sqrt(s.DHead) - Slope(h) * (i - j));
                });
                for (var d = 0; d < s.DHead; d++)
                    heads[i][h * s.DHead + d] = Enumerable.Range(0, i + 1).Sum(j => powers[j] / powers.Sum() * v[j][group * s.DHead + d]);
            }
        return Projected(heads, name, "o");
    }

    private double Slope(int head) => s.Positions == Positions.Alibi ? Math.Pow(2, -8.0 * (head + 1) / s.NHeads) : 0; // heads: a power of 2

    private double[] Turned(double[] x, int position)
    {
        if (s.Positions != Positions.Rope) return x;
        var half = x.Length / 2;
        return Row(x.Length, d =>
        {
            var angle = position * Math.Pow(s.RopeBase, -2.0 * (d % half) / x.Length);
            return d < half ? x[d] * Math.Cos(angle) - x[d + half] * Math.Sin(angle) : x[d] * Math.Cos(angle) + x[d - half] * Math.Sin(angle);
        });
    }

    private double[] Norm(double[] x, string name)
    {
        if (s.Norm == NormKind.None) return x;
        var mean = s.Norm == NormKind.LayerNorm ? x.Average() : 0;
        var size = Math.Sqrt(x.Average(number => (number - mean) * (number - mean)) + s.NormEpsilon);
        return Row(x.Length, d => (x[d] - mean) / size * p[name + ".gain"][0, d] + (s.Norm == NormKind.LayerNorm ? p[name + ".bias"][0, d] : 0));
    }

    private double[] Mlp(double[] x, string name)
    {
        double[] hidden = Times(x, name + ".w_in", name + ".b_in"), gate = s.Activation == Activation.SwiGlu ? Times(x, name + ".w_gate", "") : hidden;
        return Times(Row(s.DMlp, d => s.Activation switch
        {
            Activation.SwiGlu => hidden[d] * gate[d] / (1 + Math.Exp(-gate[d])),
            Activation.Relu => hidden[d] > 0 ? hidden[d] : 0,
            Activation.Gelu => hidden[d] * Phi(hidden[d]),
            _ => hidden[d] / 2 * (1 + Math.Tanh(.7978845608028654 * (hidden[d] + .044715 * hidden[d] * hidden[d] * hidden[d]))),
        }), name + ".w_out", name + ".b_out");
    }

    // Φ by its series, Σ (−1)ⁿ x²ⁿ⁺¹ / (n! 2ⁿ (2n + 1)): quick for the small numbers of these tests.
    private static double Phi(double x)
    {
        var (sum, term) = (0.0, x);
        for (var n = 0; n < 100; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (2 * (n + 1));
        }
        return .5 + sum / Math.Sqrt(2 * Math.PI);
    }

    private double[][] Projected(double[][] x, string name, string which) => [.. x.Select(row => Times(row, $"{name}.w{which}", $"{name}.b{which}"))];

    private double[] Times(double[] x, string w, string bias) => Row(p[w].ColumnCount, j =>
        Enumerable.Range(0, x.Length).Sum(i => x[i] * p[w][i, j]) + (p.TryGetValue(bias, out var b) ? b[0, j] : 0));

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (u, v) => u + v).ToArray())];

    private static double[] Row(int count, Func<int, double> number) => [.. Enumerable.Range(0, count).Select(number)];
}
