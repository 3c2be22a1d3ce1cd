using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>A decoder-only transformer in glass: each run gives every matrix on the way.</summary>
/// <remarks>Vaswani et al. 2017; Radford et al. 2019 (order of norm and block).</remarks>
public sealed class Transformer
{
    private readonly Parameter embedding;     // [nVocabulary × dModel]
    private readonly Parameter? positions;    // [nContext × dModel]
    private readonly Block[] blocks;
    private readonly Norm finalNorm;
    private readonly Parameter? unembedding;  // [dModel × nVocabulary]

    /// <summary>A model that has learned nothing yet.</summary>
    /// <param name="sizes">Its sizes and variants.</param>
    /// <param name="seed">The same seed gives the same numbers.</param>
    /// <exception cref="ArgumentException">Sizes that no model can have.</exception>
    public Transformer(TransformerSizes sizes, int seed = 0)
        : this(sizes, (int?)seed)
    {
    }

    private Transformer(TransformerSizes sizes, int? seed)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Sizes = sizes.Guarded();
        var list = new ParameterList(sizes, seed);
        embedding = list.Embedding("embedding", sizes.NVocabulary);
        positions = sizes.Positions == Positions.Learned ? list.Embedding("positions", sizes.NContext) : null;
        blocks = [.. Enumerable.Range(0, sizes.NLayers).Select(layer => list.Block($"blocks.{layer}"))];
        finalNorm = list.Norm("final_norm");
        unembedding = sizes.TiesUnembedding ? null : list.Weight("unembedding", sizes.DModel, sizes.NVocabulary);
        Parameters = list.All;
    }

    /// <summary>Its sizes and variants.</summary>
    public TransformerSizes Sizes { get; }

    /// <summary>All that it learns, in one fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A model whose parameters are to be filled: all are 0.</summary>
    internal static Transformer Empty(TransformerSizes sizes) => new(sizes, seed: null);

    /// <summary>How many numbers it learns.</summary>
    public long Count => Parameters.Sum(parameter => (long)parameter.Numbers.Length);

    /// <summary>Every step over a sequence, each token seeing itself and its past.</summary>
    /// <param name="tokens">[nTokens], each from 0 to NVocabulary − 1.</param>
    /// <param name="embedding">Changes the embeddings [nTokens × dModel] before the first block; none when null.</param>
    /// <param name="residual">Gets a layer's number and what goes into it [nTokens × dModel], and gives what goes in instead; called for NLayers too:
    /// what goes into the final norm.</param>
    /// <param name="head">Gets the numbers of a layer and a head, and its steps, and gives the steps to go on with: see <see cref="Patch"/>.</param>
    /// <exception cref="ArgumentException">No tokens, more than NContext, or one that is not in the vocabulary.</exception>
    public ModelSteps Run(
        IReadOnlyList<int> tokens,
        Func<Matrix<float>, Matrix<float>>? embedding = null,
        Func<int, Matrix<float>, Matrix<float>>? residual = null,
        Func<int, int, AttentionSteps, AttentionSteps>? head = null)
    {
        var embedded = Embed(tokens, 0);                                              // [nTokens × dModel]
        var x = embedding is null ? embedded : Same(embedded, embedding(embedded), nameof(embedding));
        var layers = new BlockSteps[blocks.Length];
        for (var layer = 0; layer < blocks.Length; layer++)
        {
            var (at, input) = (layer, residual is null ? x : Same(x, residual(layer, x), nameof(residual)));
            layers[layer] = blocks[layer].Steps(input, head is null ? null : (h, steps) => head(at, h, steps));
            x = layers[layer].ResidualOut;
        }
        var last = residual is null ? x : Same(x, residual(blocks.Length, x), nameof(residual));
        return Finish(tokens, embedded, layers, last);
    }

    /// <summary>The next tokens of a sequence: only they are computed, and the caches remember the rest.</summary>
    /// <param name="tokens">[nNew]</param>
    /// <param name="caches">One for each layer, from <see cref="NewCaches"/>; they are extended.</param>
    /// <exception cref="ArgumentException">No tokens, more than fit, one that is not in the vocabulary, or not one cache a layer.</exception>
    public ModelSteps Decode(IReadOnlyList<int> tokens, IReadOnlyList<KvCache> caches)
    {
        Guard(caches);
        var embedded = Embed(tokens, caches.Count == 0 ? 0 : caches[0].NSeen);
        var x = embedded;
        var layers = new BlockSteps[blocks.Length];
        for (var layer = 0; layer < blocks.Length; layer++)
        {
            layers[layer] = blocks[layer].Decode(x, caches[layer]);
            x = layers[layer].ResidualOut;
        }
        return Finish(tokens, embedded, layers, x);
    }

    /// <summary>What <see cref="Decode"/> says comes after the last token, by the fused kernel and without the steps.</summary>
    /// <inheritdoc cref="Decode" path="/param|/exception"/>
    /// <returns>[1 × nVocabulary]: logits.</returns>
    public Matrix<float> Next(IReadOnlyList<int> tokens, IReadOnlyList<KvCache> caches)
    {
        Guard(caches);
        var x = Embed(tokens, caches.Count == 0 ? 0 : caches[0].NSeen);
        for (var layer = 0; layer < blocks.Length; layer++) x = blocks[layer].Next(x, caches[layer]);
        return Unembed(x.SubMatrix(x.RowCount - 1, 1, 0, x.ColumnCount));
    }

    /// <summary>An empty cache for each layer.</summary>
    public IReadOnlyList<KvCache> NewCaches() => [.. blocks.Select(_ => new KvCache(Sizes.NKvHeads))];

    /// <summary>The backward pass: how a loss changes with every parameter.</summary>
    /// <param name="steps">A run of this model without changes.</param>
    /// <param name="logits">[nTokens × nVocabulary]: ∂loss/∂logits.</param>
    /// <exception cref="ArgumentException">The gradient has another shape than the logits.</exception>
    public Gradients Backward(ModelSteps steps, Matrix<float> logits)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Same(steps.Logits, logits, nameof(logits));
        var gradients = new Gradients(Parameters);
        var x = finalNorm.Backward(steps.FinalNorm, BackThroughUnembedding(steps, logits, gradients), gradients);
        for (var layer = blocks.Length - 1; layer >= 0; layer--)
            x = blocks[layer].Backward(steps.Layers[layer], x, gradients);
        AddEmbedding(steps.Tokens, x, gradients);
        return gradients;
    }

    /// <summary>Logits of any residual, as the logit lens reads a layer's (nostalgebraist 2020).</summary>
    /// <param name="residual">[nTokens × dModel]</param>
    /// <returns>[nTokens × nVocabulary]</returns>
    public Matrix<float> Unembed(Matrix<float> residual) => Logits(finalNorm.Steps(residual).Output);

    private void Guard(IReadOnlyList<KvCache> caches)
    {
        ArgumentNullException.ThrowIfNull(caches);
        if (caches.Count != blocks.Length)
            throw new ArgumentException($"caches must hold one cache for each layer: it holds {caches.Count}, NLayers is {blocks.Length}. Take NewCaches().", nameof(caches));
    }

    private ModelSteps Finish(IReadOnlyList<int> tokens, Matrix<float> embedded, BlockSteps[] layers, Matrix<float> residual)
    {
        var norm = finalNorm.Steps(residual);
        return new([.. tokens], embedded, layers, norm, Logits(norm.Output));
    }

    private Matrix<float> Logits(Matrix<float> x) => unembedding is null
        ? MatrixProduct.OfTransposed(x, embedding.Value)
        : MatrixProduct.Of(x, unembedding.Value);

    private Matrix<float> BackThroughUnembedding(ModelSteps steps, Matrix<float> logits, Gradients gradients)
    {
        var x = steps.FinalNorm.Output;
        if (unembedding is null)
        {
            gradients.Add(embedding, MatrixProduct.TransposedOf(logits, x));
            return MatrixProduct.Of(logits, embedding.Value);
        }
        gradients.Add(unembedding, MatrixProduct.TransposedOf(x, logits));
        return MatrixProduct.OfTransposed(logits, unembedding.Value);
    }

    private void AddEmbedding(IReadOnlyList<int> tokens, Matrix<float> x, Gradients gradients)
    {
        float[] rows = gradients.Numbers(embedding), places = positions is null ? [] : gradients.Numbers(positions);
        for (var d = 0; d < Sizes.DModel; d++)
            for (var i = 0; i < tokens.Count; i++)
            {
                rows[d * Sizes.NVocabulary + tokens[i]] += x[i, d];
                if (places.Length > 0) places[d * Sizes.NContext + i] += x[i, d];
            }
    }

    private Matrix<float> Embed(IReadOnlyList<int> tokens, int offset)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count == 0)
            throw new ArgumentException("tokens must hold at least one token: there is none.", nameof(tokens));
        if (offset + tokens.Count > Sizes.NContext)
            throw new ArgumentException($"a sequence must fit NContext: it has {offset + tokens.Count} tokens, NContext is {Sizes.NContext}. Take fewer.", nameof(tokens));
        for (var i = 0; i < tokens.Count; i++)
            if ((uint)tokens[i] >= (uint)Sizes.NVocabulary)
                throw new ArgumentException($"tokens must be numbers from 0 to {Sizes.NVocabulary - 1}: token {i} is {tokens[i]}.", nameof(tokens));
        return Matrix<float>.Build.Dense(tokens.Count, Sizes.DModel, (i, d) => embedding.Value[tokens[i], d] + (positions?.Value[offset + i, d] ?? 0));
    }

    private static Matrix<float> Same(Matrix<float> expected, Matrix<float> given, string name)
    {
        ArgumentNullException.ThrowIfNull(given, name);
        if (given.RowCount != expected.RowCount || given.ColumnCount != expected.ColumnCount)
            throw new ArgumentException($"{name} must be {expected.RowCount}×{expected.ColumnCount}: it is {given.RowCount}×{given.ColumnCount}.", name);
        return given;
    }
}
