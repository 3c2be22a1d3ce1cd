namespace AttentionKit.Models.Tests;

public class ReadingTests
{
    private static readonly int[] Tokens = [0, 3, 1, 3, 0, 6], Others = [0, 2, 1, 3, 0, 6];
    private static readonly TransformerSizes Gpt2 = new(7, 6, 4, 2, 2)
    {
        Norm = NormKind.LayerNorm,
        DMlp = 8,
        Activation = Activation.GeluTanh,
        HasBiases = true,
        TiesUnembedding = true,
    };

    public static TheoryData<string, TransformerSizes> Variants() => new()
    {
        { "attention only", new(7, 6, 4, 2, 2) },
        { "gpt-2", Gpt2 },
        { "rope, rms, grouped", new(7, 6, 4, 3, 2) { NKvHeads = 1, Positions = Positions.Rope, Norm = NormKind.RmsNorm, DMlp = 5 } },
    };

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void LogitAttribution_SumsToTheLogit(string name, TransformerSizes sizes)
    {
        var model = Shaken(sizes);
        var steps = model.Run(Tokens);
        foreach (var position in Enumerable.Range(0, Tokens.Length))
            foreach (var token in Enumerable.Range(0, sizes.NVocabulary))
            {
                Assert.True(Math.Abs(steps.Logits[position, token] - LogitAttribution.Of(model, steps, position, token).Sum(part => part.Logit)) < 1e-4, name);
                Assert.True(Math.Abs(steps.Logits[position, token] - steps.Logits[position, 0]
                    - LogitAttribution.Of(model, steps, position, token, against: 0).Sum(part => part.Logit)) < 1e-4, name);
            }
    }

    [Fact]
    public void LogitAttribution_NamesEveryWriter() => Assert.Equal(
        ["embedding", "layer 0, head 0", "layer 0, head 1", "layer 0, bias", "layer 0, MLP",
            "layer 1, head 0", "layer 1, head 1", "layer 1, bias", "layer 1, MLP", "final norm, bias"],
        LogitAttribution.Of(Shaken(Gpt2), Shaken(Gpt2).Run(Tokens), 5, 1).Select(part => part.Name));

