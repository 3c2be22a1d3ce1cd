using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class FlashAttentionTests
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>One pass as a learner writes it; what happens to the sum at a new maximum is the caller's.</summary>
    private static (float, float) OnePass(float[] scores, Func<float, float, float, float> atNewMaximum, float start = Hidden, bool skipHidden = true)
    {
        float max = start, sum = 0;
        foreach (var score in scores)
        {
            if (skipHidden && float.IsNegativeInfinity(score)) continue;
            if (!(score <= max)) (max, sum) = (score, sum == 0 ? 0 : atNewMaximum(sum, max, score));
            sum += MathF.Exp(score - max);
        }
        return (max, sum);
    }

    private static float Shrunk(float sum, float old, float now) => sum * MathF.Exp(old - now);

    [Fact]
    public void Running_KnowsItsMistakes()
    {
        const string NaN = "a hidden first key gives NaN";
        Open(Check.Running(_ => null));
        Right(Check.Running(s => OnePass(s, Shrunk)));
        Right(Check.Running(s => (s.Max(), s.Sum(x => MathF.Exp(x - s.Max()))))); // two passes, and as right
        Wrong(Check.Running(s => OnePass(s, (sum, _, _) => sum)), "the sum is not rescaled", "Your sum is 3.811");
        Wrong(Check.Running(s => OnePass(s, (sum, old, now) => sum * MathF.Exp(now - old))), "rescaled the wrong way", "exp(old − new), not exp(new − old)");
        Wrong(Check.Running(s => OnePass(s, (_, _, _) => 0)), "the sum starts anew");
        Wrong(Check.Running(s => OnePass(s, Shrunk, start: 0)), "the maximum starts at 0", "below 0");
        Wrong(Check.Running(s => (s.Max(), s.Sum(MathF.Exp))), "the maximum is not subtracted", "lesson 03");
        Wrong(Check.Running(s =>
        {
            float max = Hidden, sum = 0;
            foreach (var score in s)
            {
                var larger = MathF.Max(max, score);
                sum = (sum * MathF.Exp(max - larger)) + MathF.Exp(score - larger);
                max = larger;
            }
            return (max, sum);
        }), NaN, "−∞ − (−∞)");
        Wrong(Check.Running(s => s[0] == Hidden ? (float.NaN, float.NaN) : OnePass(s, Shrunk)), NaN);
        Wrong(Check.Running(s => (s.Min(), 1)), "not yet", "yours is 0, it must be 5");
        Wrong(Check.Running(s => (s[s.Length], 1)), "your code stopped before it had a result", "limits of your loops");
    }

    [Fact]
    public void Running_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Int[1, 4]).Sample((seed, inDouble, size) => Right(Check.Running(s =>
    {
        // Tile by tile and in any order: float or double, the sums agree.
        double max = double.NegativeInfinity, sum = 0;
        foreach (var tile in Shuffled(s.Length, seed).Select(at => (double)s[at]).Where(double.IsFinite).Chunk(size))
        {
            var larger = Math.Max(max, tile.Max());
            sum = (sum * Math.Exp(max - larger)) + tile.Sum(score => inDouble ? Math.Exp(score - larger) : MathF.Exp((float)(score - larger)));
            max = larger;
        }
        return ((float)max, (float)sum);
    })), iter: Ways);

    private static Vector<float> Stable(float[] s) => Vector<float>.Build.Dense(s.Length, j => (float)(Math.Exp(s[j]) / s.Sum(score => Math.Exp(score))));

    private static Vector<float> OnePass(float[] s, Matrix<float> v, bool shrinkSum = true, bool shrinkOutput = true, bool divide = true, bool divideAlways = false)
    {
        double max = Hidden, sum = 0;
        var output = new double[v.ColumnCount];
        for (var j = 0; j < s.Length; j++)
        {
            var shrink = s[j] > max ? Math.Exp(max - s[j]) : 1;
            max = Math.Max(max, s[j]);
            var weight = Math.Exp(s[j] - max);
            sum = (sum * (shrinkSum ? shrink : 1)) + weight;
            for (var d = 0; d < output.Length; d++)
            {
                output[d] = (output[d] * (shrinkOutput ? shrink : 1)) + (weight * v[j, d]);
                if (divideAlways) output[d] /= sum;
            }
        }
        return Vector<float>.Build.Dense(v.ColumnCount, d => (float)(divide ? output[d] / sum : output[d]));
    }

    [Fact]
    public void Online_KnowsItsMistakes()
    {
        Open(Check.Online((_, _) => null));
        Right(Check.Online((s, v) => OnePass(s, v)));
        Wrong(Check.Online((s, v) => OnePass(s, v, shrinkSum: false, shrinkOutput: false)), "nothing is rescaled", "multiply both");
        Wrong(Check.Online((s, v) => OnePass(s, v, shrinkOutput: false)), "the output is not rescaled");
        Wrong(Check.Online((s, v) => OnePass(s, v, shrinkSum: false)), "the sum is not rescaled");
        Wrong(Check.Online((s, v) => OnePass(s, v, divide: false)), "not divided by the sum", "once, after the last key");
        Wrong(Check.Online((s, v) => OnePass(s, v, divide: false, divideAlways: true)), "divided at every key");
        Wrong(Check.Online((s, v) => OnePass(s, v, divideAlways: true)), "divided at every key, and at the end");
        Wrong(Check.Online((s, v) => v.Row(v.RowCount - 1)), "the last value only", "+=");
        Wrong(Check.Online((s, v) => Stable(s)), "weights, not the output", "These are the 6 weights");
        Wrong(Check.Online((s, v) => v.Row(0) * 7), "not yet", "[0, 0]");
        Wrong(Check.Online((s, v) => v.Column(0)), "another shape", "Your result is 1×6; it must be 1×3.");
        Wrong(Check.Online((s, v) => v.Row(s.Length)), "your code stopped before it had a result");
    }

    [Fact]
    public void Online_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool).Sample((seed, inDouble) => Right(Check.Online((s, v) =>
    {
        var order = Shuffled(s.Length, seed);
        var (scores, values) = (order.Select(j => s[j]).ToArray(), Fill(v.RowCount, v.ColumnCount, (j, d) => v[order[j], d]));
        if (inDouble) return OnePass(scores, values);
        var weights = scores.Select(score => MathF.Exp(score - scores.Max())).ToArray();
        return Vector<float>.Build.Dense(v.ColumnCount, d => weights.Select((weight, j) => weight * values[j, d]).Sum() / weights.Sum());
    })), iter: Ways);

    private static float[] Together(float[] a, float[] b, Func<float[], float, float> ofSum, Func<float[], float, float>? ofOutput = null, Func<float, float, float>? larger = null)
    {
        var max = (larger ?? MathF.Max)(a[0], b[0]);
        float Of(int at, float[] part) => (at == 1 ? ofSum : ofOutput ?? ofSum)(part, max);
        return [max, .. Enumerable.Range(1, a.Length - 1).Select(at => (a[at] * Of(at, a)) + (b[at] * Of(at, b)))];
    }

    private static float Shrink(float[] part, float max) => MathF.Exp(part[0] - max);

    private static float AsIs(float[] part, float max) => 1;

    [Fact]
    public void Merge_KnowsItsMistakes()
    {
        Open(Check.Merge((_, _) => null));
        Right(Check.Merge((a, b) => Together(a, b, Shrink)));
        Right(Check.Merge((a, b) => Together(b, a, Shrink)));
        Wrong(Check.Merge((a, b) => Together(a, b, AsIs)), "nothing is rescaled");
        Wrong(Check.Merge((a, b) => Together(a, b, Shrink, AsIs)), "only the sums are rescaled");
        Wrong(Check.Merge((a, b) => Together(a, b, AsIs, Shrink)), "only the outputs are rescaled");
        Wrong(Check.Merge((a, b) => Together(a, b, (part, max) => MathF.Exp(max - part[0]))), "rescaled the wrong way", "exp(its maximum − the larger one)");
        Wrong(Check.Merge((a, b) => Together(a, b, Shrink, larger: (_, second) => second)), "the second tile is taken for the larger");
        Wrong(Check.Merge((a, b) => Together(a, b, Shrink, larger: (first, _) => first)), "the first tile is taken for the larger");
        Wrong(Check.Merge((a, b) => Together(a, b, (_, _) => .5f)), "averaged");
        Wrong(Check.Merge((a, b) =>
        {
            var both = Together(a, b, Shrink);
            return [.. both[..2], .. both[2..].Select(x => x / both[1])];
        }), "divided too early");
        Wrong(Check.Merge((a, b) => [.. a.Zip(b, (x, y) => x + y)]), "the maxima are added", "the larger of the two");
        Wrong(Check.Merge((a, b) => [a[0] + b[0], 1, 1, 1]), "not yet", "[0, 0]");
        Wrong(Check.Merge((a, b) => [a[0], b[0]]), "another shape", "Your result is 1×2; it must be 1×4.");
        Wrong(Check.Merge((a, b) => [a[4]]), "your code stopped before it had a result");
    }

    [Fact]
    public void Merge_NeverAccusesTheRight() => Gen.Select(Gen.Bool, Gen.Bool, Gen.Float[0, 3]).Sample((swapped, inDouble, above) => Right(Check.Merge((a, b) =>
    {
        if (swapped) (a, b) = (b, a);
        // In double and in float, and by way of any larger maximum.
        var max = Math.Max(a[0], b[0]);
        double Number(int at)
        {
            var sum = (a[at] * Math.Exp(a[0] - max - above)) + (b[at] * Math.Exp(b[0] - max - above));
            return (inDouble ? sum : (float)sum) * Math.Exp(above);
        }
        return [max, .. Enumerable.Range(1, 3).Select(at => (float)Number(at))];
    })), iter: Ways);

    [Fact]
    public void NeedsTile_KnowsItsMistakes()
    {
        Open(Check.NeedsTile((_, _, _, _) => null));
        Right(Check.NeedsTile((i, queries, j, _) => j < i + queries));
        Wrong(Check.NeedsTile((i, _, j, _) => j <= i), "the first query decides", "with 4 queries and 2 keys a tile");
        Wrong(Check.NeedsTile((i, _, j, keys) => j + keys - 1 <= i), "only tiles that are in sight as a whole", "masked inside");
        Wrong(Check.NeedsTile((i, queries, j, keys) => j + keys <= i + queries), "the last key decides", "with 2 queries and 4 keys a tile");
        Wrong(Check.NeedsTile((i, queries, j, _) => j <= i + queries), "one tile too many");
        Wrong(Check.NeedsTile((_, _, _, _) => true), "no tile is skipped");
        Wrong(Check.NeedsTile((i, queries, j, _) => j >= i + queries), "the skipped are computed");
        Wrong(Check.NeedsTile((i, _, j, _) => i == j), "not yet");
        Wrong(Check.NeedsTile((i, _, j, _) => i / j > 0), "your code stopped before it had a result", "DivideByZeroException");
    }

    [Fact]
    public void NeedsTile_NeverAccusesTheRight() => Gen.Int[0, 3].Sample(way => Right(Check.NeedsTile((i, queries, j, keys) => way switch
    {
        0 => j <= i + queries - 1,
        1 => Enumerable.Range(i, queries).Any(query => Enumerable.Range(j, keys).Any(key => key <= query)),
        2 => Mask.Causal(16).CanAttend(i + queries - 1, j),
        _ => !(j > i + queries - 1),
    })), iter: Ways);

    [Fact]
    public void TileFits_SaysWhatIsWrong()
    {
        Open(Check.TileFits(null));
        Right(Check.TileFits((64, 16)));
        Right(Check.TileFits((80, 8)));
        Wrong(Check.TileFits((32, 32)), "keys and values are read too often", "128 blocks");
        Wrong(Check.TileFits((64, 64)), "too large for the fast memory", "80.0 KiB");
        Wrong(Check.TileFits((0, 16)), "no such tile");
        Wrong(Check.TileFits((64, 5000)), "no such tile");
    }

    [Fact]
    public void TileFits_AgreesWithItsTwoRules() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 200]).Sample((queries, keys) =>
    {
        var floats = (queries * 64 * 2) + (keys * 64 * 2) + (queries * keys);
        var fits = floats * 4 <= 48 * 1024 && Math.Ceiling(4096.0 / queries) <= 64;
        Assert.Equal(fits, Check.TileFits((queries, keys)).Outcome == Outcome.Right);
    }, iter: Ways);
}
