namespace AttentionKit.Models.Tests;

public class OracleTests
{
    private static readonly Gen<TransformerSizes> AnySizes =
        from sizes in Gen.Select(Gen.Int[2, 9], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[1, 3])
        from variants in Gen.Select(Gen.Enum<Positions>(), Gen.Enum<NormKind>(), Gen.Enum<Activation>(), Gen.Int[0, 6])
        from bools in Gen.Select(Gen.Bool, Gen.Bool)
        let nKvHeads = 1 << sizes.Item3
        let nHeads = nKvHeads << sizes.Item4
        select new TransformerSizes(sizes.Item1, 6, 2 * sizes.Item2, sizes.Item3, nHeads)
        {
            NKvHeads = nKvHeads,
            DHead = 2 * sizes.Item5,
            Positions = variants.Item1,
            Norm = variants.Item2,
            Activation = variants.Item3,
            DMlp = variants.Item4,
            HasBiases = bools.Item1,
            TiesUnembedding = bools.Item2,
        };

    [Fact]
    public void Logits_AreThoseOfPlainLoopsInDouble() =>
        Gen.Select(AnySizes, Gen.Int, Gen.Int[0, 1000].Array[1, 6]).Sample((sizes, seed, numbers) =>
        {
            var model = new Transformer(sizes, seed);
            Shake(model, seed);
            int[] tokens = [.. numbers.Select(number => number % sizes.NVocabulary)];
            var logits = model.Run(tokens).Logits;
            var oracle = new DoubleModel(model).Logits(tokens);
            var largest = Math.Max(1, oracle.Max(row => row.Max(Math.Abs)));
            for (var i = 0; i < tokens.Length; i++)
                for (var token = 0; token < sizes.NVocabulary; token++)
                    if (!(Math.Abs(logits[i, token] - oracle[i][token]) <= 1e-4 * largest)) return false;
            return true;
        }, iter: 300);

    // Gains of 1 and biases of 0 would hide a norm that forgets them.
    private static void Shake(Transformer model, int seed)
    {
        var random = new Random(seed);
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Value.RowCount == 1))
            parameter.Value.MapInplace(number => number + (float)random.NextDouble() - .5f, Zeros.Include);
    }
}
