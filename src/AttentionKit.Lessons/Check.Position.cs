using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <remarks>Here: the exercises of lesson 07.</remarks>
public static partial class Check
{
    /// <summary>Exercise: the head's output for the reversed sentence, without running the head again.</summary>
    /// <param name="output">[6 × 3]; null while unfilled.</param>
    public static Verdict BlindToOrder(Matrix<float>? output)
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        var (_, carried, wv) = Data.Table("cat-wv");
        var forward = Attention.Mix(Softmax.Rows(CatScores().Scores), x * wv);
        var backward = Permuted(forward, i => forward.RowCount - 1 - i);
        return Trial.Judge(
            "blind to order",
            "Take Head(X), and put its rows in the order of the reversed sentence.",
            "f(P·X) = P·f(X): the rows move along with their tokens, and no number changes.",
            result => Heatmap.Values(result, [.. tokens.Reverse()], carried, "output of the reversed sentence"),
            new Trial(() => output, backward,
                new Mistake("attention is thought to know the order by itself", forward,
                    "These are the outputs in the old order: row 0 still belongs to \"The\". Shuffled tokens give the same outputs, shuffled along; f(P·X) = P·f(X). Positions must be added for order to count."),
                new Mistake("columns were reversed, not rows", Matrix<float>.Build.Dense(forward.RowCount, forward.ColumnCount, (i, j) => forward[i, forward.ColumnCount - 1 - j]),
                    "You reversed the columns, the features of a value. Tokens are rows.")));
    }

    /// <summary>Exercise: sinusoidal positions.</summary>
    /// <param name="places">Takes nTokens and an even dModel, gives [nTokens × dModel]; null while unfilled.</param>
    public static Verdict Sinusoidal(Func<int, int, Matrix<float>?> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        const int n = 12, d = 8;
        Matrix<float> Waves(Func<int, double> exponent, Func<int, double, double> wave) =>
            Matrix<float>.Build.Dense(n, d, (i, c) => (float)wave(c, i / Math.Pow(10000, exponent(c))));
        double PairExponent(int c) => (c - (c % 2)) / (double)d;
        return Trial.Judge(
            "sinusoidal positions",
            "Fill in Places: column 2k is sin(i / 10000^(2k/dModel)), column 2k+1 is cos of the same angle.",
            "Each pair of columns is a clock hand, from one radian a token to almost none.",
            result => Heatmap.Values(result, [.. Enumerable.Range(0, n).Select(i => $"{i}")], title: "positions, by your code"),
            new Trial(() => places(n, d), AttentionKit.Sinusoidal.Of(n, d),
                new Mistake("sine and cosine have changed places", Waves(PairExponent, (c, angle) => c % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle)),
                    "Your even columns hold cosines. Sine comes first: at place 0 a row reads 0, 1, 0, 1 …"),
                new Mistake("a pair does not share its angle", Waves(c => c / (double)d, (c, angle) => c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)),
                    "Your exponent uses the column's own number. Columns 2k and 2k+1 are the two sides of one hand: both use 2k/dModel."),
                new Mistake("the exponent is half of what it must be", Waves(c => (c / 2) / (double)d, (c, angle) => c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)),
                    "Your exponent is k/dModel. The formula has 2k/dModel, so that the last hand is nearly 10000 times slower than the first."),
                new Mistake("only sines", Waves(PairExponent, (_, angle) => Math.Sin(angle)),
                    "Every column is a sine. Without the cosine a hand's direction can't be told: sin is the same before and after its top."),
                new Mistake("all sines first, then all cosines", Matrix<float>.Build.Dense(n, d, (i, c) => (float)(c < d / 2 ? Math.Sin(i / Math.Pow(10000, 2.0 * c / d)) : Math.Cos(i / Math.Pow(10000, 2.0 * (c - (d / 2)) / d)))),
                    "Your left half holds the sines and the right half the cosines. Some programs do so; in this formula they take turns."))
            { Departs = yours => yours.Column(0).Equals(yours.Column(2)) ? "Your columns all turn equally fast: the exponent is the same in each. In C#, 2 / 8 of two ints is 0: write / (double)dModel." : "Work out this one entry by hand." });
    }

    /// <summary>Exercise: turn row i of a matrix with two columns by i radians.</summary>
    /// <param name="turn">Takes [nTokens × 2], gives the same shape; null while unfilled.</param>
    public static Verdict Rope(Func<Matrix<float>, Matrix<float>?> turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var x = Rows.Of([1, 0], [1, 0.5f], [0.2f, -0.7f], [0.9f, 0.4f], [-0.6f, 0.3f]);
        Matrix<float> Turned(Func<int, double> angle) => Matrix<float>.Build.Dense(x.RowCount, 2, (i, j) => (float)(j == 0
            ? (x[i, 0] * Math.Cos(angle(i))) - (x[i, 1] * Math.Sin(angle(i)))
            : (x[i, 1] * Math.Cos(angle(i))) + (x[i, 0] * Math.Sin(angle(i)))));
        return Trial.Judge(
            "turn by the place",
            "Fill in TurnRows: row i, (a, b), becomes (a·cos i − b·sin i, b·cos i + a·sin i).",
            "Each row keeps its length; only its direction tells the place.",
            result => Heatmap.Values(result, [.. Enumerable.Range(0, x.RowCount).Select(i => $"{i}")], ["a", "b"], "rows turned by their place"),
            new Trial(() => turn(x.Clone()), AttentionKit.Rope.Apply(x),
                new Mistake("turned the other way", Turned(i => -i),
                    "Your rows turn clockwise: the two signs are swapped. Distances would still count, but no other program's keys would fit."),
                new Mistake("counted from 1", Turned(i => i + 1), "Your row 0 is turned by one radian already. Places count from 0: the first row stays as it is."),
                new Mistake("the place is added, not turned by", Matrix<float>.Build.Dense(x.RowCount, 2, (i, j) => x[i, j] + (float)(j == 0 ? Math.Sin(i) : Math.Cos(i))),
                    "You added a sinusoidal position. RoPE adds nothing: it turns, and a row keeps its length."),
                new Mistake("the first number is overwritten too early", Matrix<float>.Build.Dense(x.RowCount, 2, (i, j) =>
                {
                    var a = (x[i, 0] * Math.Cos(i)) - (x[i, 1] * Math.Sin(i));
                    return (float)(j == 0 ? a : (x[i, 1] * Math.Cos(i)) + (a * Math.Sin(i)));
                }), "Your second number uses the turned a. Keep the old a until both numbers are computed."))
            { Departs = yours => (yours.Column(0).PointwisePower(2) + yours.Column(1).PointwisePower(2) - x.Column(0).PointwisePower(2) - x.Column(1).PointwisePower(2)).AbsoluteMaximum() < 1e-3f ? "Your rows keep their length: they turn, but by another angle." : "Your rows change their length, and a turn keeps it: each new number needs both old ones." });
    }

    /// <summary>Open exercise: an ALiBi slope with which the last of 16 equal tokens gives itself 0.3 to 0.4.</summary>
    /// <param name="slope">Score units a token of distance; null while unfilled.</param>
    public static Verdict Slope(float? slope)
    {
        if (slope is not { } s) return Progress.Note("an ALiBi slope", new Verdict(Outcome.Open, "your turn", "Try a slope between 0 and 1."));
        if (!float.IsFinite(s) || s < 0) return Progress.Note("an ALiBi slope", new Verdict(Outcome.Wrong, "a slope is positive", $"Yours is {s}: with a negative slope the farthest token would count most."));
        var weights = Softmax.Rows(Alibi.Bias(s, 16, 16).And(Mask.Causal(16)).Apply(Matrix<float>.Build.Dense(16, 16)));
        var self = weights[15, 15];
        return Progress.Note("an ALiBi slope", self is >= 0.3f and <= 0.4f
            ? new Verdict(Outcome.Right, "right", $"With slope {s:0.###} the last token gives itself {self:0.00} and the one before {weights[15, 14]:0.00}.", Heatmap.Weights(weights, [.. Enumerable.Range(0, 16).Select(i => $"{i}")], title: $"ALiBi, slope {s:0.###}"))
            : new Verdict(Outcome.Wrong, self < 0.3f ? "not steep enough" : "too steep", $"With slope {s:0.###} the last token gives itself {self:0.00}. A {(self < 0.3f ? "larger" : "smaller")} slope makes distance count {(self < 0.3f ? "more" : "less")}."));
    }

    private static Matrix<float> Permuted(Matrix<float> matrix, Func<int, int> rowAt) =>
        Matrix<float>.Build.Dense(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[rowAt(i), j]);
}
