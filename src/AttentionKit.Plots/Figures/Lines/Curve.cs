using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>A line of a chart: what was measured, or what a formula gives.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">One number a point.</param>
/// <param name="Y">One number a point. What is not finite leaves a gap.</param>
public sealed record Curve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Whether this is a fit rather than a measurement: drawn dashed, without symbols.</summary>
    public bool IsFit { get; private init; }

    /// <summary>A curve over 0, 1, 2 …: a loss after each step, for example.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="y">One number a step.</param>
    public static Curve Of(string name, IEnumerable<double> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        double[] values = [.. y];
        return new(name, [.. Enumerable.Range(0, values.Length).Select(i => (double)i)], values);
    }

    /// <summary>The a·x² that is nearest to this curve (least squares): the largest x say most, as it should be for a
    /// cost whose small part does not grow.</summary>
    /// <exception cref="InvalidOperationException">No point has a finite x other than 0 and a finite y.</exception>
    public Curve FittedSquare()
    {
        var points = X.Zip(Y).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second)).ToArray();
        var fourth = points.Sum(point => Math.Pow(point.First, 4));
        if (fourth == 0) throw new InvalidOperationException(
            $"a fit needs a point whose x is not 0: “{Name}” has none. Measure at a size first.");
        var a = points.Sum(point => point.Second * point.First * point.First) / fourth;
        return new($"{Name}: fitted {Numbers.Text((float)a, "G3")} · n²", X,
            [.. X.Select(x => a * x * x)])
        { IsFit = true };
    }
}
