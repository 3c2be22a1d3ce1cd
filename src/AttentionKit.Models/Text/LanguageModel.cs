namespace AttentionKit.Models;

/// <summary>A transformer that was trained on text, and the tokens that it reads.</summary>
/// <param name="Model">Its vocabulary is the tokenizer's.</param>
/// <param name="Tokenizer">Text to tokens and back.</param>
/// <param name="About">On what it was trained, and how.</param>
public sealed record LanguageModel(Transformer Model, Tokenizer Tokenizer, IReadOnlyDictionary<string, string> About)
{
    private const string MergesName = "merges";

    /// <summary>The tokens of a text, the start before them.</summary>
    /// <param name="text">Not longer than the model's context.</param>
    public IReadOnlyList<int> Tokens(string text) => [Tokenizer.Start, .. Tokenizer.Encode(text)];

    /// <summary>Reads a model that <see cref="Write"/> wrote.</summary>
    /// <param name="stream">Can seek.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="WeightsException">It is broken, or has no merges.</exception>
    public static LanguageModel Read(Stream stream, string name)
    {
        var (model, about) = ModelFile.Read(stream, name);
        if (!about.TryGetValue(MergesName, out var merges))
            throw new WeightsException($"{name} must hold the tokenizer's merges in its metadata: it has {MergesName} nowhere.");
        var tokenizer = Tokenizer.Read(merges);
        return tokenizer.Count == model.Sizes.NVocabulary ? new(model, tokenizer, about)
            : throw new WeightsException($"the merges of {name} must give the model's {model.Sizes.NVocabulary} tokens: they give {tokenizer.Count}.");
    }

    /// <summary>Writes model and tokenizer as one file.</summary>
    /// <param name="path">Replaced if it is there.</param>
    /// <param name="format">How each number is stored.</param>
    public void Write(string path, NumberFormat format = NumberFormat.F16) =>
        ModelFile.Write(path, Model, format, new Dictionary<string, string>(About) { [MergesName] = Tokenizer.Write() });
}
