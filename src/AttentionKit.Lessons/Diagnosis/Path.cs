namespace AttentionKit.Lessons.Diagnosis;

/// <summary>A way through an exercise.</summary>
/// <param name="Made">The mistakes on it; none on the right way.</param>
/// <param name="Value">What it has computed so far.</param>
/// <param name="Stopped">Whether a step could not be done with this input: two matrices did not fit, a row was not
/// there.</param>
internal sealed record Path<T>(IReadOnlyList<Mistake> Made, T Value, bool Stopped = false)
{
    /// <summary>The path one step further.</summary>
    internal Path<TNext> On<TNext>(Func<T, TNext> step, Mistake? mistake)
    {
        IReadOnlyList<Mistake> made = mistake is null ? Made : [.. Made, mistake];
        if (Stopped) return new Path<TNext>(made, default!, true);
        try
        {
            return new Path<TNext>(made, step(Value));
        }
        catch (Exception thrown) when (thrown is ArgumentException or IndexOutOfRangeException or ArithmeticException)
        {
            return new Path<TNext>(made, default!, true);
        }
    }
}
