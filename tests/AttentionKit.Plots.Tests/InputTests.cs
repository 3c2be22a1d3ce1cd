using System.Text.Json;
using System.Xml.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

/// <summary>What may come as tokens and numbers, for every figure.</summary>
public sealed class InputTests
{
    public static TheoryData<string> Figures => [.. Inputs.Figures];

    [Theory]
    [MemberData(nameof(Figures))]
    public void EveryForm_IsThere(string name)
    {
        var figure = Inputs.Draw(name, Inputs.Steps, Example.Tokens);
        Assert.Matches(@"^[\p{Lu}\d](?!.*[.!?] ).*[^.]\.$", figure.Description); // one sentence
        Assert.DoesNotContain("Grey", figure.ToString(), StringComparison.Ordinal);
        if (name is not "grid") foreach (var token in Example.Tokens) Assert.Contains(token, figure.ToString(),
            StringComparison.Ordinal); // a grid names the strongest pairs only
        Assert.Contains("<table", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(["data", "layout", "config"],
            JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void TokensThatDoNotMatch_AreAnError(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Inputs.Draw(name, Inputs.Steps, ["The", "cat"]));
        Assert.Contains("must have one name a", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 2.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void NoRows_AreAnError(string name)
    {
        var none = Matrix<float>.Build.Dense(0, 4);
        Assert.ThrowsAny<ArgumentException>(() =>
            Inputs.Draw(name, new(none, none, none, none, none, none, none, none, 1, null), []));
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void OneToken_IsAPicture(string name) => AssertWellFormed(Inputs.Draw(name, Inputs.Of(1), ["only"]));

    [Theory]
    [MemberData(nameof(Figures))]
    public void MarkupInTokensAndTitles_IsText(string name)
    {
        const string evil = "</script><b onclick=\"x()\">&{0}";
        var figure = Inputs.Draw(name, Inputs.Of(2), [evil, "<i>"], title: evil);
        Assert.DoesNotContain("<b onclick", figure.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(2, figure.ToHtml().Split("</script>").Length);
        Assert.DoesNotContain("<b onclick", figure.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("\\u003cb onclick", figure.ToPlotlyJson(), StringComparison.OrdinalIgnoreCase);
        AssertWellFormed(figure);
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void UnusualTokens_ArePictures(string name)
    {
        string[] tokens = ["", "cat", "cat", "שלום", "👩‍👩‍👧", new string('x', 300)];
        AssertWellFormed(Inputs.Draw(name, Inputs.Of(6), tokens));
        if (name is not "grid") Assert.Contains("(empty)", Inputs.Draw(name, Inputs.Of(6), tokens).ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void NumbersThatAreNone_ArePictures(string name)
    {
        foreach (var odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var values = Example.Values.Clone();
            values[1, 1] = odd;
            var steps = Attention.Steps(values, Example.Values, values);
            AssertWellFormed(Inputs.Draw(name, steps, Example.Tokens));
            AssertWellFormed(Inputs.Draw(name, Attention.Steps(values, values, values), Example.Tokens));
            AssertWellFormed(Inputs.Draw(name,
                steps with { Weights = steps.Weights.Map(_ => odd), MaskedScores = steps.Scores.Map(_ => odd) },
                Example.Tokens));
        }
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void Saved_IsAPageOrAPictureThatNeedsNothingElse(string name) =>
        AssertSaved(Inputs.Draw(name, Inputs.Steps, Example.Tokens), name is "grid" ? [] : Example.Tokens);

    [Fact]
    public void SavedCurves_AreAPageOrAPictureThatNeedsNothingElse() =>
        AssertSaved(Curves.Of("loss", "step", "mean loss", Curve.Of("train", [3, 2, 1]), Curve.Of("test", [3, 2])),
            ["step", "mean loss", "train", "test"]);

    private static void AssertSaved(Figure figure, IEnumerable<string> said)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            figure.Save(Path.Combine(folder, "figure.svg"));
            figure.Save(Path.Combine(folder, "figure.html"));
            var svg = XDocument.Load(Path.Combine(folder, "figure.svg")).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            var texts = string.Join('\n',
                svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
            Assert.Contains(figure.Title, texts, StringComparison.Ordinal);
            foreach (var one in said) Assert.Contains(one, texts, StringComparison.Ordinal);
            var html = File.ReadAllText(Path.Combine(folder, "figure.html"));
            Assert.StartsWith("<!DOCTYPE html>", html);
            Assert.Contains(figure.ToHtml(), html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script src", html, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Saved_AsAnythingElse_IsAnError() =>
        Assert.StartsWith("path must end in .html or .svg: it ends in \".png\".",
            Assert.Throws<ArgumentException>(() => Heatmap.Weights(Example.Weights, Example.Tokens).Save("figure.png"))
            .Message);

    /// <summary>The JSON can be read, and the SVG is XML.</summary>
    private static void AssertWellFormed(Figure figure)
    {
        JsonDocument.Parse(figure.ToPlotlyJson());
        var svg = figure.ToSvg();
        XDocument.Parse(svg);
        Assert.DoesNotMatch("(x|y|width|height|d)=\"[^\"]*(NaN|Infinity)", svg); // a place that is none
    }
}
