using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Charts;

/// <summary>Which number has which colour, beside the plots.</summary>
/// <param name="Scale">Its numbers and colours.</param>
/// <param name="Unit">What a number is.</param>
/// <param name="Top">Pixels from the top of the plots.</param>
/// <param name="Height">In pixels; of all plots when null.</param>
internal sealed record ColorBar(ColorScale Scale, string Unit, double Top = 0, double? Height = null)
{
    /// <summary>The numbers beside it, as they are written.</summary>
    internal IEnumerable<Tick> Ticks => Scale.Ticks.Select(tick => new Tick(tick, Numbers.Text((float)tick, "G3")));
}
