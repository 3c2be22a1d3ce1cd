using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>Plotly draws axes where something stands on them, even if it can't be seen.</summary>
internal sealed record Nothing(int Panel) : Mark(Panel);

/// <summary>A colour bar belongs to a trace: to one of its own, with no point.</summary>
internal sealed record ColorBarTrace(ColorBar Bar, double PlotHeight) : Mark(0)
{
    internal override object Identity => Bar;
}

/// <summary>The marks of all positions of a slider, each once: which ones a position shows, and how strongly.</summary>
internal sealed class TraceList
{
    private readonly Dictionary<object, Mark>[] _shown;
    private readonly int _active;

    internal TraceList(Steps steps)
    {
        _active = steps.Active;
        Mark[][] marks = [.. steps.Charts.Select(Marks)];
        _shown = Array.ConvertAll(marks, step => step.DistinctBy(mark => mark.Identity)
            .ToDictionary(mark => mark.Identity));
        Items = [.. marks[_active].Concat(marks.SelectMany(step => step)).DistinctBy(mark => mark.Identity)];
        Varying = [.. Enumerable.Range(0, Items.Count).Where(i => IsVarying(Items[i]))];
    }

    /// <summary>In the order of Plotly's data.</summary>
    internal IReadOnlyList<Mark> Items { get; }

    /// <summary>Which of them some position doesn't show, or fades.</summary>
    internal IReadOnlyList<int> Varying { get; }

    internal bool SomeAppear => Varying.Any(i => _shown.Any(step => !step.ContainsKey(Items[i].Identity)));

    internal bool SomeFade => Varying.Any(i => Opacities(Items[i]).Distinct().Count() > 1);

    internal bool IsShown(Mark mark, int step) => _shown[step].ContainsKey(mark.Identity);

    internal double Opacity(Mark mark, int step) => _shown[step].TryGetValue(mark.Identity, out var shown)
        ? shown.Opacity : 1;

    /// <summary>At first: "legendonly", false, or null where nothing is to be said.</summary>
    internal string? Visibility(Mark mark) => !IsShown(mark, _active) ? "false" : mark.IsOff ? "legendonly" : null;

    private bool IsVarying(Mark mark) =>
        _shown.Any(step => !step.ContainsKey(mark.Identity)) || Opacities(mark).Distinct().Count() > 1;

    private IEnumerable<double> Opacities(Mark mark) =>
        _shown.Select(step => step.GetValueOrDefault(mark.Identity)?.Opacity).OfType<double>();

    private static Mark[] Marks(Chart chart)
    {
        var used = chart.Marks.Select(mark => mark.Panel).ToHashSet();
        return [
            .. chart.Marks,
            .. chart.Bars.Select(bar => new ColorBarTrace(bar, chart.Frame.PlotHeight)),
            .. Enumerable.Range(0, chart.Panels.Count).Where(panel => !used.Contains(panel))
                .Select(panel => new Nothing(panel)),
        ];
    }
}
