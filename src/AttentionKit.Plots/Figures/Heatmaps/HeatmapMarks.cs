using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The parts of a heatmap: its cells, what is hatched over them, and the numbers in them.</summary>
internal static class HeatmapMarks
{
    // A sentence per cell costs some 50 bytes: beyond this, hovering puts one together from the names of the axes.
    internal const int MostSentences = 1024;

    internal const string Pointer = "▸ ";

    /// <param name="data">What is drawn.</param>
    /// <param name="panel">Where.</param>
    /// <param name="hasNumbers">Whether they stand in the cells.</param>
    /// <param name="hover">What pointing at a cell says; nothing when null.</param>
    /// <param name="hasLegend">Whether the legend names what is hatched.</param>
    internal static IReadOnlyList<Mark> Of(LabelledMatrix data, int panel, bool hasNumbers, Hover? hover,
        bool hasLegend = true) =>
    [
        new Cells(panel, Colored(data), data.Columns.Count, data.Scale) { Hover = hover },
        .. SpecialValue.In(data).Select(special => Hatched(special, data.Entries.Runs(special.Kind), panel, hasLegend)),
        .. hasNumbers ? [InCells(data, panel)] : Array.Empty<Mark>(),
    ];

    /// <summary>A sentence for each cell, or for very many the means to make one.</summary>
    internal static Hover HoverOf(LabelledMatrix data) => data.Entries.Values.Length > MostSentences
        ? new(null) { Template = data.Sentence }
        : new([.. Places(data).Select(place => data.Say(place.Row, place.Column))]);

    internal static Hatching Hatched(SpecialValue special, IEnumerable<(int Row, int Start, int Length)> runs,
        int panel, bool hasLegend = true) =>
        new(panel, special.Pattern, [.. runs.Select(run =>
            new Box(run.Start - 0.5, run.Start + run.Length - 0.5, run.Row))])
        {
            Legend = hasLegend ? special.Name : null,
        };

    /// <summary>The chosen row has a pointer before its name.</summary>
    internal static IReadOnlyList<string> Marked(IReadOnlyList<string> names, int? row) =>
        row is { } chosen ? [.. names.Select((name, i) => i == chosen ? Pointer + name : name)] : names;

    /// <summary>What has a colour, row by row; NaN stands for the rest.</summary>
    private static float[] Colored(LabelledMatrix data)
    {
        var values = (float[])data.Entries.Values.Clone();
        if (SpecialValue.In(data).Count == 0) return values;
        for (var i = 0; i < values.Length; i++)
            if (data.IsHatched(i / data.Columns.Count, i % data.Columns.Count)) values[i] = float.NaN;
        return values;
    }

    /// <summary>Text in our own colours: Plotly's own choice for heatmaps is too faint on middle shades.</summary>
    private static Texts InCells(LabelledMatrix data, int panel) => new(panel, [.. Places(data)
        .Select(place => new Word(place.Column, place.Row, data.Text(place.Row, place.Column),
            Color(data, place.Row, place.Column)))
        .Where(word => word.Text.Length > 0)]);

    private static string Color(LabelledMatrix data, int row, int column) =>
        data.IsHatched(row, column) ? "#000" : data.Scale.TextAt(data[row, column]);

    private static IEnumerable<(int Row, int Column)> Places(LabelledMatrix data) =>
        from row in Enumerable.Range(0, data.Rows.Count)
        from column in Enumerable.Range(0, data.Columns.Count)
        select (row, column);
}
