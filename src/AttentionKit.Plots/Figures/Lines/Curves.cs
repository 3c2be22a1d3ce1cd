using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>Numbers over time or size: a loss while training, a cost that grows.</summary>
/// <remarks>The field calls a loss over steps a learning curve. To show progress, display the figure once and then
/// update it: <c>var shown = display(figure); …
/// shown.Update(figureOfMorePoints)</c>.</remarks>
public static class Curves
{
    private const int MostSymbols = 40;
    // 3:1 or better on light and on dark pages
    private static readonly string[] s_colors = ["#2a7ab9", "#d9730d", "#009e73", "#b5679a", "#808080"];
    private static readonly Dash[] s_dashes = [Dash.Solid, Dash.Dashes, Dash.Dots, Dash.DashesAndDots, Dash.Solid];
    private static readonly Symbol[] s_symbols = Enum.GetValues<Symbol>();

    /// <summary>Curves over plain axes.</summary>
    /// <param name="title">What the picture is of.</param>
    /// <param name="xName">What x is, with its unit.</param>
    /// <param name="yName">What y is, with its unit.</param>
    /// <param name="curves">At least one.</param>
    /// <exception cref="ArgumentException">There is no curve, a curve has not as many x as y, or there is nothing to
    /// draw.</exception>
    public static Figure Of(string title, string xName, string yName, params Curve[] curves) =>
        Draw(title, xName, yName, curves, false, false);

    /// <summary>Curves over a plain x and a logarithmic y. What is not above 0 leaves a gap.</summary>
    /// <inheritdoc cref="Of" path="/param|/exception"/>
    public static Figure LogY(string title, string xName, string yName, params Curve[] curves) =>
        Draw(title, xName, yName, curves, false, true);

    /// <summary>Curves over two logarithmic axes: a power of x is a straight line. What is not above 0 leaves a
    /// gap.</summary>
    /// <inheritdoc cref="Of" path="/param|/exception"/>
    public static Figure LogLog(string title, string xName, string yName, params Curve[] curves) =>
        Draw(title, xName, yName, curves, true, true);

    private static Figure Draw(string title, string xName, string yName, Curve[] curves, bool logX, bool logY)
    {
        Check(title, xName, yName, curves);
        Curve[] drawn = [.. curves.Select(curve => Drawable(curve, logX, logY))];
        double[] x = [.. drawn.SelectMany(curve => curve.X).Where(double.IsFinite)],
            y = [.. drawn.SelectMany(curve => curve.Y).Where(double.IsFinite)];
        if (x.Length == 0)
            throw new ArgumentException(
                $"curves must hold a point that can be drawn: {curves.Length} curves hold none. "
                + $"Numbers must be finite{(logX || logY ? ", and above 0 on a logarithmic axis" : "")}.",
                    nameof(curves));
        var right = Math.Min(320, 60 + HeatmapSize.LabelWidth([.. curves.Select(curve => curve.Name)]));
        var frame = new Frame(Math.Max(820, HeatmapSize.TitleWidth(title)), 440, 90, right, 64, 70);
        var panel = new Panel(
            logX ? Axes.Log(x.Min(), x.Max(), xName, Side.Bottom) : Axes.Linear(x.Min(), x.Max(), xName, Side.Bottom),
            logY ? Axes.Log(y.Min(), y.Max(), yName, Side.Left)
                : Axes.Linear(Math.Min(0, y.Min()), 1.05 * Math.Max(0, y.Max()), yName, Side.Left));
        var chart = new Chart(title, frame, [panel]) { Marks = [.. drawn.Select(LineOf)], Legend = Legend.RightOf() };
        var table = Table(title, xName, curves);
        return Figure.Of(new(chart, CaptionOf(xName, yName, curves), table.ToHtml(), table.ToString()));
    }

    private static void Check(string title, string xName, string yName, Curve[] curves)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xName);
        ArgumentNullException.ThrowIfNull(yName);
        ArgumentNullException.ThrowIfNull(curves);
        foreach (var curve in curves)
            if (curve.X.Count != curve.Y.Count)
                throw new ArgumentException(
                    $"a curve must have as many x as y: “{curve.Name}” has {curve.X.Count} x and {curve.Y.Count} y. "
                    + $"Give a pair a point.", nameof(curves));
    }

    /// <summary>What can't be drawn becomes a gap.</summary>
    private static Curve Drawable(Curve curve, bool logX, bool logY)
    {
        bool[] there = [.. curve.X.Zip(curve.Y, (x, y) => double.IsFinite(x) && double.IsFinite(y) && (!logX || x > 0)
            && (!logY || y > 0))];
        return curve with
        {
            X = [.. curve.X.Select((x, i) => there[i] ? x : double.NaN)],
            Y = [.. curve.Y.Select((y, i) => there[i] ? y : double.NaN)]
        };
    }

    private static Line LineOf(Curve curve, int i) => new(0, curve.X, curve.Y, s_colors[i % s_colors.Length])
    {
        Legend = curve.Name,
        Dash = curve.IsFit ? Dash.Dashes : s_dashes[i % s_dashes.Length],
        Symbol = curve.IsFit || curve.X.Count > MostSymbols ? null : s_symbols[i % s_symbols.Length],
    };

    private static Caption CaptionOf(string xName, string yName, Curve[] curves) =>
        new($"Curves of {yName} over {xName}: "
            + $"{string.Join("; ", curves.Where(curve => curve.X.Count > 0).Select(Ends))}.");

    private static string Ends(Curve curve) =>
        $"“{curve.Name}” goes from {At(curve.Y[0], curve.X[0])} to {At(curve.Y[^1], curve.X[^1])}";

    private static string At(double y, double x) => $"{Numbers.Text((float)y)} at {Numbers.Text((float)x)}";

    private static PlainTable Table(string title, string xName, Curve[] curves)
    {
        var all = curves.SelectMany(curve => curve.X).Distinct().Order().ToArray();
        return new(title, [xName, .. curves.Select(curve => curve.Name)],
            [.. all.Select(x => (string[])[Numbers.Text((float)x), .. curves.Select(curve => At(curve, x))])]);
    }

    private static string At(Curve curve, double x)
    {
        for (var i = 0; i < curve.X.Count; i++) if (curve.X[i] == x) return Numbers.Text((float)curve.Y[i]);
        return "";
    }
}
