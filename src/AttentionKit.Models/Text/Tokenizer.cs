using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AttentionKit.Models;

/// <summary>Text to tokens and back: characters, of which the pairs that came most often in a text became tokens.</summary>
/// <remarks>Sennrich et al. 2016, algorithm 1, within words as in GPT-2: a word keeps the space before it. Token 0 starts a text, tokens 1 to 96
/// are line feed and the printable characters of ASCII; any other character becomes a question mark.</remarks>
public sealed partial class Tokenizer
{
    /// <summary>The token before every text: a place to look at when there is nothing to find.</summary>
    public const int Start = 0;

    private const string Characters =
        "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private readonly (int Left, int Right)[] merges;
    private readonly Dictionary<(int, int), int> merged;
    private readonly string[] texts;

    internal Tokenizer(IReadOnlyList<(int Left, int Right)> merges)
    {
        this.merges = [.. merges];
        var first = Characters.Length + 1;
        texts = ["", .. Characters.Select(character => character.ToString()), .. merges.Select(_ => "")];
        merged = [];
        foreach (var (i, pair) in merges.Index())
        {
            if (pair.Left < 1 || pair.Left >= first + i || pair.Right < 1 || pair.Right >= first + i || !merged.TryAdd(pair, first + i))
                throw new WeightsException($"merge {i} must be a new pair of tokens from 1 to {first + i - 1}: it is {pair.Left} and {pair.Right}.");
            texts[first + i] = texts[pair.Left] + texts[pair.Right];
        }
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => texts.Length;

    /// <summary>The tokens of a text; it has no start.</summary>
    /// <param name="text">Any text, of any length.</param>
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = new Dictionary<string, int[]>(StringComparer.Ordinal);
        List<int> tokens = [];
        foreach (var piece in Pieces(text))
            tokens.AddRange(known.TryGetValue(piece, out var before) ? before : known[piece] = Merged(piece));
        return tokens;
    }

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">Each from 0 to Count − 1; the start has no text.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token that there is not.</exception>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return string.Concat(tokens.Select(token => (uint)token < (uint)Count ? texts[token]
            : throw new ArgumentOutOfRangeException(nameof(tokens), token, $"tokens must be numbers from 0 to {Count - 1}: one is {token}.")));
    }

    /// <summary>What a figure calls each token: its text, without the space before a word.</summary>
    /// <param name="tokens">Each from 0 to Count − 1.</param>
    public IReadOnlyList<string> Names(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return [.. tokens.Select(token => Decode([token]) is var text && token == Start ? "<start>" : text.Trim(' ') is { Length: > 0 } word ? word : text)];
    }

    /// <summary>The tokenizer that a text gives.</summary>
    /// <param name="text">Long enough to hold pairs that come twice.</param>
    /// <param name="nTokens">Start and characters, 97, and as many merged pairs as make up this number.</param>
    internal static Tokenizer Learn(string text, int nTokens)
    {
        var characters = new Tokenizer([]);
        var words = Pieces(text).GroupBy(piece => piece, StringComparer.Ordinal)
            .Select(group => (Tokens: characters.Merged(group.Key), Count: group.Count())).ToArray();
        List<(int Left, int Right)> merges = [];
        for (var token = characters.Count; token < nTokens; token++)
        {
            var counts = new Dictionary<(int, int), int>();
            foreach (var (tokens, count) in words)
                for (var i = 1; i < tokens.Length; i++)
                    counts[(tokens[i - 1], tokens[i])] = counts.GetValueOrDefault((tokens[i - 1], tokens[i])) + count;
            var most = counts.MaxBy(pair => (pair.Value, pair.Key)).Key;
            merges.Add(most);
            for (var w = 0; w < words.Length; w++) words[w].Tokens = Joined(words[w].Tokens, most, token);
        }
        return new(merges);
    }

    /// <summary>The merges as a text, in their order.</summary>
    internal string Write() => string.Join(' ', merges.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Left},{pair.Right}")));

    /// <exception cref="WeightsException">The text is not what <see cref="Write"/> wrote.</exception>
    internal static Tokenizer Read(string text) => new([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        pair.Split(',') is [var left, var right] && int.TryParse(left, CultureInfo.InvariantCulture, out var a) && int.TryParse(right, CultureInfo.InvariantCulture, out var b)
            ? (a, b) : throw new WeightsException($"a merge must be two numbers with a comma between them: one is \"{pair}\"."))]);

    private int[] Merged(string piece)
    {
        int[] tokens = [.. piece.Select(character => 1 + Characters.IndexOf(character, StringComparison.Ordinal))];
        while (true)
        {
            var (first, pair) = (int.MaxValue, (0, 0));
            for (var i = 1; i < tokens.Length; i++)
                if (merged.TryGetValue((tokens[i - 1], tokens[i]), out var token) && token < first)
                    (first, pair) = (token, (tokens[i - 1], tokens[i]));
            if (first == int.MaxValue) return tokens;
            tokens = Joined(tokens, pair, first);
        }
    }

    private static int[] Joined(int[] tokens, (int Left, int Right) pair, int token)
    {
        var joined = new List<int>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
            if (i + 1 < tokens.Length && (tokens[i], tokens[i + 1]) == pair) joined.Add((token, i++).token);
            else joined.Add(tokens[i]);
        return [.. joined];
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var known = new StringBuilder(text).Replace("\r\n", "\n");
        for (var i = 0; i < known.Length; i++)
            if (!Characters.Contains(known[i])) known[i] = '?';
        return Piece().Matches(known.ToString()).Select(match => match.Value);
    }

    [GeneratedRegex(" ?[A-Za-z]+| ?[0-9]| ?[^A-Za-z0-9\\s]|\\s")]
    private static partial Regex Piece();
}
