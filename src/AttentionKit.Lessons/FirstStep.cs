using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <summary>For a mistake that has no name: the step of attention at which a wrong result departs from the right one, as far as its numbers tell.</summary>
/// <remarks>A learner's function shows its result only. But each step leaves a trace in it: a division makes rows sum to 1,
/// a mask makes zeros, a mixture stays between the values. The first trace that is missing gives the step away.</remarks>
internal static class FirstStep
{
    private const float Tolerance = 1e-3f;

    /// <summary>Of scores: a common factor is the scale's, all else the dot products'.</summary>
    /// <param name="yours">[nQueries × nKeys]</param>
    /// <param name="right">[nQueries × nKeys]</param>
    internal static string OfScores(Matrix<float> yours, Matrix<float> right)
    {
        var factor = yours.Enumerate().Zip(right.Enumerate(), (y, r) => y * r).Sum() / right.Enumerate().Sum(r => r * r);
        return factor != 0 && !(yours - (right * factor)).Exists(rest => !(Math.Abs(rest) <= Tolerance)) // "not at most": true for NaN
            ? FormattableString.Invariant($"The dot products are right, and the scale is not: every entry is {factor:0.###} times what it must be.")
            : "It departs in the dot products, before any scale: no common factor makes it right.";
    }

    /// <summary>Of weights: the rows' sums are the softmax's, the zeros are the mask's, all else comes before.</summary>
    /// <param name="yours">[nQueries × nKeys]</param>
    /// <param name="right">[nQueries × nKeys]</param>
    internal static string OfWeights(Matrix<float> yours, Matrix<float> right)
    {
        if (right.Exists(weight => weight == 0) && AtTheMask(yours, right) is { } mask) return mask;
        for (var i = 0; i < right.RowCount; i++)
            if (!(Math.Abs(yours.Row(i).Sum() - right.Row(i).Sum()) <= Tolerance))
                return FormattableString.Invariant($"It departs in the softmax: row {i} sums to {yours.Row(i).Sum():0.00}, and must sum to {right.Row(i).Sum():0}.");
        return "Its rows sum as they must, so the division by the sum is right: it departs before that, in the scores or in exp.";
    }

    private static string? AtTheMask(Matrix<float> yours, Matrix<float> right)
    {
        for (var i = 0; i < right.RowCount; i++)
            for (var j = 0; j < right.ColumnCount; j++)
                if (right[i, j] == 0 && yours[i, j] != 0)
                    return FormattableString.Invariant($"It departs at the mask: row {i} gives {yours[i, j]:0.00} to column {j}, which is hidden.");
                else if (right[i, j] > Tolerance && yours[i, j] == 0)
                    return $"It departs at the mask: row {i} gives nothing to column {j}, which it may see.";
        return null;
    }

    /// <summary>Of an output: what lies beyond all values is the mix's, all else the weights'.</summary>
    /// <param name="yours">[nQueries × dValue]</param>
    /// <param name="values">[nKeys × dValue]</param>
    internal static string OfOutput(Matrix<float> yours, Matrix<float> values)
    {
        for (var i = 0; i < yours.RowCount; i++)
            for (var c = 0; c < yours.ColumnCount; c++)
            {
                float low = values.Column(c).Minimum(), high = values.Column(c).Maximum();
                if (!(yours[i, c] >= low - Tolerance && yours[i, c] <= high + Tolerance))
                    return FormattableString.Invariant($"It departs in the mix: entry [{i}, {c}] is {yours[i, c]:0.00}, and column {c} of the values goes from {low:0.00} to {high:0.00}. No weights that sum to 1 give that.");
            }
        return "It lies between the values, as a mixture must: it departs before the mix, in the weights.";
    }
}