    [Fact]
    public void HeadOutputs_OfALayer_MakeWhatItAdds()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2), seed: 3);
        var steps = model.Run(Tokens);
        var sum = HeadOutputs.Of(model, steps, 1, 0) + HeadOutputs.Of(model, steps, 1, 1);
        Assert.True((sum - steps.Layers[1].Attention.Output).L2Norm() < 1e-5);
    }

    [Fact]
    public void LogitLens_EndsAtTheModelsOwnAnswer()
    {
        var model = Shaken(Gpt2);
        var lens = LogitLens.Of(model, model.Run(Tokens));
        Assert.Equal(3, lens.Count);
        Assert.True((Softmax.Rows(model.Run(Tokens).Logits) - lens[^1]).L2Norm() < 1e-6);
        Assert.False((lens[0] - lens[^1]).L2Norm() < 1e-2);
    }

    [Fact]
    public void Rollout_RowsSumTo1_AndNoFutureMixesIn()
    {
        var rollout = AttentionRollout.Of(new Transformer(new(7, 6, 4, 3, 2), seed: 3).Run(Tokens));
        Assert.All(rollout.RowSums(), sum => Assert.Equal(1, sum, 1e-5));
        Assert.All(rollout.EnumerateIndexed().Where(one => one.Item2 > one.Item1), one => Assert.Equal(0, one.Item3));
    }

    /// <summary>shared/reference/published-numbers.md, "Others": the last row of [½(I + uniform causal)]^4 for 12 tokens.</summary>
    [Fact]
    public void Rollout_OfEvenHeads_IsAsPublished()
    {
        var even = Softmax.Rows(Mask.Causal(12).Apply(Matrix<float>.Build.Dense(12, 12)));
        var steps = Attention.Steps(even, even, even) with { Weights = even };
        var layer = new MultiHeadSteps(even, even, [steps], even, even);
        var last = AttentionRollout.Of([layer, layer, layer, layer]).Row(11);
        Assert.Equal((.275, .150, .027, .086), (Math.Round(last[0], 3), Math.Round(last[1], 3), Math.Round(last[10], 3), Math.Round(last[11], 3)));
    }

    [Fact]
    public void ValueNorms_AreTheLengthsOfWhatArrives()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2), seed: 3);
        var steps = model.Run(Tokens);
        var norms = HeadOutputs.ValueNorms(model, steps, 0, 1);
        var head = steps.Head(0, 1);
        var onlyOne = head.WithWeights(head.Weights.MapIndexed((i, j, weight) => (i, j) == (4, 2) ? weight : 0, Zeros.Include));
        var alone = model.Run(Tokens, head: (l, h, s) => (l, h) == (0, 1) ? onlyOne : s);
        Assert.Equal(HeadOutputs.Of(model, alone, 0, 1).Row(4).L2Norm(), norms[4, 2], 1e-5);
    }

    [Fact]
    public void HeadEffects_OfAHeadReplacedByItself_Are0_AndOfASilencedOneAreNot()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2), seed: 3);
        Assert.All(HeadEffects.Of(model, Tokens, Logit, steps => steps).Enumerate(), effect => Assert.Equal(0, effect));
        Assert.All(HeadEffects.Of(model, Tokens, Logit).Enumerate(), effect => Assert.NotEqual(0, effect));
    }

    [Fact]
    public void Patching_FromThePromptItself_ChangesNothing()
    {
        var model = Shaken(Gpt2);
        var usual = (float)Logit(model.Run(Tokens));
        Assert.All(Patching.Residuals(model, Tokens, Tokens, Logit).Enumerate(), number => Assert.Equal(usual, number));
        Assert.All(Patching.Heads(model, Tokens, Tokens, Logit).Enumerate(), number => Assert.Equal(usual, number));
        Assert.Equal(usual, Patching.Path(model, Tokens, Tokens, (0, 1), (1, 0), Logit), 1e-6);
    }

    [Fact]
    public void Patching_AtTheOnlyPlaceThatDiffers_GivesTheOtherAnswer_AndBeforeItNothing()
    {
        var model = Shaken(Gpt2);
        var patched = Patching.Residuals(model, Tokens, Others, Logit);
        Assert.Equal(Logit(model.Run(Others)), patched[0, 1], 1e-5);
        Assert.Equal(Logit(model.Run(Tokens)), patched[0, 0], 1e-5);
        Assert.Equal(Logit(model.Run(Others)), patched[2, 5], 1e-5);
        Assert.Equal(Logit(model.Run(Tokens)), patched[2, 1], 1e-5);
    }

    [Fact]
    public void Patching_APath_LeavesOtherReceiversDeaf()
    {
        var model = new Transformer(new(7, 6, 4, 3, 2), seed: 3);
        var by = Enumerable.Range(0, 2).SelectMany(head => new[] { (1, head), (2, head) })
            .ToDictionary(receiver => receiver, receiver => Patching.Path(model, Tokens, Others, (0, 0), receiver, Logit));
        Assert.Equal(4, by.Values.Distinct().Count());
        Assert.DoesNotContain(Logit(model.Run(Tokens)), by.Values);
    }

    [Fact]
    public void WhatDoesNotFit_IsNamed()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2));
        var steps = model.Run(Tokens);
        Assert.Contains("tokens has 6, source has 1", Assert.Throws<ArgumentException>(() => Patching.Heads(model, Tokens, [1], Logit)).Message, StringComparison.Ordinal);
        Assert.Contains("in 1 and 1", Assert.Throws<ArgumentException>(() => Patching.Path(model, Tokens, Others, (1, 0), (1, 1), Logit)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1: it is 2", Assert.Throws<ArgumentOutOfRangeException>(() => HeadOutputs.Of(model, steps, 2, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1: it is -1", Assert.Throws<ArgumentOutOfRangeException>(() => HeadOutputs.ValueNorms(model, steps, 0, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 5: it is 6", Assert.Throws<ArgumentOutOfRangeException>(() => LogitAttribution.Of(model, steps, 6, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 6: it is 7", Assert.Throws<ArgumentOutOfRangeException>(() => LogitAttribution.Of(model, steps, 0, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("there is none", Assert.Throws<ArgumentException>(() => AttentionRollout.Of([])).Message, StringComparison.Ordinal);
    }

    private static double Logit(ModelSteps steps) => steps.Logits[5, 1];

    // Gains of 1 and biases of 0 would hide a part that forgets them.
    private static Transformer Shaken(TransformerSizes sizes)
    {
        var model = new Transformer(sizes, seed: 3);
        var random = new Random(1);
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Value.RowCount == 1))
            parameter.Value.MapInplace(number => number + (float)random.NextDouble() - .5f, Zeros.Include);
        return model;
    }
}
