using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>A matrix as a Plotly heatmap: row 0 on top, column names above.</summary>
/// <remarks>Properties are set by Plotly's own names: Plotly.NET's typed options need an F# option around each.</remarks>
internal static class HeatmapChart
{
    // A sentence for each cell costs some 50 bytes: beyond this, hovering gives positions instead of names.
    private const int MostSentences = 4096;

    internal static GenericChart Of(LabelledMatrix data, string title)
    {
        var size = new HeatmapSize(data, title);
        List<Trace> traces = [Cells(data), .. SpecialValue.In(data.Matrix, data.MinusInfinity).Select(kind => Hatching(data, kind))];
        if (size.NumbersFit) traces.Add(NumbersInCells(data));
        var chart = GenericChart.ofTraceObjects(false, traces);
        return GenericChart.setConfig(Config(), GenericChart.setLayout(Layout(data, title, size), chart));
    }

    private static Trace Cells(LabelledMatrix data)
    {
        var cells = new Trace("heatmap");
        cells.SetProperty("z", Rows(data, (i, j) => float.IsFinite(data.Matrix[i, j]) ? Numbers.FiveDigits(data.Matrix[i, j]) : (double?)null));
        cells.SetProperty("zmin", data.Scale.Min);
        cells.SetProperty("zmax", data.Scale.Max);
        cells.SetProperty("colorscale", data.Scale.ToPlotly());
        cells.SetProperty("colorbar", new
        {
            title = new { text = data.Unit + "<br>&nbsp;", side = "top" }, // an empty line: room above the uppermost number
            tickvals = data.Scale.Ticks,
            ticktext = data.Scale.Ticks.Select(tick => Numbers.Text((float)tick, "G3")).ToArray(),
            thickness = 16,
            outlinewidth = 0,
            xpad = 14,
            ypad = 0,
        });
        if (data.Rows.Count * data.Columns.Count <= MostSentences)
        {
            cells.SetProperty("hovertext", Rows(data, (i, j) => Sentence(data, i, j)));
            cells.SetProperty("hoverinfo", "text");
        }
        else
            cells.SetProperty("hovertemplate", $"{data.RowAxis} %{{y}}, {data.ColumnAxis} %{{x}}: %{{z}}<extra></extra>");
        return cells;
    }

    private static string Sentence(LabelledMatrix data, int row, int column) =>
        Markup.EscapePlotly(string.Format(null, data.Sentence, data.Rows[row], data.Columns[column], Numbers.Text(data.Matrix[row, column])));

    /// <summary>Bars over the cells: a heatmap has no hatching of its own.</summary>
    private static Trace Hatching(LabelledMatrix data, SpecialValue kind)
    {
        var runs = kind.Runs(data.Matrix).ToArray();
        var bars = new Trace("bar");
        bars.SetProperty("orientation", "h");
        bars.SetProperty("y", runs.Select(run => run.Row).ToArray());
        bars.SetProperty("base", runs.Select(run => run.Start - 0.5).ToArray());
        bars.SetProperty("x", runs.Select(run => run.Length).ToArray());
        bars.SetProperty("width", 1);
        bars.SetProperty("marker", new { pattern = new { shape = kind.Pattern, bgcolor = ColorScale.NotANumber, fgcolor = "#a8a8a8", size = 9, solidity = 0.15 } });
        bars.SetProperty("name", kind.Name);
        bars.SetProperty("showlegend", true);
        bars.SetProperty("hoverinfo", "skip");
        return bars;
    }

    /// <summary>Text in our own colours: Plotly's own choice for heatmaps is too faint on middle shades.</summary>
    private static Trace NumbersInCells(LabelledMatrix data)
    {
        var places = (from i in Enumerable.Range(0, data.Rows.Count) from j in Enumerable.Range(0, data.Columns.Count) select (i, j)).ToArray();
        var numbers = new Trace("scatter");
        numbers.SetProperty("mode", "text");
        numbers.SetProperty("x", places.Select(place => place.j).ToArray());
        numbers.SetProperty("y", places.Select(place => place.i).ToArray());
        numbers.SetProperty("text", places.Select(place => data.Text(place.i, place.j)).ToArray());
        numbers.SetProperty("textfont", new { size = 16, color = places.Select(place => data.Scale.TextAt(data.Matrix[place.i, place.j])).ToArray() });
        numbers.SetProperty("showlegend", false);
        numbers.SetProperty("hoverinfo", "skip");
        return numbers;
    }

    private static Layout Layout(LabelledMatrix data, string title, HeatmapSize size)
    {
        var layout = new Layout();
        layout.SetProperty("title", new { text = Markup.EscapePlotly(title), font = new { size = 22 }, x = 0, xref = "container", xanchor = "left", y = 1, yref = "container", yanchor = "top", pad = new { t = 12, l = 8 } });
        layout.SetProperty("font", new { family = "system-ui, 'Segoe UI', sans-serif", size = 15, color = "#1f1f1f" });
        layout.SetProperty("paper_bgcolor", "#fff");
        layout.SetProperty("plot_bgcolor", "#fff");
        layout.SetProperty("width", size.Width);
        layout.SetProperty("height", size.Height);
        layout.SetProperty("margin", new { l = size.Left, r = HeatmapSize.Right, t = size.Top, b = size.Bottom, pad = 0 });
        layout.SetProperty("barmode", "overlay");
        layout.SetProperty("hoverlabel", new { font = new { size = 16 }, align = "left" });
        layout.SetProperty("legend", new { x = 0, y = 0, yanchor = "top", itemclick = false, itemdoubleclick = false });
        layout.SetProperty("xaxis", Axis(size.ColumnLabels, data.ColumnAxis, size.ColumnStep, "top", size.ColumnAngle, [-0.5, data.Columns.Count - 0.5]));
        layout.SetProperty("yaxis", Axis(size.RowLabels, data.RowAxis, size.RowStep, "left", 0, [data.Rows.Count - 0.5, -0.5]));
        return layout;
    }

    /// <summary>Positions are numbers and names only their labels: a token that comes twice keeps both of its rows.</summary>
    private static object Axis(IReadOnlyList<string> labels, string title, int step, string side, int angle, double[] range)
    {
        var labelled = Enumerable.Range(0, labels.Count).Where(i => i % step == 0).ToArray();
        return new
        {
            title = new { text = title, standoff = 10 },
            side,
            range,
            tickvals = labelled,
            ticktext = labelled.Select(i => Markup.EscapePlotly(labels[i]).Replace("\n", "<br>")).ToArray(),
            tickangle = angle,
            ticks = "outside",
            tickcolor = "rgba(0,0,0,0)", // only room between labels and cells
            showgrid = false,
            zeroline = false,
            automargin = true,
        };
    }

    private static Config Config()
    {
        var config = new Config();
        config.SetProperty("displayModeBar", false); // it covers the title wherever there is no mouse to hover with
        config.SetProperty("typesetMath", false); // a token may hold dollar signs
        return config;
    }

    private static T[][] Rows<T>(LabelledMatrix data, Func<int, int, T> cell) =>
        [.. Enumerable.Range(0, data.Rows.Count).Select(i => Enumerable.Range(0, data.Columns.Count).Select(j => cell(i, j)).ToArray())];
}
