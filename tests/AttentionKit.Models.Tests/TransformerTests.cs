namespace AttentionKit.Models.Tests;

public class TransformerTests
{
    private static readonly int[] Tokens = [0, 3, 1, 3, 0, 6];

    [Theory]
    [MemberData(nameof(GradientTests.Variants), MemberType = typeof(GradientTests), DisableDiscoveryEnumeration = true)]
    public void Decode_TokenByToken_GivesWhatRunGives(string name, TransformerSizes sizes)
    {
        var model = new Transformer(sizes, seed: 3);
        var caches = model.NewCaches();
        var whole = model.Run(Tokens).Logits;
        for (var i = 0; i < Tokens.Length; i++)
        {
            var logits = model.Decode([Tokens[i]], caches).Logits;
            for (var token = 0; token < sizes.NVocabulary; token++)
                Assert.True(Math.Abs(whole[i, token] - logits[0, token]) < 1e-4, $"{name}: {whole[i, token]} and {logits[0, token]}");
        }
    }

    [Theory]
    [MemberData(nameof(GradientTests.Variants), MemberType = typeof(GradientTests), DisableDiscoveryEnumeration = true)]
    public void Next_IsTheLastRowOfDecode(string name, TransformerSizes sizes)
    {
        var model = new Transformer(sizes, seed: 3);
        IReadOnlyList<KvCache> stepwise = model.NewCaches(), fused = model.NewCaches();
        foreach (var tokens in new int[][] { Tokens[..3], [Tokens[3]], Tokens[4..] })
        {
            var expected = model.Decode(tokens, stepwise).Logits;
            var next = model.Next(tokens, fused);
            Assert.True(next.RowCount == 1, name);
            Assert.All(Enumerable.Range(0, sizes.NVocabulary), v => Assert.Equal(expected[tokens.Length - 1, v], next[0, v], 1e-4f));
        }
    }

    [Fact]
    public void Run_ReplacingAnythingByItself_ChangesNothing()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2), seed: 3);
        var changed = model.Run(Tokens, x => x, (_, x) => x, (_, _, steps) => steps.WithWeights(steps.Weights).WithOutput(steps.Output));
        Assert.Equal(model.Run(Tokens).Logits, changed.Logits);
    }

    [Fact]
    public void Run_AHeadAblated_ChangesLaterTokensOnlyThroughItself()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2), seed: 3);
        var ablated = model.Run(Tokens, head: (layer, head, steps) => (layer, head) == (1, 0) ? steps.Ablated() : steps);
        Assert.Equal(model.Run(Tokens).Layers[1].ResidualIn, ablated.Layers[1].ResidualIn);
        Assert.All(ablated.Head(1, 0).Output.Enumerate(), number => Assert.Equal(0, number));
        Assert.NotEqual(model.Run(Tokens).Logits, ablated.Logits);
    }

    [Fact]
    public void Run_RefusesWhatIsNoSequence()
    {
        var model = new Transformer(new(7, 6, 4, 2, 2));
        Assert.StartsWith("tokens must hold at least one token: there is none.", Assert.Throws<ArgumentException>("tokens", () => model.Run([])).Message, StringComparison.Ordinal);
        Assert.StartsWith("tokens must be numbers from 0 to 6: token 1 is 7.", Assert.Throws<ArgumentException>("tokens", () => model.Run([0, 7])).Message, StringComparison.Ordinal);
        Assert.StartsWith("a sequence must fit NContext: it has 7 tokens, NContext is 6. Take fewer.", Assert.Throws<ArgumentException>("tokens", () => model.Run(new int[7])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadScores_ThePublishedExample() =>
        Assert.Equal(.325, HeadScores.PreviousToken(Matrix<float>.Build.DenseOfRowArrays([1, 0, 0, 0], [.5f, .5f, 0, 0], [.2f, .3f, .5f, 0], [.1f, .15f, .5f, .25f])), 1e-6);
}
