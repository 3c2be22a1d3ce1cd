using AttentionKit.Models;

namespace AttentionKit.Training;

/// <summary>What the model learns from: stretches of text, and stretches that say the same again.</summary>
/// <param name="text">The tokens to learn.</param>
/// <param name="nVocabulary">Tokens there are.</param>
/// <param name="nContext">Tokens of a sequence.</param>
/// <param name="seed">The same seed gives the same sequences.</param>
/// <remarks>So small a model would need far more text to find out that passages come again. A quarter of the sequences repeat one: half of these
/// words of the text, half tokens in no order, so that only copying helps.</remarks>
internal sealed class Sequences(IReadOnlyList<int> text, int nVocabulary, int nContext, int seed)
{
    private const int ShortestPeriod = 4, FirstWord = 98; // the first token that is no single character

    private readonly Random random = new(seed);

    internal Example[] Batch(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private Example Next() => random.Next(8) switch
    {
        0 => Repeated(Passage, firstTarget: 0),
        1 => Repeated(n => [.. Enumerable.Range(0, n).Select(_ => random.Next(FirstWord, nVocabulary))], firstTarget: 1),
        _ => Example.Next([Tokenizer.Start, .. Passage(nContext)]),
    };

    private int[] Passage(int count)
    {
        var begin = random.Next(text.Count - count);
        return [.. Enumerable.Range(begin, count).Select(i => text[i])];
    }

    /// <summary>A passage again and again; where it can't be known, as tokens in no order can't, its first time is no target.</summary>
    private Example Repeated(Func<int, int[]> passage, int firstTarget)
    {
        var once = passage(random.Next(ShortestPeriod, nContext - ShortestPeriod));
        int[] tokens = [Tokenizer.Start, .. Enumerable.Range(0, nContext).Select(i => once[i % once.Length])];
        return new(tokens[..nContext], [.. Enumerable.Range(0, nContext).Select(i =>
            i >= firstTarget * (once.Length + 1) ? tokens[i + 1] : CrossEntropy.None)]);
    }
}
