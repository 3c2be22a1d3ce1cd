using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <remarks>Here: lesson 04.</remarks>
public partial class ExerciseTests
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>Where see is false, the entry is replaced.</summary>
    private static Matrix<float> Where(Matrix<float> m, Func<int, int, bool> see, float instead = Hidden) =>
        Loop(m.RowCount, m.ColumnCount, (i, j) => see(i, j) ? m[i, j] : instead);

    private static Matrix<float> Stable(Matrix<float> s) => Rowwise(s, StableRow);

    private static Matrix<float> Plain(Matrix<float> s) => Rowwise(s, row => Share([.. row.Select(MathF.Exp)]));

    private static bool[,] See(int nQueries, int nKeys, Func<int, int, bool> see)
    {
        var mask = new bool[nQueries, nKeys];
        for (var i = 0; i < nQueries; i++)
            for (var j = 0; j < nKeys; j++)
                mask[i, j] = see(i, j);
        return mask;
    }

    [Fact]
    public void CannotReach_SeesTheWayThroughOtherTokens()
    {
        Open(Check.CannotReach("mat", "cat", null));
        Right(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j == 1 && i > 1))));
        Right(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => i == j)));
        Assert.Contains("you hid 4 entries",
            Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j is > 0 and < 5 && i == 5))).Explanation);
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i)), "\"cat\" still reaches \"mat\"",
            "\"cat\", \"sat\", \"on\", \"the\", \"mat\" saw");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(i == 5 && j == 1))),
            "\"cat\" still reaches \"mat\"", "moves the output of \"mat\" by 0.",
            "\"sat\", \"on\", \"the\" saw \"cat\"");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (i, j) => j <= i && !(j == 1 && i is 2 or 3 or 5))),
            "\"cat\" still reaches \"mat\"", "saw that token");
        Wrong(Check.CannotReach("mat", "cat", See(6, 6, (_, _) => false)), "the diagonal is hidden",
            "must still see itself");
        Wrong(Check.CannotReach("mat", "cat", See(2, 6, (_, _) => true)), "another shape",
            "Your mask is 2×6; it must be 6×6");
        Assert.StartsWith("the token must be one of The, cat, sat, on, the, mat: it is \"dog\".",
            Assert.Throws<ArgumentException>(() => Check.CannotReach("dog", "cat", null)).Message);
    }
}
