using Plotly.NET;

namespace AttentionKit.Plots;

/// <summary>Every head of every layer side by side, on one scale: a row a layer, a column a head. Choose one to enlarge it.</summary>
public static class HeadGrid
{
    private const int LargestHead = 150, SmallestHead = 40, Widest = 900, Left = 120, TallEnough = 240; // pixels, the last for the long title of the queries' axis
    private static readonly string[] s_axes = ["xaxis", "yaxis"];
    private const int Gap = 1, GroupGap = 2; // cells

    /// <summary>Shows the weights of all heads. Heads that share their keys and values (grouped queries) stand together.</summary>
    /// <param name="layers">What <see cref="MultiHead.Steps"/> gave, layer by layer; all with as many heads.</param>
    /// <param name="queryTokens">One a query.</param>
    /// <param name="keyTokens">One a key; the query tokens when null (self-attention).</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There is no layer or no head, the layers differ in heads, or the tokens don't match a head's weights.</exception>
    public static Figure Of(IReadOnlyList<MultiHeadSteps> layers, IReadOnlyList<string> queryTokens, IReadOnlyList<string>? keyTokens = null, string? title = null)
    {
        Check(layers);
        LabelledMatrix[][] heads = [.. layers.Select(layer => layer.Heads.Select(head => LabelledMatrix.OfWeights(head, queryTokens, keyTokens)).ToArray())];
        title ??= "Where each head looks";
        var grid = new HeadGridLayout(heads, Groups(layers[0].Heads), Gap, GroupGap);
        var chart = Chart(grid, title);
        var strongest = new PlainTable($"{title}: the strongest pair of each head", ["layer and head", "query → key", "weight"], [.. Pairs(heads)]);
        return new Figure(chart, title, CaptionOf(heads, grid), SvgPicture.Inline(chart, title) + strongest.ToHtml(), strongest.ToString());
    }

