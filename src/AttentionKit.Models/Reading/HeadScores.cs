using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>What a head looks at, in single numbers between 0 and 1: means of its weights over chosen pairs of places.</summary>
public static class HeadScores
{
    /// <summary>Mean weight on the token just before; the first token, which has none, counts as 0.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    /// <remarks>TransformerLens, head detector.</remarks>
    public static double PreviousToken(Matrix<float> weights) => Mean(weights, (i, j) => j == i - 1);

    /// <summary>Mean weight on the tokens that came after earlier ones like this: where an induction head looks.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    /// <param name="tokens">[nTokens]</param>
    /// <returns>Over the tokens that came before; 0 when none did.</returns>
    /// <remarks>Elhage et al. 2021; Olsson et al. 2022.</remarks>
    public static double Induction(Matrix<float> weights, IReadOnlyList<int> tokens) =>
        OverRepeated(weights, tokens, after: 1);

    /// <summary>Mean weight on earlier tokens like this one.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    /// <param name="tokens">[nTokens]</param>
    /// <returns>Over the tokens that came before; 0 when none did.</returns>
    /// <remarks>Wang et al. 2022, §3 (duplicate token heads).</remarks>
    public static double DuplicateToken(Matrix<float> weights, IReadOnlyList<int> tokens) =>
        OverRepeated(weights, tokens, after: 0);

    /// <summary>Mean weight on the first token, over all others: a sink.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    /// <remarks>Xiao et al. 2023, §3.1.</remarks>
    public static double FirstToken(Matrix<float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.RowCount == 1 ? 0 : Enumerable.Range(1, weights.RowCount - 1).Average(i => weights[i, 0]);
    }

    /// <summary>Mean entropy of the rows, in nats: 0 for a head that looks at one token, ln n for one that looks at n alike.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    public static double Entropy(Matrix<float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return -weights.Enumerate(Zeros.AllowSkip).Where(weight => weight > 0).Sum(weight => weight * Math.Log(weight)) / weights.RowCount;
    }

    /// <summary>Mean distance between a token and what it looks at, in tokens.</summary>
    /// <param name="weights">[nTokens × nTokens]</param>
    public static double Distance(Matrix<float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.EnumerateIndexed(Zeros.AllowSkip).Sum(one => one.Item3 * Math.Abs(one.Item1 - one.Item2)) / weights.RowCount;
    }

    private static double Mean(Matrix<float> weights, Func<int, int, bool> counts)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.EnumerateIndexed(Zeros.AllowSkip).Where(one => counts(one.Item1, one.Item2)).Sum(one => one.Item3) / weights.RowCount;
    }

    private static double OverRepeated(Matrix<float> weights, IReadOnlyList<int> tokens, int after)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tokens);
        if (weights.RowCount != tokens.Count || weights.ColumnCount != tokens.Count)
            throw new ArgumentException($"weights must have one row and one column for each token: weights is {weights.RowCount}×{weights.ColumnCount}, there are {tokens.Count} tokens.", nameof(weights));
        var (sum, n) = (0.0, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            var before = Enumerable.Range(0, i).Where(j => tokens[j] == tokens[i]).ToArray();
            sum += before.Sum(j => weights[i, j + after]);
            n += before.Length > 0 ? 1 : 0;
        }
        return n == 0 ? 0 : sum / n;
    }
}
