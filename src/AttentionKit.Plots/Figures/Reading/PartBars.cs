using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>A sum and its parts, as bars to both sides of 0: who made a logit, for example.</summary>
/// <remarks>The field calls the parts of a logit direct logit attribution.</remarks>
public static class PartBars
{
    private const int Row = 34, Width = 420, Top = 84, Bottom = 20, Right = 30; // pixels
    private const double TextRoom = 0.22; // of the longest bar, for the number behind it

    /// <summary>One bar per part, and their sum below.</summary>
    /// <param name="names">One per part.</param>
    /// <param name="parts">Finite numbers.</param>
    /// <param name="unit">What a number is: "logit", for example.</param>
    /// <param name="title">What the picture is of.</param>
    /// <exception cref="ArgumentException">There is no part, one is not finite, or there are not as many
    /// names.</exception>
    public static Figure Of(IReadOnlyList<string> names, IReadOnlyList<double> parts, string unit, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentException.ThrowIfNullOrEmpty(unit);
        if (parts.Count == 0 || names.Count != parts.Count)
            throw new ArgumentException($"parts must hold one number for each name, and at least one: it holds "
                + $"{parts.Count}, there are {names.Count} names.", nameof(parts));
        foreach (var (i, part) in parts.Index())
            if (!double.IsFinite(part))
                throw new ArgumentException($"parts must be finite: “{names[i]}” is {Numbers.Text((float)part)}.",
                    nameof(parts));
        title ??= $"Who makes the {unit}";
        string[] rows = [.. names, "sum"];
        double[] numbers = [.. parts, parts.Sum()];
        var largest = Enumerable.Range(0, parts.Count).MaxBy(i => Math.Abs(parts[i]));
        var table = new PlainTable(title, ["part", unit],
            [.. rows.Zip(numbers, (name, number) => (string[])[name, Text(number)])]);
        return Figure.Of(new(ChartOf(rows, numbers, unit, title), new Caption(
            $"Bars of what each part adds to the {unit}, to the right above 0 and to the left below; their sum is "
            + $"{Text(numbers[^1])}.", $" Most: “{names[largest]}”, {Text(parts[largest])}."),
            table.ToHtml(), table.ToString()));
    }

    private static Chart ChartOf(string[] names, double[] numbers, string unit, string title)
    {
        double low = Math.Min(0, numbers.Min()), high = Math.Max(0, numbers.Max());
        if (low == high) high = 1;
        var room = TextRoom * (high - low);
        var left = HeatmapSize.LabelWidth(names) + 40;
        var frame = new Frame(Math.Max(left + Width + Right, HeatmapSize.TitleWidth(title)),
            Top + (names.Length * Row) + Bottom, left, Right, Top, Bottom);
        return new(title, frame, [new(Axes.Bare(low < 0 ? low - room : low, high + room, Side.Top) with { Title = unit },
            Axes.Names(names, "", Side.Left))])
        {
            Marks = [new Bars(0, [.. numbers.Select((number, i) => new Bar(new(0, number, i), Color(number),
                Text(number)))], 0.66)
            {
                Stroke = Outline.Grey,
                TextOutside = true,
                Hover = new([.. names.Zip(numbers, (name, number) => $"{name}: {Text(number)}")]),
            }],
            Outlines = [new Outline(0, -0.5, 0, names.Length - 0.5, 0)],
            CanZoom = false,
        };
    }

    private static string Color(double number) => number < 0 ? "#fdd0a2" : "#6baed6";

    private static string Text(double number) => Numbers.Text((float)number, "0.00");
}
