using System.Globalization;
using AttentionKit.Session;

using AttentionKit.Session.Display;
using AttentionKit.Session.Display.View;

namespace AttentionKit.Session.Tests;

public class DirectiveTests
{
    private readonly Cells cells = new();

    [Theory]
    [InlineData("#!csharp\n1 + 1")]
    [InlineData("// first\n#!csharp\n1 + 1")]
    [InlineData("return 2;")]
    [InlineData("if (true) return 2;")]
    public async Task WhatOtherNotebooksUse_GivesItsValue(string code) =>
        Assert.Equal(2, await cells.ResultAsync(code));

    [Fact]
    public async Task AReturnInAFunction_IsNoResult()
    {
        Assert.Null(await cells.RunAsync("int Two() { return 2; }\nvar f = () => { return 2; };"));
        Assert.Empty(cells.Outputs);
    }

    [Fact]
    public async Task ATextThatLooksLikeADirective_IsText() =>
        Assert.Equal("\n#!fsharp\n", await cells.ResultAsync("@\"\n#!fsharp\n\""));

    [Fact]
    public async Task Time_ShowsHowLongTheCellTook()
    {
        Assert.Null(await cells.RunAsync("#!time\nvar x = 1;"));
        Assert.StartsWith("Wall time: ", (string)Assert.IsType<Displayed>(Assert.Single(cells.Outputs)).Value!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "This cell is in F#, and this host runs C# only.", 1)]
    [InlineData("// first\n#!pwsh\nls", "This cell is in PowerShell, and this host runs C# only.", 2)]
    [InlineData("#!share --from fsharp x", "This host runs C# and knows no #!share", 1)]
    public async Task AnotherLanguage_IsNamed(string code, string message, int line)
    {
        var error = await cells.ErrorAsync(code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
    }

    [Theory]
    [InlineData("Task.Delay(1)")]
    [InlineData("async Task<int> Later() { await Task.Yield(); return 1; }\nLater()")]
    public async Task ATaskAtTheEnd_IsNoWarning(string code)
    {
        Assert.Null(await cells.RunAsync(code));
        _ = Assert.IsType<Task>(Assert.IsType<Result>(Assert.Single(cells.Outputs)).Value, exactMatch: false);
    }

    [Fact]
    public async Task AForgottenTask_IsAWarning()
    {
        Assert.Null(await cells.RunAsync("Task.Delay(1);\nawait Task.Yield();\n1"));
        var notes = Assert.IsType<Notes>(Assert.IsType<Displayed>(cells.Outputs[0]).Value);
        Assert.Contains("CS4014", Assert.Single(notes.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASourceOfPackages_IsHandedToTheHost()
    {
        var packages = new Packages();
        Assert.Null(await new Cells(".", packages).RunAsync(
            "#i \"nuget: https://example.org/index.json\"\n#r \"nuget: Some\"\n1"));
        Assert.Equal(["https://example.org/index.json"], packages.Sources);
    }

    [Fact]
    public void TheVersion_IsTheCompilersOwn() =>
        Assert.True(
            double.Parse(CSharpSession.LanguageVersion, CultureInfo.InvariantCulture) >= Environment.Version.Major + 4);

    private sealed class Packages : IPackages
    {
        public string[] Sources { get; private set; } = [];

        public Task<PackageFiles> RestoreAsync(
            IEnumerable<PackageName> packages, IEnumerable<string> sources, CancellationToken cancellation)
        {
            Sources = [.. sources];
            return Task.FromResult(new PackageFiles([], []));
        }
    }
}
