using AttentionKit.Plots;
using AttentionKit.Plots.Tests;

namespace AttentionKit.Browser.Tests;

/// <summary>A figure of each kind.</summary>
internal static class Catalogue
{
    private static readonly Curve s_time = new("time", [64, 128, 256, 512], [1, 4.1, 16, 65]);

    internal static readonly (string Name, Figure Figure)[] All =
    [
        .. Inputs.Figures.Select(name => (name, Inputs.Draw(name, Inputs.Steps, Example.Tokens))),
        ("softmax", SoftmaxBars.Of(Inputs.Steps.MaskedScores.Row(2), Example.Tokens, "sat")),
        ("turning", Turning.Of(Example.Values.Row(1, 0, 2), Example.Values.Row(2, 0, 2), distance: -2)),
        ("curves", Curves.Of("loss", "step", "loss", Curve.Of("train", [3, 2, 1.5]), Curve.Of("test", [3, 2.5, 2.2]))),
        ("log curves", Curves.LogLog("time", "tokens", "ms", s_time, s_time.FittedSquare())),
    ];
}
