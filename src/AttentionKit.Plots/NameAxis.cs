namespace AttentionKit.Plots;

/// <summary>An axis of names as Plotly reads it. Positions are numbers and names only their labels: a token that comes twice keeps both of its rows.</summary>
internal static class NameAxis
{
    /// <summary>One label every <paramref name="step"/> names; a line feed in a label starts a new line.</summary>
    internal static Dictionary<string, object> Of(IReadOnlyList<string> labels, string title, int step, string side, int angle, double[] range)
    {
        var labelled = Enumerable.Range(0, labels.Count).Where(i => i % step == 0).ToArray();
        return new()
        {
            ["title"] = new { text = title, standoff = 10 },
            ["side"] = side,
            ["range"] = range,
            ["tickvals"] = labelled,
            ["ticktext"] = labelled.Select(i => Label(labels[i])).ToArray(),
            ["tickangle"] = angle,
            ["ticks"] = "outside",
            ["tickcolor"] = "rgba(0,0,0,0)", // only room between labels and cells
            ["showgrid"] = false,
            ["zeroline"] = false,
            ["automargin"] = true,
        };
    }

    /// <summary>Without a line or a label, but with a name for each position: hovering reads them.</summary>
    internal static Dictionary<string, object> Unseen(IReadOnlyList<string> names, double[] range) => new()
    {
        ["range"] = range,
        ["tickvals"] = Enumerable.Range(0, names.Count).ToArray(),
        ["ticktext"] = names.Select(Markup.EscapePlotly).ToArray(),
        ["showticklabels"] = false,
        ["ticks"] = "",
        ["showgrid"] = false,
        ["zeroline"] = false,
    };

    internal static string Label(string name) => Markup.EscapePlotly(name).Replace("\n", "<br>");
}
