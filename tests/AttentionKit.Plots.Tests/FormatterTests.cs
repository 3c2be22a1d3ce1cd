using MathNet.Numerics.LinearAlgebra;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Plots.Tests;

public sealed class FormatterTests
{
    private static readonly Figure s_figure = Heatmap.Weights(Example.Weights, Example.Tokens);

    [Fact]
    public void Figure_PrefersHtmlAndText() =>
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)).Order());

    [Fact]
    public void Figure_IsFormattedAsEachOfItsForms()
    {
        Assert.Equal(s_figure.ToHtml(), s_figure.ToDisplayString("text/html"));
        Assert.Equal(s_figure.ToString(), s_figure.ToDisplayString("text/plain"));
    }

    [Fact]
    public void EveryPreferredMimeType_HasAFormatter()
    {
        MatrixTable.Register();
        foreach (var type in new[] { typeof(Figure), typeof(PlotlySetup), Example.Weights.GetType(),
            Example.Weights.Row(0).GetType() })
        {
            foreach (var mimeType in Formatter.GetPreferredMimeTypesFor(type))
                Assert.Contains(Formatter.RegisteredFormatters(),
                    formatter => formatter.MimeType == mimeType && formatter.Type.IsAssignableFrom(type)
                    && formatter.Type != typeof(object));
        }
    }

    [Fact]
    public void Setup_SaysWhatItIs()
    {
        var setup = new PlotlySetup();
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(PlotlySetup)).Order());
        Assert.Equal("Figures of this notebook are drawn by plotly.js 3.7.0, which this output carries.",
            setup.ToDisplayString("text/plain"));
        Assert.Equal(2, setup.ToDisplayString("text/html").Split("</script").Length);
        Assert.DoesNotContain('\n', setup.ToDisplayString("text/html"));
        Assert.InRange(setup.ToDisplayString("text/html").Length, 400_000, 600_000);
    }

    [Fact]
    public void Matrix_ShowsAsATable()
    {
        MatrixTable.Register();
        Assert.Equal(["text/html", "text/plain"],
            Formatter.GetPreferredMimeTypesFor(Example.Weights.GetType()).Order());
        Assert.Equal(MatrixTable.ToHtml(Example.Weights), Example.Weights.ToDisplayString("text/html"));
        Assert.Equal(MatrixTable.ToText(Example.Weights), Example.Weights.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Vector_ShowsAsATableOfOneRow()
    {
        MatrixTable.Register();
        var vector = Vector<float>.Build.Dense([1f, -2f]);
        Assert.Equal("1×2 matrix\n      0      1\n0  1.00  −2.00", vector.ToDisplayString("text/plain"));
        Assert.Contains(">−2.00</td>", vector.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void RegisteringTwice_ChangesNothing()
    {
        MatrixTable.Register();
        var before = Formatter.RegisteredFormatters(includeDefaults: false).Count();
        MatrixTable.Register();
        Assert.Equal(before, Formatter.RegisteredFormatters(includeDefaults: false).Count());
    }
}
