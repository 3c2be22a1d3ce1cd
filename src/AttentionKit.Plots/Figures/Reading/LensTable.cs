using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>What a model would say after each layer: a row per layer, a column per token, in each cell the token that it
/// finds likeliest next.</summary>
/// <remarks>The field calls it a logit lens (nostalgebraist 2020).</remarks>
public static class LensTable
{
    private const int LongestWord = 8, MostColumnsOfLongWords = 8;

    /// <summary>Shows words on the colours of their probabilities.</summary>
    /// <param name="probabilities">[nRows × nTokens], 0 … 1: of the word in each cell.</param>
    /// <param name="words">One per cell, row by row.</param>
    /// <param name="rowNames">One per row: "layer 0", for example.</param>
    /// <param name="tokens">One per column: what the model has read there.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There are no probabilities, or words, rows or tokens don't match
    /// them.</exception>
    public static Figure Of(Matrix<float> probabilities, IReadOnlyList<IReadOnlyList<string>> words,
        IReadOnlyList<string> rowNames, IReadOnlyList<string> tokens, string? title = null)
    {
        Guard.Filled(probabilities, nameof(probabilities));
        var rows = Guard.Rows(probabilities, rowNames, nameof(rowNames));
        var columns = Guard.Columns(probabilities, tokens, nameof(tokens));
        ArgumentNullException.ThrowIfNull(words);
        if (words.Count != rows.Count || words.Any(row => row.Count != columns.Count))
            throw new ArgumentException($"words must hold {rows.Count} rows of {columns.Count}, as the probabilities "
                + $"do: it holds {words.Count} rows of {string.Join(", ", words.Select(row => row.Count).Distinct())}.",
                nameof(words));
        return Heatmap.Draw(new(probabilities, rows, columns, ColorScale.Sequential)
        {
            RowAxis = "read after",
            ColumnAxis = "token",
            Unit = "probability",
            About = "In each cell the token that is likeliest to come next, if the model stopped after the layer of its "
                + "row; the darker, the surer.",
            IsShare = true,
            Superlative = "Surest",
            Rank = (probability, _) => probability,
            Sentence = "{0}, at “{1}”: {2}",
            Word = (row, column) => Short(words[row][column],
                columns.Count > MostColumnsOfLongWords ? LongestWord - 3 : LongestWord),
        }, title ?? "What each layer would say next");
    }

    private static string Short(string word, int longest) =>
        TokenLabel.Visible(word) is var seen && seen.Length > longest ? seen[..(longest - 1)] + "…" : seen;
}
