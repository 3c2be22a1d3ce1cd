using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Tests;

public class CellLanguageTests
{
    [Theory]
    [InlineData("""{"polyglot_notebook":{"kernelName":"pwsh"},"dotnet_interactive":{"language":"fsharp"}}""", "pwsh")]
    [InlineData("""{"dotnet_interactive":{"language":"fsharp"}}""", "fsharp")]
    [InlineData("""{"cellId":"vscode-notebook-cell:/a.ipynb#W0","tags":["x"]}""", null)]
    [InlineData("""{"polyglot_notebook":7,"dotnet_interactive":{"language":["fsharp"]}}""", null)]
    [InlineData("[]", null)]
    public void ItIsWhatAnEditorNoted_WhateverElseIsThere(string metadata, string? language) =>
        Assert.Equal(language, CellLanguage.Of(JsonNode.Parse(metadata)));
}
