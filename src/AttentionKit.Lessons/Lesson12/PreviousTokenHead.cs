using AttentionKit.Lessons.Diagnosis;
using AttentionKit.Models;
using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

public static partial class Check
{
    private const string SupportSentence = "The integration broke after the last update. How do I fix it?";
    private const double ClearlyLooks = .3;

    /// <summary>Open exercise: a head of the lessons' language model that looks back by one.</summary>
    /// <param name="answer">Layer and head, from 0; null while unfilled.</param>
    public static Verdict PreviousTokenHead((int Layer, int Head)? answer) => Progress.Note("find a previous-token head",
        "Take HeadScores.PreviousToken of each head's weights over the sentence: the largest is it.",
        () => JudgePreviousTokenHead(answer));

    private static Verdict JudgePreviousTokenHead((int Layer, int Head)? answer)
    {
        if (answer is not { } given) return new Verdict(Outcome.Open, "your turn",
            "Give a layer and a head, as (1, 0). Which head looks at the token just before?");
        var read = Data.LanguageModel();
        var sizes = read.Model.Sizes;
        if (given.Layer < 0 || given.Layer >= sizes.NLayers || given.Head < 0 || given.Head >= sizes.NHeads)
            return new Verdict(Outcome.Wrong, "no such head",
                $"Layers go from 0 to {sizes.NLayers - 1}, heads from 0 to {sizes.NHeads - 1}: yours is "
                    + $"({given.Layer}, {given.Head}).");
        var tokens = read.Tokens(SupportSentence);
        var weights = read.Model.Run(tokens).Head(given.Layer, given.Head).Weights;
        var (previous, first) = (HeadScores.PreviousToken(weights), HeadScores.FirstToken(weights));
        var figure = Heatmap.Weights(weights, read.Tokenizer.Names(tokens),
            title: $"layer {given.Layer}, head {given.Head}");
        return previous > ClearlyLooks
            ? new Verdict(Outcome.Right, "right", $"It puts {previous:0.00} on the token just before.", figure)
            : first > ClearlyLooks
                ? new Verdict(Outcome.Wrong, "a sink",
                    $"It puts {first:0.00} on the start, and {previous:0.00} on the token just before.", figure)
                : new Verdict(Outcome.Wrong, "it looks elsewhere",
                    $"It puts {previous:0.00} on the token just before. The picture has no line beside the diagonal.",
                    figure);
    }
}
