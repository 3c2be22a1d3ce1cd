using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Svg;

/// <summary>The shapes of points, as paths around 0, 0.</summary>
internal static class SvgSymbol
{
    /// <param name="symbol">Which shape.</param>
    /// <param name="r">Half its width.</param>
    internal static string Path(Symbol symbol, double r)
    {
        FormattableString path = symbol switch
        {
            Symbol.Square => $"M{-r} {-r}H{r}V{r}H{-r}Z",
            Symbol.Diamond => $"M0 {-1.3 * r} {1.3 * r} 0 0 {1.3 * r} {-1.3 * r} 0Z",
            Symbol.Triangle => $"M0 {-1.2 * r} {1.1 * r} {0.7 * r} {-1.1 * r} {0.7 * r}Z",
            Symbol.Cross => $"M{-r} {-r} {r} {r}M{r} {-r} {-r} {r}",
            _ => $"M{-r} 0A{r} {r} 0 1 0 {r} 0A{r} {r} 0 1 0 {-r} 0Z",
        };
        return FormattableString.Invariant(path);
    }
}
