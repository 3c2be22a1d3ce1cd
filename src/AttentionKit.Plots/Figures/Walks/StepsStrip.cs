using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Attention step by step in one figure: all matrices in a strip, and below it the one that the slider
/// chooses, with its formula.</summary>
/// <remarks>The steps of scaled dot-product attention: Vaswani et al. 2017, §3.2.1.</remarks>
public static class StepsStrip
{
    /// <summary>Walks from queries, keys and values to the output: keys Left and Right step too.</summary>
    /// <param name="steps">What <see cref="Attention.Steps"/> gave.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="x">[nQueries × dModel]: the embeddings, as a first step. They are left out when null.</param>
    /// <param name="featureNames">One a column of <paramref name="x"/>; their numbers from 0 when null.</param>
    /// <param name="outlined">The query, from 0, that is outlined in every step.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The tokens don't match the matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no query of that number.</exception>
    public static Figure Of(AttentionSteps steps, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, Matrix<float>? x = null, IReadOnlyList<string>? featureNames = null,
        int outlined = 0, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Row(outlined, steps.Queries.RowCount, nameof(outlined));
        title ??= "Attention, step by step";
        var walk = AttentionStep.Walk(steps, queryTokens, keyTokens, x, featureNames, outlined);
        var charts = new StepsStripChart(walk, title).Charts;
        var first = new View(charts[0], CaptionOf(walk, outlined),
            string.Concat(walk.Select(step => HtmlTable.Of(step.Data, step.Formula))),
            string.Join("\n\n", walk.Select(step => $"{step.Formula}\n{TextTable.Of(step.Data)}")));
        View[] others = [.. walk.Skip(1)
            .Select((step, i) => new View(charts[1 + i], CaptionOf(step), HtmlTable.Of(step.Data, step.Formula), ""))];
        return Figure.Of("step", [.. walk.Select(step => step.Name)], 0, [first, .. others], hasPicture: false);
    }

    private static Caption CaptionOf(AttentionStep step) => new($"{step.Formula}.", $" {Heatmap.CaptionOf(step.Data)}");

    private static Caption CaptionOf(IReadOnlyList<AttentionStep> walk, int outlined) =>
        new($"The slider walks through {walk.Count} steps: {string.Join(", ", walk.Select(step => step.Name))}.",
            $" The row of “{walk[0].Data.Rows[outlined]}” is outlined wherever a row is a query. In the weights: {Heatmap.CaptionOf(walk[^2].Data with { Outlined = null })}");
}
