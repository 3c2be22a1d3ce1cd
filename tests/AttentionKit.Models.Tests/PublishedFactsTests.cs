namespace AttentionKit.Models.Tests;

/// <summary>What is published of the tiny model, over five seeds: minutes, so only where ATTENTIONKIT_LONG is set.</summary>
public class PublishedFactsTests
{
    private static readonly TransformerSizes Sizes = new(16, 24, 32, 2, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void TwoLayersReach97Percent_OneStaysBelow45(int seed)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ATTENTIONKIT_LONG") is null, "Set ATTENTIONKIT_LONG to train for minutes.");
        var two = Trained(Sizes, seed, 600);
        var one = Trained(Sizes with { NLayers = 1 }, seed, 2000);
        var tests = Sequences(new(99), 100);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"two {Accuracy(two, tests):0.000}, one {Accuracy(one, tests):0.000}, previous {Mean(two, tests, 0, (w, _) => HeadScores.PreviousToken(w)):0.00}, "
            + $"induction {Mean(two, tests, 1, HeadScores.Induction):0.00}, layer 0 ablated {Accuracy(two, tests, (l, _, s) => l == 0 ? s.Ablated() : s):0.00}, "
            + $"layer 1 uniform {Accuracy(two, tests, (l, _, s) => l == 1 ? s.Uniform() : s):0.00}, layer 1 ablated {Accuracy(two, tests, (l, _, s) => l == 1 ? s.Ablated() : s):0.00}");
        Assert.InRange(Accuracy(two, tests), .97, 1);
        Assert.InRange(Accuracy(one, tests), 0, .45);
        Assert.InRange(Mean(two, tests, 1, HeadScores.Induction), .85, 1);
        Assert.InRange(Accuracy(two, tests, (l, _, s) => l == 0 ? s.Ablated() : s), 0, .4);
        Assert.InRange(Accuracy(two, tests, (l, _, s) => l == 1 ? s.Ablated() : s), 0, .3);
    }

    private static Transformer Trained(TransformerSizes sizes, int seed, int nSteps)
    {
        var model = new Transformer(sizes, seed);
        var optimizer = new AdamW(model.Parameters, learningRate: 4e-3f);
        var random = new Random(seed);
        for (var step = 0; step < nSteps; step++)
            optimizer.Step(TrainingStep.Of(model, Sequences(random, 16), TestContext.Current.CancellationToken).Gradients);
        return model;
    }

    private static double Mean(Transformer model, Example[] tests, int layer, Func<Matrix<float>, IReadOnlyList<int>, double> score) =>
        tests.Average(test => score(model.Run(test.Tokens).Head(layer, 0).Weights, test.Tokens));

    private static double Accuracy(Transformer model, Example[] tests, Func<int, int, AttentionSteps, AttentionSteps>? head = null) =>
        tests.Average(test => CrossEntropy.Of(model.Run(test.Tokens, head: head).Logits, test.Targets).Accuracy);

    private static Example[] Sequences(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => RepeatedSequences.Next(random))];
}
