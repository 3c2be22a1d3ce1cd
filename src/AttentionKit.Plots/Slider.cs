using MathNet.Numerics.LinearAlgebra;
using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Figures with a slider. All positions are in the figure, so that it moves in an exported page too, with no kernel behind it.</summary>
public static class Slider
{
    private const int Room = 90; // pixels below the chart
    private static readonly float[] s_temperatures = [0.1f, 0.25f, 0.5f, 1, 2, 4, 10];

    /// <summary>Attention weights at temperatures from 0.1 to 10: softmax(scores / temperature).</summary>
    /// <param name="scores">[nQueries × nKeys], dimensionless.</param>
    /// <param name="queryTokens">One a row.</param>
    /// <param name="keyTokens">One a column; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">The scores are empty, or the tokens don't match their shape.</exception>
    public static Figure Temperature(Matrix<float> scores, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Of("temperature", s_temperatures, start: 1,
            temperature => Heatmap.Weights(Softmax.Rows(scores / temperature), queryTokens, keyTokens, title ?? "Attention weights at each temperature"));
    }

    private static Figure Of(string name, float[] positions, float start, Func<float, Figure> draw)
    {
        var figures = Array.ConvertAll(positions, position => draw(position));
        var traces = Array.ConvertAll(figures, figure => GenericChart.getTraces(figure.Chart).ToArray());
        var active = Array.IndexOf(positions, start);
        for (var i = 0; i < traces.Length; i++)
            foreach (var trace in traces[i])
                trace.SetProperty("visible", i == active);

        var shown = figures[active];
        var layout = GenericChart.getLayout(shown.Chart);
        layout.SetProperty("sliders", new[] { Control(name, positions, active, traces) });
        layout.SetProperty("height", (int)layout.TryGetPropertyValue("height").Value + Room);
        var chart = GenericChart.ofTraceObjects(false, traces.SelectMany(group => group));
        chart = GenericChart.setConfig(GenericChart.getConfig(shown.Chart), GenericChart.setLayout(layout, chart));
        return shown.With(chart, $"The slider sets the {name}, from {positions[0]} to {positions[^1]}; the numbers here are for {name} {start}. {shown.Description}");
    }

    private static object Control(string name, float[] positions, int active, Trace[][] traces) => new
    {
        active,
        currentvalue = new { prefix = $"{name}: ", font = new { size = 18 } },
        pad = new { t = 36 },
        steps = positions.Select((position, i) => new
        {
            label = Numbers.Text(position),
            method = "restyle",
            args = new object[] { new { visible = traces.SelectMany((group, g) => group.Select(_ => g == i)) } },
        }),
    };
}
