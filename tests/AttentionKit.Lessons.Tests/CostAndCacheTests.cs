using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class CostAndCacheTests
{
    [Fact]
    public void Crossing_KnowsItsMistakes()
    {
        Open(Check.Crossing(null));
        Right(Check.Crossing(8192));
        Wrong(Check.Crossing(16384), "the mix is missing");
        Wrong(Check.Crossing(6144), "Wo is missing");
        Wrong(Check.Crossing(4096), "two and four are mixed up");
        Wrong(Check.Crossing(2048), "upside down", "four times as many");
        Wrong(Check.Crossing(10240), "not yet", "1.25 times");
        Wrong(Check.Crossing(0), "not a number of tokens");
        Wrong(Check.Crossing(double.NaN), "not a number of tokens");
    }

    [Fact]
    public void Crossing_IsTheLibrarys()
    {
        var square = Matrix<float>.Build.Sparse(4096, 4096);
        var counts = MultiHead.CountMacs(new MultiHeadParameters(square, square, square, square, nHeads: 32), 8192,
            8192);
        Assert.Equal(counts.Projections + counts.Output, counts.Scores + counts.Mix);
    }

    private static Matrix<float> Below(Matrix<float> above, Matrix<float> below) =>
        Fill(above.RowCount + below.RowCount, above.ColumnCount,
        (i, j) => i < above.RowCount ? above[i, j] : below[i - above.RowCount, j]);

    [Fact]
    public void NextToken_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Float[0, 1])
        .Sample((seed, inDouble, share) =>
        Right(Check.NextToken((pk, pv, q, k, v) =>
            AttendInOrder(q, Below(pk, k), Below(pv, v), seed, inDouble, share))), iter: Ways);

    [Fact]
    public void NextToken_IsTheLibrarysCache() => Right(Check.NextToken((pk, pv, q, k, v) =>
    {
        var cache = new KvCache(nKvHeads: 1);
        cache.Append(pk, pv);
        cache.Append(k, v);
        return FlashAttention.Decode(q, cache, nHeads: 1);
    }));

    [Fact]
    public void CacheBytes_NeverAccusesTheRight() =>
        Gen.Int.Sample(seed => Right(Check.CacheBytes((layers, _, kv, d, n, size) =>
    {
        long[] factors = [2, layers, kv, d, n, size];
        return Shuffled(6, seed).Aggregate(1L, (product, at) => product * factors[at]);
    })), iter: Ways);

    [Fact]
    public void CacheBytes_AreTheLibrarys() => Right(Check.CacheBytes((layers, _, kv, d, n, size) =>
    {
        var cache = new KvCache(kv);
        var row = Fill(1, kv * d, (_, _) => 0);
        cache.Append(row, row);
        return layers * n * cache.Bytes / 4 * size;
    }));

    [Fact]
    public void Sees_NeverAccusesTheRight() =>
        Gen.Int[0, 3].Sample(way => Right(Check.Sees((i, j, window, sinks) => way switch
    {
        0 => Mask.SlidingWindow(12, 12, window, nSinks: sinks).CanAttend(i, j),
        1 => !(j > i) && !(j <= i - window && j >= sinks),
        2 => Enumerable.Range(Math.Max(0, i - window + 1), Math.Min(window, i + 1))
            .Concat(Enumerable.Range(0, Math.Min(sinks, i + 1))).Contains(j),
        _ => j == i || (j < i && (i < j + window || sinks > j)),
    })), iter: Ways);

    [Fact]
    public void FitsInOneGiB_SaysHowFarOff()
    {
        Open(Check.FitsInOneGiB(null));
        Right(Check.FitsInOneGiB((8, 8192, 2)));
        Right(Check.FitsInOneGiB((1, 131072, 1)));
        Assert.Contains("32 query heads share each key head; numbers in 256 steps.",
            Check.FitsInOneGiB((1, 131072, 1)).Explanation);
        Wrong(Check.FitsInOneGiB((32, 131072, 2)), "too large", "takes 64 GiB");
        Wrong(Check.FitsInOneGiB((3, 8192, 2)), "heads that can't be shared out");
        Wrong(Check.FitsInOneGiB((0, 8192, 2)), "heads that can't be shared out");
        Wrong(Check.FitsInOneGiB((8, 0, 2)), "no such window");
        Wrong(Check.FitsInOneGiB((8, 8192, 3)), "no such number");
    }

    [Fact]
    public void FitsInOneGiB_AgreesWithACache() => Gen.Select(Gen.Int[0, 5], Gen.Int[1, 131072], Gen.Int[0, 2])
        .Sample((heads, window, size) =>
    {
        var cache = new KvCache(1 << heads);
        var row = Fill(1, 128 << heads, (_, _) => 0);
        cache.Append(row, row);
        var fits = 32 * cache.Bytes / 4 * (1 << size) * window <= 1L << 30;
        Assert.Equal(fits, Check.FitsInOneGiB((1 << heads, window, 1 << size)).Outcome == Outcome.Right);
    }, iter: Ways);
}
