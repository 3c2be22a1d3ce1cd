using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    private const int Nowhere = -1;
    private static readonly int[] s_saidTwice = [3, 0, 2, 1, 3, 0, 2, 1, 3, 0];

    /// <summary>Exercise: at which place an induction head looks from each place.</summary>
    /// <param name="looks">Takes tokens, gives as many places, −1 where there is none; null while unfilled.</param>
    /// <remarks>Olsson et al. 2022.</remarks>
    public static Verdict InductionLooks(Func<int[], int[]?> looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        return Inducing.Judge((said, _) => looks([.. said.Tokens]) is { } places
            ? Matrix<float>.Build.Dense(1, places.Length, (_, i) => places[i]) : null);
    }

    /// <summary>Tokens, and of each place the one like it that was found.</summary>
    private sealed record Said(int[] Tokens)
    {
        internal int[] Found { get; init; } = [];

        internal Said Finds(Func<int, int> place) => this with { Found = [.. Tokens.Select((_, i) => place(i))] };

        internal Said Moves(int by) => this with { Found = [.. Found.Select(at => at == Nowhere ? at : at + by)] };
    }

    private static Exercise<Said> Inducing => new(
        "where an induction head looks",
        "Fill in Looks: for each place, the place after the latest earlier token that is the same; −1 where there is "
            + "none.",
        "For each i, go back from i − 1 until tokens[j] is tokens[i]: the answer is j + 1. If you reach the start, it "
            + "is −1.",
        "The head finds the same token, and looks one further: at what came next, last time.",
        new Said(s_saidTwice),
        Pipeline<Said, Said>.Of(new(said => said.Finds(i => Array.LastIndexOf(said.Tokens[..i], said.Tokens[i])),
            new("the first, not the latest", "Where a token came several times, yours is the first of them. The latest "
                + "one is the nearest: go back from i − 1.",
                said => said.Finds(i => Array.IndexOf(said.Tokens[..i], said.Tokens[i]))),
            new("a token finds itself", "Your search starts at i, where it finds the token itself. Earlier ones are "
                + "asked for: start at i − 1.", said => said.Finds(i => i))))
            .Then(new Step<Said, Said>(said => said.Moves(1),
                new("the same token, not the one after it", "That is where a duplicate-token head looks: at the earlier "
                    + "token itself. What came next stands one place further.", said => said),
                new("the token before, not the one after", "You went one place back. What came next stands one place "
                    + "further: j + 1.", said => said.Moves(-1))))
            .Then(new Step<Said, Numbers>(said => Places(said.Found, Nowhere),
                new("0 where there is none", "Place 0 is a token like any other. Where nothing is found, say −1.",
                    said => Places(said.Found, 0)),
                new("tokens, not places", "These are the tokens that stand there. A head looks at a place: j + 1, not "
                    + "tokens[j + 1].", said => Places([.. said.Found.Select(at =>
                        at < 0 || at >= said.Tokens.Length ? at : said.Tokens[at])], Nowhere)))))
    {
        Close = new(0),
        Draw = (random, _) => new Said([.. Enumerable.Range(0, random.Next(7, 13)).Select(_ => random.Next(5))]),
        Shown = said => $"tokens = [{string.Join(", ", said.Tokens)}]",
        Row = (_, _) => "places",
        Figure = places => Heatmap.Weights(
            Matrix<float>.Build.Dense(places.ColumnCount, places.ColumnCount, (i, j) => places[0, i] == j ? 1 : 0),
            [.. s_saidTwice.Select(token => $"{(char)('A' + token)}")],
            title: "where an induction head looks, by your code"),
    };

    private static Numbers Places(int[] found, int nowhere) =>
        Numbers.Build.Dense(1, found.Length, (_, i) => found[i] < 0 ? nowhere : found[i]);
}
