using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <remarks>Here: lesson 04.</remarks>
public partial class ExerciseTests
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>Where see is false, the entry is replaced.</summary>
    private static Matrix<float> Where(Matrix<float> m, Func<int, int, bool> see, float instead = Hidden) => Loop(m.RowCount, m.ColumnCount, (i, j) => see(i, j) ? m[i, j] : instead);

    private static Matrix<float> Stable(Matrix<float> s) => Rowwise(s, StableRow);

    private static Matrix<float> Plain(Matrix<float> s) => Rowwise(s, row => Share([.. row.Select(MathF.Exp)]));

    [Fact]
    public void CausalWeights_KnowsItsMistakes()
    {
        const string late = "masked after softmax, then renormalised";
        Open(Check.CausalWeights(_ => null));
        Right(Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i))));
        Right(Check.CausalWeights(s => Plain(Where(s, (i, j) => j <= i)))); // overflow is lesson 03's
        Right(Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i, -1e9f)))); // no row is without anything to see
        Wrong(Check.CausalWeights(s => Where(Stable(s), (i, j) => j <= i, 0)), "the mask comes after softmax, and nothing is renormalised", "Your rows sum to 0.11, 0.28, 0.67, 0.37, 0.76, 1.00");
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i, 0))), "0 in place of −∞", "puts 0.17 on \"mat\"");
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j >= i))), "the mask is inverted", "0.00, 0.00, 0.00, 0.00, 0.00, 1.00");
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j > i))), "the mask is inverted", "0.00, 0.00, 0.00, 0.00, 0.00, 0.00");
        Wrong(Check.CausalWeights(s => Plain(Where(s, (i, j) => j > i))), "the mask is inverted", "NaN");
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j < i))), "the diagonal is hidden", "Your row of \"The\" is 0.00, 0.00", "not j < i");
        Wrong(Check.CausalWeights(s => Plain(Where(s, (i, j) => j < i))), "the diagonal is hidden", "NaN");
        Wrong(Check.CausalWeights(Stable), "nothing is hidden", "puts 0.24 on \"mat\"");
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i).Transpose()).Transpose()), "softmax over the wrong axis", "Your columns sum to 1");
        Wrong(Check.CausalWeights(s => Where(s, (i, j) => j <= i)), "masked scores, not weights");
        Wrong(Check.CausalWeights(s => Rowwise(Where(Stable(s), (i, j) => j <= i, 0), Share)), late, "0 / 0");
        Wrong(Check.CausalWeights(s => Rowwise(Where(Stable(s), (i, j) => j <= i, 0), row => row.Sum() > 0 ? Share(row) : row)), late);
        Wrong(Check.CausalWeights(s => Stable(Where(s, (i, j) => j <= i, -10))), "not yet", "It departs at the mask: row 0 gives 0.20 to column 1, which is hidden");
        Wrong(Check.CausalWeights(s => s.RemoveRow(0)), "another shape");
        Wrong(Check.CausalWeights(s => s * 2), "not yet", "[0, 0]");
        Wrong(Check.CausalWeights(s => { s[6, 0] = 0; return s; }), "your code stopped before it had a result", "limits of your loops");
    }

    [Fact]
    public void PaddedWeights_KnowsItsMistakes()
    {
        const string queries = "padding hides queries, not keys", nan = "a row with nothing to see gives NaN";
        Open(Check.PaddedWeights((_, _) => null));
        Right(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length))));
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (i, _) => i < length))), queries, "still puts 0.27 on the padding", "must not be looked at");
        Wrong(Check.PaddedWeights((s, length) => Plain(Where(s, (i, _) => i < length))), queries);
        Wrong(Check.PaddedWeights((s, length) => Where(Stable(Where(s, (_, j) => j < length)), (i, _) => i < length, 0)), "padding hides queries too", "harms nobody");
        Wrong(Check.PaddedWeights((s, length) => Where(Stable(s), (_, j) => j < length, 0)), "the mask comes after softmax, and nothing is renormalised", "Your rows sum to 0.64");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length, 0))), "0 in place of −∞", "on the padding: exp(0) = 1");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j >= length))), "the mask is inverted");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length - 1))), "one key too few");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j <= length))), "one key too many");
        Wrong(Check.PaddedWeights((s, _) => Stable(s)), "nothing is hidden", "0.27 on the padding");
        Wrong(Check.PaddedWeights((s, length) => Plain(Where(s, (_, j) => j < length))), nan, "0 / 0");
        Wrong(Check.PaddedWeights((s, length) => Rowwise(Where(s, (_, j) => j < length), row => Share([.. row.Select(x => MathF.Exp(x - row.Max()))]))), nan);
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length, -1e9f))), "a low number in place of −∞", "0.17 each");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s, (_, j) => j < length, float.MinValue))), "a low number in place of −∞");
        Wrong(Check.PaddedWeights((s, length) => Stable(s.SubMatrix(0, s.RowCount, 0, length))), "another shape");
        Wrong(Check.PaddedWeights((s, length) => Stable(Where(s.SubMatrix(0, 1, 0, 6), (_, j) => j < length))), "another shape", "Your result is 1×6; it must be 6×6.");
    }

    private static bool[,] See(int nQueries, int nKeys, Func<int, int, bool> see)
    {
        var mask = new bool[nQueries, nKeys];
        for (var i = 0; i < nQueries; i++)
            for (var j = 0; j < nKeys; j++)
                mask[i, j] = see(i, j);
        return mask;
    }

    [Fact]
    public void MaskOfNewTokens_KnowsItsMistakes()
    {
        Open(Check.MaskOfNewTokens((_, _) => null));
        Right(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j <= i + nk - nq)));
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nk, nq, (j, i) => j <= i + nk - nq)), "the mask is transposed", "gave a mask of 6×2");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nk, nq, (i, j) => j <= i)), "the mask is transposed", "[nQueries × nKeys]");
        Wrong(Check.MaskOfNewTokens((nq, nk) => nq == nk ? See(nq, nk, (i, j) => i <= j) : See(nq, nk, (i, j) => j <= i + nk - nq)), "the mask is transposed", "changed places");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j <= i)), "the cached past is forgotten", "i + (nKeys − nQueries)");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j < i + nk - nq)), "the diagonal is hidden");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j > i + nk - nq)), "the mask is inverted");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (i, j) => j >= i + nk - nq)), "the mask is inverted");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (_, _) => true)), "nothing is hidden");
        Wrong(Check.MaskOfNewTokens((nq, nk) => See(nq, nk, (_, _) => false)), "not yet", "yours is 0, it must be 1");
        Wrong(Check.MaskOfNewTokens((nq, _) => See(nq, nq, (i, j) => j <= i)), "another shape", "Your result is 2×2; it must be 2×6.");
        Wrong(Check.MaskOfNewTokens((nq, nk) => { var m = new bool[nq, nk]; m[nq, 0] = true; return m; }), "your code stopped before it had a result", "limits of your loops");
    }

    [Fact]
    public void CannotReach_SeesTheWayThroughOtherTokens()
    {
        Open(Check.CannotReach("mat", "cat", null));
        Right(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j == 1 && i > 1))));
        Right(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => i == j)));
        Assert.Contains("you hid 4 entries", Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j is > 0 and < 5 && i == 5))).Explanation);
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i)), "\"cat\" still reaches \"mat\"", "\"cat\", \"sat\", \"on\", \"the\", \"mat\" saw");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(i == 5 && j == 1))), "\"cat\" still reaches \"mat\"", "moves the output of \"mat\" by 0.", "\"sat\", \"on\", \"the\" saw \"cat\"");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j == 1 && i is 2 or 3 or 5))), "\"cat\" still reaches \"mat\"", "saw that token");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (_, _) => false)), "the diagonal is hidden", "must still see itself");
        Wrong(Check.CannotReach("mat", "cat", See(2, 6, (_, _) => true)), "another shape", "Your mask is 2×6; it must be 6×6");
        Assert.StartsWith("the token must be one of The, cat, sat, on, the, mat: it is \"dog\".", Assert.Throws<ArgumentException>(() => Check.CannotReach("dog", "cat", null)).Message);
    }
}
