namespace AttentionKit.Lessons.Diagnosis.Grammar;

/// <summary>A way through an exercise. It is gone only as far as somebody asks: most ways are ruled out by one
/// input.</summary>
internal sealed class Path<T>
{
    private readonly Lazy<(T Value, bool Stopped)> result;

    internal Path(IReadOnlyList<Mistake> made, Func<(T Value, bool Stopped)> go)
    {
        Made = made;
        result = new(go, LazyThreadSafetyMode.None);
    }

    /// <summary>The mistakes on it; none on the right way.</summary>
    internal IReadOnlyList<Mistake> Made { get; }

    /// <summary>What it computes.</summary>
    internal T Value => result.Value.Value;

    /// <summary>Whether a step can't be done with this input: two matrices do not fit, a row is not there.</summary>
    internal bool Stopped => result.Value.Stopped;

    /// <summary>The beginning of every way.</summary>
    internal static Path<T> From(T input) => new([], () => (input, false));

    /// <summary>The way one step further.</summary>
    internal Path<TNext> On<TNext>(Func<T, TNext> step, Mistake? mistake) =>
        new Path<TNext>(mistake is null ? Made : [.. Made, mistake], () => Stopped ? (default!, true) : Go(step));

    private (TNext, bool) Go<TNext>(Func<T, TNext> step)
    {
        try
        {
            return (step(Value), false);
        }
        catch (Exception thrown) when (thrown is ArgumentException or IndexOutOfRangeException or ArithmeticException)
        {
            return (default!, true);
        }
    }
}
