namespace AttentionKit.Lessons.Tests;

public class HelpTests
{
    [Fact]
    public void AMember_IsShownWithShapesErrorsAndSource()
    {
        var text = Help.On("Attention.Scores").ToString();
        Assert.Contains("Attention.Scores(Matrix<float> queries, Matrix<float> keys, float? scale)", text);
        Assert.Contains("queries: [nQueries × dHead]", text);
        Assert.Contains("ArgumentException: queries and keys differ in dHead", text);
        Assert.Contains("Vaswani et al. 2017", text);
    }

    [Fact]
    public void WhatIsInherited_IsShownToo() =>
        Assert.Contains("keys: [nKeys × dHead]", Help.On("attention.apply").ToString());

    [Fact]
    public void EveryNameThatTheKitDocuments_HasAPageWithoutIds()
    {
        foreach (var name in new[] { "Attention", "Mask.Causal", "Help.On", "Alibi.Biases", "MultiHead" })
            Assert.DoesNotMatch(@"[MTPF]:\w|Matrix\{|``", Help.On(name).ToString());
    }

    [Fact]
    public void Html_IsEncoded() =>
        Assert.Contains("Matrix&lt;float&gt; queries", Help.On("Attention.Scores").ToHtml());

    [Fact]
    public void AnUnknownName_NamesWhatComesNear()
    {
        var error = Assert.Throws<ArgumentException>(() => Help.On("Mask.Causl"));
        Assert.StartsWith("there is no documentation of \"Mask.Causl\". Name a type", error.Message);
        Assert.Contains("Mask.Causal", Assert.Throws<ArgumentException>(() => Help.On("Nope.Causal")).Message);
    }
}
