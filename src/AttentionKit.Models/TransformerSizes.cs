namespace AttentionKit.Models;

/// <summary>How a model tells its tokens' places.</summary>
public enum Positions
{
    /// <summary>Only through the causal mask.</summary>
    None,

    /// <summary>A learned row for each place is added to the embedding (Radford et al. 2019).</summary>
    Learned,

    /// <summary>Queries and keys are turned by their place, half-split (<see cref="AttentionKit.Rope"/>).</summary>
    Rope,

    /// <summary>Scores fall with distance (<see cref="AttentionKit.Alibi"/>).</summary>
    Alibi,
}

/// <summary>How a block's input is brought to one size.</summary>
public enum NormKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Mean 0 and variance 1, then gain and bias (Ba et al. 2016).</summary>
    LayerNorm,

    /// <summary>Mean square 1, then gain (Zhang and Sennrich 2019).</summary>
    RmsNorm,
}

/// <summary>What a transformer is made of: its sizes and the variants of its parts.</summary>
/// <param name="NVocabulary">Tokens it knows.</param>
/// <param name="NContext">Tokens of a sequence, at most.</param>
/// <param name="DModel">Numbers of an embedding, and of the residual stream.</param>
/// <param name="NLayers">Blocks; 0 leaves embedding and unembedding alone.</param>
/// <param name="NHeads">Query heads of each block.</param>
/// <remarks>Pre-norm blocks, as in GPT-2 and LLaMA: x + attention(norm(x)), then x + mlp(norm(x)).</remarks>
public sealed record TransformerSizes(int NVocabulary, int NContext, int DModel, int NLayers, int NHeads)
{
    /// <summary>Key and value heads; fewer than NHeads: grouped queries.</summary>
    public int NKvHeads { get; init; } = NHeads;

    /// <summary>Numbers of one head's query.</summary>
    public int DHead { get; init; } = NHeads > 0 ? DModel / NHeads : 0;

    /// <summary>Numbers inside each MLP; 0 for a model of attention only.</summary>
    public int DMlp { get; init; }

    /// <summary>What stands between the MLP's two layers.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>What comes before attention, before the MLP and before the unembedding.</summary>
    public NormKind Norm { get; init; }

    /// <summary>Added to the variance before its root, dimensionless.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>How places are told.</summary>
    public Positions Positions { get; init; } = Positions.Learned;

    /// <summary>How slowly the last pairs turn where places are told by <see cref="Positions.Rope"/>.</summary>
    public float RopeBase { get; init; } = 10000;

    /// <summary>Whether projections and MLP add a bias.</summary>
    public bool HasBiases { get; init; }

    /// <summary>Whether the unembedding is the token embedding, transposed (Press and Wolf 2017).</summary>
    public bool TiesUnembedding { get; init; }

    /// <summary>How many numbers a model of these sizes learns at least.</summary>
    internal Int128 LeastCount =>
        (Int128)NVocabulary * DModel + (Int128)NLayers * DModel * 2 * DHead * ((Int128)NHeads + NKvHeads) + (Int128)NLayers * 2 * DModel * DMlp
        + (Positions == Positions.Learned ? (Int128)NContext * DModel : 0);

    /// <exception cref="ArgumentException">Sizes that no model can have.</exception>
    internal TransformerSizes Guarded()
    {
        foreach (var (name, size) in new[] { ("NVocabulary", NVocabulary), ("NContext", NContext), ("DModel", DModel), ("NHeads", NHeads), ("NKvHeads", NKvHeads), ("DHead", DHead) })
            if (size < 1)
                throw new ArgumentException($"{name} must be at least 1: it is {size}. A model needs tokens, heads and numbers.", name);
        if (NLayers < 0 || DMlp < 0)
            throw new ArgumentException($"NLayers and DMlp must not be negative: they are {NLayers} and {DMlp}. Use 0 for none.", nameof(NLayers));
        if (NHeads % NKvHeads != 0)
            throw new ArgumentException($"NHeads must be a multiple of NKvHeads: they are {NHeads} and {NKvHeads}. Each key head serves equally many query heads.", nameof(NKvHeads));
        if (Positions == Positions.Rope && DHead % 2 != 0)
            throw new ArgumentException($"DHead must be even where positions turn pairs: it is {DHead}.", nameof(DHead));
        return this;
    }
}
