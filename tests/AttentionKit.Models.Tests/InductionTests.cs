namespace AttentionKit.Models.Tests;

/// <summary>What is published of the tiny model: two layers find the rule, one can't.</summary>
public class InductionTests
{
    private static readonly TransformerSizes Sizes = new(16, 24, 32, 2, 1);

    [Fact]
    public void TwoLayers_GrowAnInductionHead()
    {
        var model = Trained(Sizes, nSteps: 300);
        var tests = Sequences(99, 40);
        Assert.InRange(Accuracy(model, tests), .95, 1);
        var runs = tests.Select(test => (model.Run(test.Tokens), test)).ToArray();
        Assert.InRange(runs.Average(run => HeadScores.PreviousToken(run.Item1.Head(0, 0).Weights)), .25, 1);
        Assert.InRange(runs.Average(run => HeadScores.Induction(run.Item1.Head(1, 0).Weights, run.test.Tokens)), .8, 1);
    }

    [Fact]
    public void OneLayer_CanNot() => Assert.InRange(Accuracy(Trained(Sizes with { NLayers = 1 }, nSteps: 300), Sequences(99, 40)), 0, .45);

    [Fact]
    public void Training_GivesTheSameBits_FromTheSameSeed()
    {
        var (one, other) = (Trained(Sizes, 3), Trained(Sizes, 3));
        foreach (var (a, b) in one.Parameters.Zip(other.Parameters))
            Assert.Equal(a.Numbers, b.Numbers);
    }

    private static Transformer Trained(TransformerSizes sizes, int nSteps)
    {
        var model = new Transformer(sizes, seed: 1);
        var optimizer = new AdamW(model.Parameters, learningRate: 4e-3f);
        var random = new Random(2);
        for (var step = 0; step < nSteps; step++)
            optimizer.Step(TrainingStep.Of(model, Sequences(random, 16), TestContext.Current.CancellationToken).Gradients);
        return model;
    }

    private static double Accuracy(Transformer model, Example[] tests) =>
        tests.Average(test => CrossEntropy.Of(model.Run(test.Tokens).Logits, test.Targets).Accuracy);

    private static Example[] Sequences(int seed, int count) => Sequences(new Random(seed), count);

    private static Example[] Sequences(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => RepeatedSequences.Next(random))];
}
