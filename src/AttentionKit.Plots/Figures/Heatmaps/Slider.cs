using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>Figures with a slider. All positions are in the figure, so that it moves in an exported page too, with no
/// kernel behind it.</summary>
/// <remarks>The field's words: softmax temperature (Hinton et al. 2015, §2), attention mask, context length.</remarks>
public static class Slider
{
    private const int MostLengths = 16;
    internal static readonly float[] Temperatures = [0.1f, 0.25f, 0.5f, 1, 2, 4, 10];

    /// <summary>Attention weights at temperatures from 0.1 to 10: softmax(scores / temperature).</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless. −∞ hides a key.</param>
    /// <param name="queryTokens">One a row.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The scores are empty, or the tokens don't match their shape.</exception>
    public static Figure Temperature(Matrix<float> scores, IReadOnlyList<string> queryTokens,
        IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Of("temperature", [.. Temperatures.Select(temperature => Numbers.Text(temperature))],
            Array.IndexOf(Temperatures, 1), title ?? "Attention weights at each temperature",
            [.. Temperatures.Select(temperature =>
                Labelled.WeightsFrom(scores / temperature, queryTokens, keyTokens))]);
    }

    /// <summary>Attention weights under one mask after the other: softmax(mask(scores)). What a mask hides is
    /// hatched.</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless, not masked yet.</param>
    /// <param name="queryTokens">One a row.</param>
    /// <param name="masks">Their names and the masks, each [nQueries × nKeys]; null stands for no mask. The first is
    /// shown first.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The scores are empty, the tokens or a mask don't match their shape, or there
    /// is no mask.</exception>
    public static Figure Masks(Matrix<float> scores, IReadOnlyList<string> queryTokens,
        IReadOnlyList<(string Name, Mask? Mask)> masks, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0) throw new ArgumentException(
            "masks must hold at least one mask: it is empty. Give their names and masks, null for none.",
            nameof(masks));
        return Of("mask", [.. masks.Select(mask => mask.Name)], 0, title ?? "Attention weights under each mask",
            [.. masks.Select(mask => Labelled.WeightsFrom(mask.Mask?.Apply(scores) ?? scores, queryTokens,
                keyTokens))]);
    }

    /// <summary>Attention weights while the context grows: the first token alone, then two, up to all. At most 16
    /// lengths.</summary>
    /// <param name="scores">[nTokens × nTokens], dimensionless. −∞ hides a key.</param>
    /// <param name="tokens">One a row, and one a column.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The scores are empty or not square, or the tokens don't match
    /// them.</exception>
    public static Figure ContextLength(Matrix<float> scores, IReadOnlyList<string> tokens, string? title = null)
    {
        Guard.Filled(scores, nameof(scores));
        Guard.Columns(scores, tokens, nameof(tokens));
        int n = scores.RowCount, count = Math.Min(n, MostLengths);
        int[] lengths = [.. Enumerable.Range(1, count).Select(i => (int)Math.Ceiling((double)i * n / count))];
        return Of("tokens in the context", [.. lengths.Select(length => Numbers.Text(length))], count - 1, title
            ?? "Attention weights as the context grows",
            [.. lengths.Select(length => Labelled.WeightsFrom(FirstTokens(scores, length), tokens, null))]);
    }

    /// <summary>Attention weights one after the other: a head at each step of a training, for example.</summary>
    /// <param name="name">What the slider sets.</param>
    /// <param name="positions">Their names, and the weights, each [nQueries × nKeys]. The last is shown first.</param>
    /// <param name="queryTokens">One a row.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There are no positions, or the tokens don't match the weights of
    /// one.</exception>
    public static Figure Weights(string name, IReadOnlyList<(string Name, Matrix<float> Weights)> positions,
        IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) throw new ArgumentException(
            "positions must hold at least one matrix of weights: it is empty. Give their names and weights.",
            nameof(positions));
        return Of(name, [.. positions.Select(position => position.Name)], positions.Count - 1, title
            ?? $"Attention weights at each {name}",
            [.. positions.Select(position => Labelled.Weights(position.Weights, queryTokens, keyTokens, null))]);
    }

    private static Matrix<float> FirstTokens(Matrix<float> scores, int length) =>
        scores.MapIndexed((i, j, score) => i < length && j < length ? score : float.NegativeInfinity);

    private static Figure Of(string name, string[] labels, int active, string title, LabelledMatrix[] matrices)
    {
        View[] views = Array.ConvertAll(matrices, matrix => Heatmap.ViewOf(matrix, title));
        if (views.Length == 1) return Figure.Of(views[0]);
        return Figure.Of(name, labels, active, [.. views.Select((view, i) => view with
        {
            Caption = new(
                $"The slider sets the {name} ({Positions(labels)}); the numbers here are for {labels[i]}.",
                    $" {view.Caption}"),
        })]);
    }

    private static string Positions(string[] labels) =>
        float.TryParse(labels[0], out _) ? $"from {labels[0]} to {labels[^1]}" : string.Join(", ", labels);
}
