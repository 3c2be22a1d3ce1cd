using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Tests.Jupyter;

public class PromptTests
{
    private readonly Prompt prompt = new();

    [Theory]
    [InlineData("Input:", "")]
    [InlineData("Name? ", "Name? ")]
    [InlineData("Name? ", "Hello\nNa", "me? ")]
    [InlineData("Input:", "Name?\n")]
    [InlineData("Input:", "half", " a line\n")]
    public void APrompt_IsTheLineThatTheCellHasBegun(string expected, params string[] pieces)
    {
        foreach (var piece in pieces)
            See(piece);
        Assert.Equal(expected, prompt.Take());
    }

    [Fact]
    public void AnAnswer_EndsTheLine()
    {
        See("Name? ");
        prompt.Take();
        Assert.Equal("Input:", prompt.Take());
    }

    [Fact]
    public void ALongLine_IsCutAtItsFront()
    {
        for (var i = 0; i < 1000; i++)
            See("0123456789");
        See(" sure? ");
        Assert.Equal(200, prompt.Take().Length);
        See(new string('x', 1000) + "end?");
        Assert.EndsWith("xend?", prompt.Take(), StringComparison.Ordinal);
    }

    private void See(string text) => prompt.See(new StreamText("stdout", text));
}
