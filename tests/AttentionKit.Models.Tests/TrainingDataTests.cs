using AttentionKit.Training;

namespace AttentionKit.Models.Tests;

/// <summary>What the language model of data/ was made from.</summary>
public class TrainingDataTests
{
    private static readonly int[] Text = [.. Enumerable.Range(0, 500).Select(i => 100 + i % 97)];

    [Fact]
    public void Corpus_IsAParagraphPerLine_InPrintableAscii() =>
        Assert.Equal("abbrev /ab'/, n.\nSee \"spam\" - twice.\n", Corpus.Plain("abbrev\r\n /ab´/,   n.\n\n    See “{spam}”\n    — twice.™\n \n"));

    [Fact]
    public void Sequences_OfOneSeed_AreTheSame() => Assert.Equal(
        new Sequences(Text, 1024, 32, seed: 1).Batch(20).SelectMany(example => example.Tokens),
        new Sequences(Text, 1024, 32, seed: 1).Batch(20).SelectMany(example => example.Tokens));

    [Fact]
    public void Sequences_StartWithTheStart_FillTheContext_AndPredictTheNext() =>
        Assert.All(new Sequences(Text, 1024, 32, seed: 2).Batch(200), example =>
        {
            Assert.Equal((Tokenizer.Start, 32, 32), (example.Tokens[0], example.Tokens.Count, example.Targets.Count));
            for (var i = 0; i + 1 < 32; i++)
                Assert.True(example.Targets[i] == CrossEntropy.None || example.Targets[i] == example.Tokens[i + 1]);
        });

    [Fact]
    public void TokensInNoOrder_AreAskedForOnlyWhenTheyComeAgain()
    {
        var partly = new Sequences(Text, 1024, 32, seed: 3).Batch(200).Where(example => example.Targets[0] == CrossEntropy.None).ToArray();
        Assert.InRange(partly.Length, 10, 40);
        Assert.All(partly, example => Assert.All(Enumerable.Range(0, 32).Where(i => example.Targets[i] != CrossEntropy.None && i < 31),
            i => Assert.Contains(example.Targets[i], example.Tokens.Take(i))));
    }
}
