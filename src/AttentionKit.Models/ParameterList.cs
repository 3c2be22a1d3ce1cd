using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>Makes a model's parameters, in one fixed order, from one source of chance.</summary>
/// <param name="sizes">The model's.</param>
/// <param name="seed">The same seed gives the same parameters; all are 0 when null, to be read from a file.</param>
internal sealed class ParameterList(TransformerSizes sizes, int? seed)
{
    private readonly Random? random = seed is { } given ? new(given) : null;

    internal List<Parameter> All { get; } = [];

    /// <summary>Numbers around 0, so that outputs are about as large as inputs: standard deviation scale/√nRows.</summary>
    internal Parameter Weight(string name, int nRows, int nColumns, double scale = 1) =>
        Add(name, nRows, nColumns, () => (float)(Normal() * scale / Math.Sqrt(nRows)));

    /// <summary>A row of standard deviation 1/√dModel each: an embedding.</summary>
    internal Parameter Embedding(string name, int nRows) =>
        Add(name, nRows, sizes.DModel, () => (float)(Normal() / Math.Sqrt(sizes.DModel)));

    internal Parameter? Bias(string name, int count) => sizes.HasBiases ? Add(name, 1, count, () => 0) : null;

    internal Norm Norm(string name) => sizes.Norm switch
    {
        NormKind.None => new(NormKind.None, 0, null, null),
        NormKind.RmsNorm => new(NormKind.RmsNorm, sizes.NormEpsilon, Gain(name), null),
        _ => new(NormKind.LayerNorm, sizes.NormEpsilon, Gain(name), Add(name + ".bias", 1, sizes.DModel, () => 0)),
    };

    internal Block Block(string name)
    {
        var attentionNorm = Norm(name + ".attention_norm");
        var attention = SelfAttention(name + ".attention");
        return sizes.DMlp == 0 ? new(attentionNorm, attention, null, null)
            : new(attentionNorm, attention, Norm(name + ".mlp_norm"), Mlp(name + ".mlp"));
    }

    private SelfAttention SelfAttention(string name)
    {
        int queries = sizes.NHeads * sizes.DHead, keys = sizes.NKvHeads * sizes.DHead;
        return new(sizes,
            Weight(name + ".wq", sizes.DModel, queries), Weight(name + ".wk", sizes.DModel, keys), Weight(name + ".wv", sizes.DModel, keys),
            Weight(name + ".wo", queries, sizes.DModel, OfResidual),
            Bias(name + ".bq", queries), Bias(name + ".bk", keys), Bias(name + ".bv", keys), Bias(name + ".bo", sizes.DModel));
    }

    private Mlp Mlp(string name) => new(sizes.Activation,
        Weight(name + ".w_in", sizes.DModel, sizes.DMlp), Bias(name + ".b_in", sizes.DMlp),
        sizes.Activation == Activation.SwiGlu ? Weight(name + ".w_gate", sizes.DModel, sizes.DMlp) : null,
        Weight(name + ".w_out", sizes.DMlp, sizes.DModel, OfResidual), Bias(name + ".b_out", sizes.DModel));

    // What all blocks add to the residual stream shall not outgrow it (Radford et al. 2019, §2.3).
    private double OfResidual => 1 / Math.Sqrt(2.0 * Math.Max(1, sizes.NLayers));

    private Parameter Gain(string name) => Add(name + ".gain", 1, sizes.DModel, () => 1);

    private Parameter Add(string name, int nRows, int nColumns, Func<float> number)
    {
        var value = random is null
            ? Matrix<float>.Build.Dense(nRows, nColumns)
            : Matrix<float>.Build.Dense(nRows, nColumns, (_, _) => number());
        var parameter = new Parameter(name, All.Count, value);
        All.Add(parameter);
        return parameter;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random!.NextDouble())) * Math.Cos(2 * Math.PI * random!.NextDouble());
}
