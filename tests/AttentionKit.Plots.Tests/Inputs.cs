using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>Every figure there is, made from tokens and numbers that a test chooses.</summary>
internal static class Inputs
{
    /// <summary>The names of the figures of <see cref="Draw"/>.</summary>
    internal static readonly string[] Figures = ["weights", "scores", "values", "temperature", "masks", "context",
        "grid", "heads", "head", "query-key", "tokens", "product", "mixture", "flow", "flow of heads",
        "scores of steps", "cache"];

    internal static readonly AttentionSteps Steps = Attention.Steps(Example.Values, Example.Values * 0.5f,
        Example.Values, Mask.Causal(6));

    internal static Figure Draw(string figure, AttentionSteps steps, IReadOnlyList<string> tokens,
        string? title = null) => figure switch
        {
            "weights" => Heatmap.Weights(steps.Weights, tokens, title: title, mask: Hidden(steps), outlined: 0),
            "scores" => Heatmap.Scores(steps.MaskedScores, tokens, title: title, outlined: 0),
            "values" => Heatmap.Values(steps.Values, tokens, title: title),
            "temperature" => Slider.Temperature(steps.MaskedScores, tokens, title: title),
            "masks" => Slider.Masks(steps.Scores, tokens,
                [("none", null), ("causal", Mask.Causal(steps.Scores.RowCount)),
            ("window", Mask.SlidingWindow(steps.Scores.RowCount, steps.Scores.ColumnCount, 2))], title: title),
            "context" => Slider.ContextLength(steps.MaskedScores, tokens, title),
            "grid" => HeadGrid.Of([Layer(steps), Layer(steps)], tokens, title: title),
            "heads" => HeadView.Of(Layer(steps), tokens, title: title),
            "head" => HeadView.Of(steps, tokens, title: title),
            "query-key" => QueryKeyView.Of(steps, tokens, title: title),
            "tokens" => TokensView.Of(steps, tokens, title: title),
            "product" => ProductView.Scores(steps, tokens, title: title),
            "mixture" => Mixture.Of(steps, tokens, title: title),
            "flow" => FlowDiagram.Of(steps, tokens, x: steps.Queries, outlined: 0, title: title),
            "flow of heads" => FlowDiagram.Of(Layer(steps), tokens, title: title),
            "scores of steps" => ScoresView.Of(steps, tokens, title: title),
            "cache" => KvCacheView.Of(steps.Keys, steps.Values, tokens, title),
            _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, null),
        };

    /// <summary>Four heads, two of which share their keys with each of the others.</summary>
    internal static MultiHeadSteps Layer(AttentionSteps steps)
    {
        var other = steps with { Keys = steps.Keys.Clone(), Weights = Softmax.Rows(steps.MaskedScores * 3) };
        return new(steps.Queries, steps.Queries, [steps, steps, other, other], steps.Output, steps.Output);
    }

    internal static AttentionSteps Of(int nTokens) =>
        Attention.Steps(Numbers(nTokens, 1), Numbers(nTokens, 2), Numbers(nTokens, 3));

    private static Matrix<float> Numbers(int nTokens, int seed) => Matrix<float>.Build.Random(nTokens, 4, seed);

    private static Mask Hidden(AttentionSteps steps) => Mask.Causal(steps.Weights.RowCount);
}