    private static void Check(IReadOnlyList<MultiHeadSteps> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0 || layers[0].Heads.Count == 0) throw new ArgumentException($"layers must hold at least one head: there are {layers.Count} layers. Give what MultiHead.Steps returns.", nameof(layers));
        foreach (var (i, layer) in layers.Index())
            if (layer.Heads.Count != layers[0].Heads.Count)
                throw new ArgumentException($"layers must have the same number of heads: layer 0 has {layers[0].Heads.Count}, layer {i} has {layer.Heads.Count}. Draw them in figures of their own.", nameof(layers));
    }

    /// <summary>The group of each head: heads with the same keys are in one.</summary>
    private static int[] Groups(IReadOnlyList<AttentionSteps> heads)
    {
        var groups = new int[heads.Count];
        for (var h = 1; h < groups.Length; h++) groups[h] = groups[h - 1] + (ReferenceEquals(heads[h].Keys, heads[h - 1].Keys) ? 0 : 1);
        return groups;
    }

    private static Caption CaptionOf(LabelledMatrix[][] heads, HeadGridLayout grid)
    {
        var shared = grid.IsGrouped ? $" Heads under one line share their keys and values: {Words.Count(grid.NGroups, "group")} of {heads[0].Length / grid.NGroups}." : "";
        var special = string.Concat(grid.Hatched().Select(kind => $" {Words.Count(kind.Runs.Sum(run => run.Length), "entry", "entries")} of all heads: {kind.Kind.Name}."));
        return new($"{Words.Count(heads.Length, "layer")} of {Words.Count(heads[0].Length, "head")}: in each small square, rows are queries (who looks) and columns are keys (who is looked at), weights from 0 to 100 %.",
            $"{shared} The slider or a click enlarges one head; “all” goes back.{special}");
    }

    private static IEnumerable<string[]> Pairs(LabelledMatrix[][] heads)
    {
        for (var layer = 0; layer < heads.Length; layer++)
            for (var head = 0; head < heads[layer].Length; head++)
            {
                var data = heads[layer][head];
                yield return Strongest.EntryOf(data) is var (i, j)
                    ? [$"layer {layer}, head {head}", $"{TokenLabel.Short(data.Rows[i])} → {TokenLabel.Short(data.Columns[j])}", Numbers.Text(data.Matrix[i, j], "0.00")]
                    : [$"layer {layer}, head {head}", "none is a number", ""];
            }
    }

    private static GenericChart Chart(HeadGridLayout grid, string title)
    {
        var side = Math.Clamp((double)Widest / grid.NHeads, SmallestHead, LargestHead);
        var cell = side / Math.Max(grid.NQueries, grid.NKeys);
        int width = Math.Max(420, (int)(cell * grid.Width)), height = Math.Max(150, (int)(cell * grid.Height));
        int keys = LabelWidth(grid.Keys()), queries = LabelWidth(grid.Queries());
        var upright = keys + 8 < width / grid.NKeys; // the tokens of an enlarged head
        int aboveHeads = Math.Max(grid.IsGrouped ? 46 : 10, upright ? 0 : keys), besideLayers = 10 + Math.Max(0, queries - 60);
        int top = 94 + aboveHeads, left = Left + besideLayers - 10;
        var hatched = grid.Hatched();
        var frame = new Frame(Math.Max(left + width + HeatmapSize.Right, HeatmapSize.TitleWidth(title)), top + height + 16, left, HeatmapSize.Right, top, 16);
        double[] x = [-0.5, grid.Width - 0.5], y = [grid.Height - 0.5, -0.5];
        var cells = PlotlyChart.Trace("heatmap",
            ("z", grid.Percent()), ("zmin", 0), ("zmax", 100), ("colorscale", ColorScale.Percent.ToPlotly()), ("colorbar", ColorBar.Of(ColorScale.Percent, "weight, %")),
            ("hovertemplate", "%{y} looks at<br>%{x}: %{z:.4~g} %<extra></extra>"), ("hoverongaps", false));
        var chart = PlotlyChart.Of([cells, .. hatched.Select(kind => HeatmapTraces.Hatching(kind.Kind, kind.Runs)), HeatmapChart.OnLabelAxes(), HeatmapChart.OnLabelAxes("3")], title, frame, [
            ("barmode", "overlay"),
            ("legend", HeatmapChart.Legend),
            ("xaxis", Named(grid.KeyNames(), x)),
            ("yaxis", Named(grid.QueryNames(), y)),
            ("xaxis3", Enlarged(grid.Keys(), x, "x", "top", upright ? 0 : -90)),
            ("yaxis3", Enlarged(grid.Queries(), y, "y", "left", 0)),
            ("xaxis2", Centres([.. Enumerable.Range(0, grid.NHeads).Select(head => grid.Left(head) + (grid.NKeys - 1) / 2.0)], "key (who is looked at) in each head", "head", x, "x", "top", aboveHeads)),
            ("yaxis2", Centres([.. Enumerable.Range(0, grid.NLayers).Select(layer => grid.Top(layer) + (grid.NQueries - 1) / 2.0)], height < TallEnough ? "query (who looks)" : "query (who looks) in each layer", "layer", y, "y", "left", besideLayers)),
            ("shapes", grid.IsGrouped ? grid.GroupLines(height) : []),
            ("annotations", grid.IsGrouped ? grid.GroupNames(height) : []),
            ("dragmode", false),
            ("meta", new { heads = new { lefts = Enumerable.Range(0, grid.NHeads).Select(grid.Left).ToArray(), tops = Enumerable.Range(0, grid.NLayers).Select(grid.Top).ToArray() } }), // for a click
        ]);
        (int Layer, int Head)[] places = [.. from layer in Enumerable.Range(0, grid.NLayers) from head in Enumerable.Range(0, grid.NHeads) select (layer, head)];
        SliderControl.Add(GenericChart.getLayout(chart), "head", ["all", .. places.Select(place => $"layer {place.Layer}, head {place.Head}")], 0, hatched.Count,
            i => ("relayout", [i == 0 ? Zoom(grid, x, y, false) : Zoom(grid, grid.XRange(places[i - 1].Head), grid.YRange(places[i - 1].Layer), true)]));
        return chart;
    }

    private static int LabelWidth((int Position, string Name)[] names) => HeatmapSize.LabelWidth([.. names.Select(name => TokenLabel.Short(name.Name))]);

    /// <summary>For hovering: nothing is written beside the cells.</summary>
    private static Dictionary<string, object> Named((int Position, string Name)[] names, double[] range)
    {
        var axis = NameAxis.Unseen([], range);
        axis["tickvals"] = names.Select(name => name.Position).ToArray();
        axis["ticktext"] = names.Select(name => Markup.EscapePlotly(name.Name)).ToArray();
        return axis;
    }

    /// <summary>The tokens beside the head that is enlarged.</summary>
    private static Dictionary<string, object> Enlarged((int Position, string Name)[] names, double[] range, string over, string side, int angle)
    {
        var axis = NameAxis.Of([.. names.Select(name => TokenLabel.Short(name.Name))], "", 1, side, angle, range);
        axis["tickvals"] = names.Select(name => name.Position).ToArray();
        (axis["overlaying"], axis["matches"], axis["showticklabels"], axis["automargin"]) = (over, over, false, false);
        return axis;
    }

    private static Dictionary<string, object> Centres(double[] centres, string title, string label, double[] range, string over, string side, int standoff)
    {
        var axis = NameAxis.Of([.. centres.Select((_, i) => $"{label} {i}")], title, 1, side, 0, range);
        axis["title"] = new { text = title, standoff };
        axis["tickvals"] = centres;
        (axis["overlaying"], axis["matches"]) = (over, over);
        return axis;
    }

    private static Dictionary<string, object> Zoom(HeadGridLayout grid, double[] x, double[] y, bool enlarged)
    {
        Dictionary<string, object> changes = new() { ["xaxis.range"] = x, ["yaxis.range"] = y };
        foreach (var axis in s_axes)
        {
            changes[$"{axis}3.showticklabels"] = enlarged;
            changes[$"{axis}2.tickfont.color"] = enlarged ? "rgba(0,0,0,0)" : null!; // without labels, the axis would move its title
        }
        for (var group = 0; grid.IsGrouped && group < grid.NGroups; group++) changes[$"shapes[{group}].visible"] = changes[$"annotations[{group}].visible"] = !enlarged;
        return changes;
    }
}
