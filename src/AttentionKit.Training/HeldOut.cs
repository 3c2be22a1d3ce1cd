using AttentionKit.Models;

namespace AttentionKit.Training;

/// <summary>How well a model knows text that it has not learned.</summary>
internal static class HeldOut
{
    /// <summary>Σ −log₂ p(token) / bytes, each stretch of a whole context read on its own.</summary>
    internal static double BitsPerByte(Transformer model, Tokenizer tokenizer, string text)
    {
        var (bits, bytes) = (0.0, 0);
        foreach (var part in tokenizer.Encode(text).Chunk(model.Sizes.NContext))
        {
            var example = Example.Next([Tokenizer.Start, .. part]);
            bits += CrossEntropy.Of(model.Run(example.Tokens).Logits, example.Targets).Loss * part.Length / Math.Log(2);
            bytes += tokenizer.Decode(part).Length;
        }
        return bits / bytes;
    }
}
