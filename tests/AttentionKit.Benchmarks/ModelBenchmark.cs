using System.Globalization;
using AttentionKit.Models;
using Spectre.Console;

namespace AttentionKit.Benchmarks;

/// <summary>A model of GPT-2 small's sizes with random weights, beside ONNX Runtime on the same graph and the memory's
/// limit; and how fast a small model trains.</summary>
internal static class ModelBenchmark
{
    private const string Kit = "kit", Onnx = "ORT";

    internal static void Run(bool isQuick)
    {
        var seconds = isQuick ? 5.0 : 20.0;
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
        var bandwidth = Machine.ReadGigabytes(isQuick ? 3 : 10);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Reading from memory {bandwidth:F1} GB/s."));
        var model = new Transformer(new TransformerSizes(50257, 4096, 768, 12, 12)
        {
            DMlp = 3072, Norm = NormKind.LayerNorm, HasBiases = true, TiesUnembedding = true,
            Activation = Activation.GeluTanh,
        });
        var table = new Table().Title("GPT-2 small's sizes, random weights");
        table.AddColumns("work", "tokens a second", "ORT", "times the memory's limit", "largest difference of logits");
        foreach (var nTokens in isQuick ? new[] { 64 } : new[] { 64, 256 }) table.AddRow(Prefill(model, nTokens, seconds));
        foreach (var nPast in isQuick ? new[] { 128 } : new[] { 128, 1000 }) table.AddRow(Decode(model, nPast, seconds, bandwidth));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(Training(seconds));
    }

    private static string[] Prefill(Transformer model, int nTokens, double seconds)
    {
        var tokens = Tokens(model, nTokens);
        using var peer = new Gpt2Peer(model, tokens, null);
        var difference = Difference(model.Run(tokens).Logits, peer.Run());
        var race = Raced(seconds, () => model.Run(tokens), peer.Run);
        return Row($"all of {nTokens} tokens", race, nTokens, "", difference);
    }

    // Every turn appends its token, so that the kit's cache grows a little from turn to turn and ONNX Runtime's does not.
    private static string[] Decode(Transformer model, int nPast, double seconds, double bandwidth)
    {
        int[] next = [7];
        var caches = model.NewCaches();
        model.Decode(Tokens(model, nPast), caches);
        using var peer = new Gpt2Peer(
            model, next, [.. caches.Select(cache => (ByHead(cache.Keys, model), ByHead(cache.Values, model)))]);
        var difference = Difference(model.Next(next, caches), peer.Run());
        var race = Raced(seconds, () => model.Next(next, caches), peer.Run);
        var bytes = 4.0 * model.Count + caches.Sum(cache => cache.Bytes);
        var times = Number(race.Seconds(Kit) * bandwidth * 1e9 / bytes) + "×";
        return Row($"1 token after {nPast}", race, 1, times, difference);
    }

    // Two layers, four heads, 128 wide, a context of 128: forward, backward and a step of AdamW.
    private static string Training(double seconds)
    {
        var sizes = new TransformerSizes(256, 128, 128, 2, 4) { DMlp = 512, Norm = NormKind.LayerNorm, HasBiases = true };
        var model = new Transformer(sizes, seed: 1);
        var optimizer = new AdamW(model.Parameters, learningRate: 1e-3f);
        Example[] batch = [.. Enumerable.Range(0, 16).Select(n => Example.Next(Tokens(model, 129, seed: n)))];
        var race = new Race(seconds);
        race.Add(Kit, () =>
        {
            var step = TrainingStep.Of(model, batch);
            optimizer.Step(step.Gradients);
            return step;
        });
        race.Run();
        return $"Training 2 layers, 4 heads, 128 wide, batches of 16 × 128: {Number(16 * 128 / race.Seconds(Kit))} tokens a second.";
    }

    private static Race Raced(double seconds, Func<object> kit, Func<object> onnx)
    {
        var race = new Race(seconds);
        race.Add(Kit, kit);
        race.Add(Onnx, onnx);
        race.Run();
        return race;
    }

    private static string[] Row(string work, Race race, int nTokens, string limit, double difference) =>
        [work, Number(nTokens / race.Seconds(Kit)), Number(race.Ratio(Onnx, Kit)) + "×", limit, difference.ToString("E1", CultureInfo.InvariantCulture)];

    private static double Difference(Matrix<float> ours, float[] theirs) =>
        ours.ToRowMajorArray().Zip(theirs, (a, b) => (double)Math.Abs(a - b)).Max();

    private static float[] ByHead(Matrix<float> cached, Transformer model) =>
        [.. MultiHead.Split(cached, model.Sizes.NKvHeads).SelectMany(head => head.ToRowMajorArray())];

    private static int[] Tokens(Transformer model, int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(model.Sizes.NVocabulary))];
    }

    private static string Number(double number) => number.ToString(number < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
