namespace AttentionKit.Models.Tests;

public sealed class TokenizerTests : IDisposable
{
    private const string Text = "the cat sat on the mat, the cat sat on the hat.\n";
    private static readonly Tokenizer Learned = Tokenizer.Learn(Text, 110);
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void EncodedText_IsDecoded_WhateverItsCharacters() =>
        Gen.String[Gen.Char[' ', '~'], 0, 40].Sample(text => Learned.Decode(Learned.Encode(text)) == text);

    [Fact]
    public void ACharacterThatIsNotKnown_BecomesAQuestionMark() =>
        Assert.Equal("caf? ?\n", Learned.Decode(Learned.Encode("café ☕\r\n")));

    [Fact]
    public void Learn_MergesWhatComesOften()
    {
        Assert.Equal(110, Learned.Count);
        Assert.Equal(["the"], Learned.Names(Learned.Encode(" the")));
        Assert.Equal("at", Learned.Decode([97]));
        Assert.Equal(["<start>", "the", "\n"], Learned.Names([Tokenizer.Start, .. Learned.Encode(" the\n")]));
    }

    [Fact]
    public void AMergeAppliesWithinAWordOnly() =>
        Assert.Equal(Learned.Encode("cat").Count + Learned.Encode(" sat").Count, Learned.Encode("cat sat").Count);

    [Fact]
    public void ATokenizerWritten_IsTheOneRead() =>
        Assert.Equal(Learned.Encode(Text), Tokenizer.Read(Learned.Write()).Encode(Text));

    [Theory]
    [InlineData("1", "a merge must be two numbers")]
    [InlineData("1,x", "a merge must be two numbers")]
    [InlineData("0,1", "merge 0 must be a new pair of tokens from 1 to 96")]
    [InlineData("1,97", "merge 0 must be a new pair of tokens from 1 to 96")]
    [InlineData("1,2 1,2", "merge 1 must be a new pair of tokens from 1 to 97")]
    public void MergesThatCanNotBe_AreNamed(string merges, string message) =>
        Assert.StartsWith(message, Assert.Throws<WeightsException>(() => Tokenizer.Read(merges)).Message, StringComparison.Ordinal);

    [Fact]
    public void ALanguageModelWritten_IsTheOneRead()
    {
        var model = new Transformer(new(110, 6, 4, 1, 2), seed: 2);
        new LanguageModel(model, Learned, new Dictionary<string, string> { ["trained on"] = "a cat" }).Write(path, NumberFormat.F32);
        var read = LanguageModel.Read(File.OpenRead(path), "a model");
        Assert.Equal("a cat", read.About["trained on"]);
        Assert.Equal([Tokenizer.Start, .. Learned.Encode("the cat")], read.Tokens("the cat"));
        Assert.Equal(model.Run([0, 97]).Logits, read.Model.Run([0, 97]).Logits);
    }

    [Fact]
    public void ALanguageModelWithoutMerges_OrWithOthers_IsNamed()
    {
        ModelFile.Write(path, new Transformer(new(110, 6, 4, 1, 2)));
        Assert.Contains("it has merges nowhere", Error(), StringComparison.Ordinal);
        ModelFile.Write(path, new Transformer(new(109, 6, 4, 1, 2)), about: new Dictionary<string, string> { ["merges"] = Learned.Write() });
        Assert.Contains("must give the model's 109 tokens: they give 110", Error(), StringComparison.Ordinal);
    }

    private string Error() => Assert.Throws<WeightsException>(() => LanguageModel.Read(File.OpenRead(path), "a model")).Message;
}
