namespace AttentionKit.Lessons.Diagnosis.Grammar;

/// <summary>The steps of an exercise, one after the other.</summary>
internal sealed class Pipeline<TIn, TOut>
{
    private readonly Func<TIn, int, IEnumerable<Path<TOut>>> paths;

    private Pipeline(Func<TIn, int, IEnumerable<Path<TOut>>> paths) => this.paths = paths;

    internal static Pipeline<TIn, TOut> Of(Step<TIn, TOut> step) =>
        new((input, most) => step.Follow(Path<TIn>.From(input), most));

    internal Pipeline<TIn, TNext> Then<TNext>(Step<TOut, TNext> step) =>
        new((input, most) => paths(input, most).SelectMany(path => step.Follow(path, most)));

    /// <summary>A step in which nobody makes a mistake.</summary>
    internal Pipeline<TIn, TNext> Then<TNext>(Func<TOut, TNext> step) => Then(new Step<TOut, TNext>(step));

    /// <summary>Every way with at most that many mistakes, always in the same order; the right one comes
    /// first.</summary>
    internal IEnumerable<Path<TOut>> Paths(TIn input, int most) => paths(input, most);
}
