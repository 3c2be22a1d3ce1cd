namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>One call of a learner's function.</summary>
/// <param name="Input">What it was given.</param>
/// <param name="Right">What it must give.</param>
/// <param name="Yours">What it gave, as it was then; null while unfilled, and where it stopped.</param>
/// <param name="Thrown">Why it stopped.</param>
internal sealed record Trial<TIn>(TIn Input, Numbers Right, Numbers? Yours, Exception? Thrown)
{
    internal bool IsOpen => Yours is null && Thrown is null;
}

/// <summary>All calls of a learner's function for one verdict.</summary>
internal sealed record Trials<TIn>(
    IReadOnlyList<Trial<TIn>> All, bool ChangesItsArguments, IReadOnlyList<string> Unused);
