namespace AttentionKit.Models;

/// <summary>Sequences whose second part can be told from the first: what an induction head is for.</summary>
/// <remarks>Olsson et al. 2022, §"induction heads"; the tokens of a period are distinct, so that each has one successor.</remarks>
public static class RepeatedSequences
{
    /// <summary>Distinct tokens, again and again, with a period drawn anew for each sequence.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="nVocabulary">Tokens to draw from.</param>
    /// <param name="nTokens">Length of the sequence.</param>
    /// <param name="shortest">The shortest period.</param>
    /// <param name="longest">The longest period; at most nVocabulary and less than nTokens.</param>
    /// <returns>Targets only where the past tells the next token: where this token was seen before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Periods that don't fit.</exception>
    public static Example Next(Random random, int nVocabulary = 16, int nTokens = 24, int shortest = 5, int longest = 12)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (shortest < 1 || longest < shortest || longest > nVocabulary || longest >= nTokens)
            throw new ArgumentOutOfRangeException(nameof(longest), longest, $"periods must fit: 1 ≤ shortest ≤ longest ≤ nVocabulary, longest < nTokens; shortest is {shortest}, longest is {longest}, nVocabulary is {nVocabulary}, nTokens is {nTokens}.");
        var period = random.Next(shortest, longest + 1);
        var distinct = Enumerable.Range(0, nVocabulary).ToArray();
        random.Shuffle(distinct);
        var tokens = Enumerable.Range(0, nTokens + 1).Select(i => distinct[i % period]).ToArray();
        return new(tokens[..nTokens], [.. Enumerable.Range(0, nTokens).Select(i => i >= period ? tokens[i + 1] : CrossEntropy.None)]);
    }
}
