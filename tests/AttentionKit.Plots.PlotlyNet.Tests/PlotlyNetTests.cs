using System.Text.Json;
using System.Text.Json.Nodes;
using AttentionKit.Plots.Tests;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace AttentionKit.Plots.PlotlyNet.Tests;

public sealed class PlotlyNetTests
{
    public static TheoryData<string> Figures => [.. Inputs.Figures];

    [Theory]
    [MemberData(nameof(Figures))]
    public void EveryFigure_IsTheSameChartInPlotlyNet(string name)
    {
        var figure = Inputs.Draw(name, Inputs.Steps, Example.Tokens);
        var theirs = JsonNode.Parse(GenericChart.toJson(figure.ToPlotlyNet()))!;
        Assert.True(JsonNode.DeepEquals(Numeric(JsonNode.Parse(figure.ToPlotlyJson())!), Numeric(theirs)));
    }

    [Fact]
    public void AChart_CanBeChangedFurther()
    {
        var weights = Inputs.Draw("weights", Inputs.Steps, Example.Tokens).ToPlotlyNet();
        var both = GenericChart.combine([weights, Own()]);
        Assert.Equal(GenericChart.getTraces(weights).Length + 1, GenericChart.getTraces(both).Length);
        var axis = Assert.IsType<LinearAxis>(GenericChart.getLayout(both).TryGetPropertyValue("xaxis").Value);
        axis.SetProperty("title", "keys");
        var layout = JsonDocument.Parse(GenericChart.toJson(both)).RootElement.GetProperty("layout");
        Assert.Equal("keys", layout.GetProperty("xaxis").GetProperty("title").GetString());
        Assert.Equal("The", layout.GetProperty("xaxis").GetProperty("ticktext")[0].GetString());
    }

    [Fact]
    public void AReadersOwnChart_IsShownByTheNotebook()
    {
        var setup = PlotlyNet.Start();
        Assert.Equal(setup.ToHtml(), setup.ToDisplayString("text/html"));
        Assert.DoesNotContain("http", setup.ToHtml()[..2000], StringComparison.Ordinal);
        var chart = Own();
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(chart.GetType()).Order());
        Assert.Contains("<script type=\"application/json\">{\"data\":", chart.ToDisplayString("text/html"),
            StringComparison.Ordinal);
        Assert.Equal("A chart of Plotly.NET: scatter.", chart.ToDisplayString("text/plain"));
    }

    [Fact]
    public void TheSnippetOfTheDocs_Runs()
    {
        var (causal, tokens) = (Inputs.Steps, Example.Tokens);
        var line = new Trace("scatter");
        line.SetProperty("x", new[] { 0, 1, 2 });
        line.SetProperty("y", new[] { 0, 1, 2 });
        var weights = Heatmap.Weights(causal.Weights, tokens).ToPlotlyNet();
        var both = GenericChart.combine([weights, GenericChart.ofTraceObject(true, line)]);
        Assert.Equal(GenericChart.getTraces(weights).Length + 1, GenericChart.getTraces(both).Length);
        var docs = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Source())!, "..", "..", "docs", "plots.md"));
        var snippet = docs.Split("```csharp\n")[2].Split("```")[0];
        Assert.All(snippet.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            one => Assert.Contains(one, File.ReadAllText(Source()), StringComparison.Ordinal));

        static string Source([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
    }

    private static GenericChart Own()
    {
        var trace = new Trace("scatter");
        trace.SetProperty("x", new[] { 1, 2 });
        trace.SetProperty("y", new[] { 2, 3 });
        return GenericChart.ofTraceObject(true, trace);
    }

    /// <summary>1 and 1.0 are the same number.</summary>
    private static JsonNode? Numeric(JsonNode? node) => node switch
    {
        JsonObject one => new JsonObject(one.OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => KeyValuePair.Create(property.Key, Numeric(property.Value)))),
        JsonArray many => new JsonArray([.. many.Select(Numeric)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            JsonValue.Create(double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };
}
