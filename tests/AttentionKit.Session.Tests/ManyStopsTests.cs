using AttentionKit.Session;

namespace AttentionKit.Session.Tests;

public class ManyStopsTests
{
    private const string SetUp = """
        using AttentionKit;
        using MathNet.Numerics.LinearAlgebra;
        var kept = new List<int>();
        Matrix<float> Random(int m, int n) => Matrix<float>.Build.Random(m, n, m + n);
        Matrix<float> q = Random(64, 32), k = Random(64, 32), v = Random(64, 32), large = Random(300, 300);
        Matrix<float> wq = Random(16, 16), wk = Random(16, 16), wv = Random(16, 16), wo = Random(16, 16), x = Random(12, 16);
        var cache = new KvCache(nKvHeads: 2, window: 50, nSinks: 3);
        long n = 0;
        """;

    public static TheoryData<string, string> Loops => new()
    {
        { "arithmetic", "n += n * 3 ^ 7;" },
        { "LINQ", "n = Enumerable.Range(0, 1000).Where(i => i % 3 == 0).Select(i => (long)i).OrderBy(i => -i).Sum();" },
        { "strings", "n += string.Join(',', Enumerable.Range(0, 200).Select(i => i.ToString())).Length + $\"{n:N2}\".Length;" },
        { "products", "n += (large * large).RowCount + MatrixProduct.Of(large, large).RowCount;" },
        { "Attention.Steps", "n += Attention.Steps(q, k, v, Mask.Causal(64)).Output.RowCount;" },
        {
            "training", """
            var parameters = new MultiHeadParameters(wq, wk, wv, wo, nHeads: 2);
            var steps = MultiHead.Steps(x, parameters);
            var g = MultiHead.Backward(steps, parameters, steps.Output - x);
            (wq, wk, wv, wo) = (wq - 1e-5f * g.Wq, wk - 1e-5f * g.Wk, wv - 1e-5f * g.Wv, wo - 1e-5f * g.Wo);
            n++;
            """
        },
        { "allocation", "var all = new List<byte[]>(); for (var i = 0; i < 50; i++) all.Add(new byte[100_000]); n += all.Count;" },
        { "nested lambdas", "Func<int, Func<int, Func<int, int>>> add = a => b => c => a + b + c; n += Enumerable.Range(0, 99).Aggregate(0, (sum, i) => add(sum)(i)(Enumerable.Range(0, 9).Sum(j => add(j)(j)(j))));" },
        { "a cache", "cache.Append(Random(1, 8), Random(1, 8)); n++;" },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public Task StopsInARow_KeepEveryVariable(string name, string body) => StopAsync(5, name, body);

    /// <summary>For a build's end: it takes half a minute.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Loops))]
    public Task FiftyStopsInARow_KeepEveryVariable(string name, string body) => StopAsync(50, name, body);

    private static async Task StopAsync(int nStops, string name, string body)
    {
        Assert.NotEmpty(name);
        var cells = new Cells();
        Assert.Null(await cells.RunAsync($"#r \"{Kit()}\"\n{SetUp}"));
        for (var stop = 1; stop <= nStops; stop++)
        {
            using var source = new CancellationTokenSource();
            var running = cells.ErrorAsync($"kept.Add({stop}); var nTurns{stop} = 0;\nwhile (true)\n{{\n{body}\nif (nTurns{stop}++ == 0) Console.Write(\"{stop};\");\n}}", source.Token);
            while (!cells.Text.EndsWith($"{stop};", StringComparison.Ordinal))
            {
                Assert.False(running.IsCompleted, running.IsCompleted ? running.Result.Message : "");
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
            await Task.Delay(stop * 7 % 20, TestContext.Current.CancellationToken);
            await source.CancelAsync();
            Assert.Equal(CellError.Stopped, (await running).Name);
            Assert.Equal($"{stop} {stop}", await cells.ResultAsync("$\"{kept.Count} {kept[^1]}\""));
        }
        Assert.Equal(true, await cells.ResultAsync("cache.NTokens == 0 || cache.NTokens == cache.Keys.RowCount && cache.NTokens == cache.Values.RowCount && cache.NTokens == cache.Positions.Count"));
        Assert.Equal(true, await cells.ResultAsync("wq.Enumerate().All(float.IsFinite) && q.Equals(Random(64, 32))"));
    }

    private static string Kit()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AttentionKit.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "artifacts", "kit", "AttentionKit.dll");
    }
}
