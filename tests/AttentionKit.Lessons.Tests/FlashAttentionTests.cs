using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class FlashAttentionTests
{
    private const float Hidden = float.NegativeInfinity;

    /// <summary>One pass as a learner writes it; what happens to the sum at a new maximum is the caller's.</summary>
    private static (float, float) OnePass(float[] scores,
        Func<float, float, float, float> atNewMaximum, float start = Hidden, bool skipHidden = true)
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
    public void Running_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Int[1, 4])
        .Sample((seed, inDouble, size) => Right(Check.Running(s =>
    {
        // Tile by tile and in any order: float or double, the sums agree.
        double max = double.NegativeInfinity, sum = 0;
        foreach (var tile in Shuffled(s.Length, seed).Select(at => (double)s[at]).Where(double.IsFinite).Chunk(size))
        {
            var larger = Math.Max(max, tile.Max());
            sum = (sum * Math.Exp(max - larger))
                + tile.Sum(score => inDouble ? Math.Exp(score - larger) : MathF.Exp((float)(score - larger)));
            max = larger;
        }
        return ((float)max, (float)sum);
    })), iter: Ways);

    private static Vector<float> Stable(float[] s) =>
        Vector<float>.Build.Dense(s.Length, j => (float)(Math.Exp(s[j]) / s.Sum(score => Math.Exp(score))));

    private static Vector<float> OnePass(float[] s, Matrix<float> v, bool shrinkSum = true, bool shrinkOutput = true,
        bool divide = true, bool divideAlways = false)
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
    public void Online_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool)
        .Sample((seed, inDouble) => Right(Check.Online((s, v) =>
    {
        var order = Shuffled(s.Length, seed).Where(j => float.IsFinite(s[j])).ToArray();
        var (scores, values) = (order.Select(j => s[j]).ToArray(),
            Fill(order.Length, v.ColumnCount, (j, d) => v[order[j], d]));
        if (inDouble) return OnePass(scores, values);
        var weights = scores.Select(score => MathF.Exp(score - scores.Max())).ToArray();
        return Vector<float>.Build.Dense(v.ColumnCount, d => weights.Select((weight, j) => weight * values[j, d])
            .Sum() / weights.Sum());
    })), iter: Ways);

    private static float[] Together(float[] a, float[] b,
        Func<float[], float, float> ofSum, Func<float[], float, float>? ofOutput = null,
        Func<float, float, float>? larger = null)
    {
        var max = (larger ?? MathF.Max)(a[0], b[0]);
        float Of(int at, float[] part) => (at == 1 ? ofSum : ofOutput ?? ofSum)(part, max);
        return [max, .. Enumerable.Range(1, a.Length - 1).Select(at => (a[at] * Of(at, a)) + (b[at] * Of(at, b)))];
    }

    private static float Shrink(float[] part, float max) => MathF.Exp(part[0] - max);

    private static float AsIs(float[] part, float max) => 1;

    [Fact]
    public void Merge_NeverAccusesTheRight() => Gen.Select(Gen.Bool, Gen.Bool, Gen.Float[0, 3])
        .Sample((swapped, inDouble, above) => Right(Check.Merge((a, b) =>
    {
        if (swapped) (a, b) = (b, a);
        // In double and in float, and by way of any larger maximum.
        var max = Math.Max(a[0], b[0]);
        double Number(int at)
        {
            var sum = (a[at] * Math.Exp(a[0] - max - above)) + (b[at] * Math.Exp(b[0] - max - above));
            return (inDouble ? sum : (float)sum) * Math.Exp(above);
        }
        return [max, .. Enumerable.Range(1, a.Length - 1).Select(at => (float)Number(at))];
    })), iter: Ways);

    [Fact]
    public void NeedsTile_NeverAccusesTheRight() =>
        Gen.Int[0, 3].Sample(way => Right(Check.NeedsTile((i, queries, j, keys) => way switch
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
    public void TileFits_AgreesWithItsTwoRules() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 200])
        .Sample((queries, keys) =>
    {
        var floats = (queries * 64 * 2) + (keys * 64 * 2) + (queries * keys);
        var fits = floats * 4 <= 48 * 1024 && Math.Ceiling(4096.0 / queries) <= 64;
        Assert.Equal(fits, Check.TileFits((queries, keys)).Outcome == Outcome.Right);
    }, iter: Ways);

    [Fact]
    public void NeedsTile_IsAskedOfTilesThatCoverEveryScore()
    {
        var asked = new int[16, 16];
        Check.NeedsTile((i, queries, j, keys) =>
        {
            for (var query = i; query < i + queries && i + queries <= 16; query++)
                for (var key = j; key < j + keys && j + keys <= 16; key++)
                    if ((queries, keys) == (4, 2)) asked[query, key]++;
            return j < i + queries;
        });
        Assert.All(asked.Cast<int>(), times => Assert.True(times > 0));
    }
}
