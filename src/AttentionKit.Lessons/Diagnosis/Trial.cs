using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Diagnosis;

/// <summary>One call of a learner's function.</summary>
/// <param name="Input">What it was given.</param>
/// <param name="Right">What it must give.</param>
/// <param name="Result">What it gave; null while unfilled, and where it stopped.</param>
/// <param name="Thrown">Why it stopped.</param>
internal sealed record Trial<TIn>(TIn Input, Numbers Right, Matrix<float>? Result, Exception? Thrown)
{
    internal Numbers? Yours { get; init; } = Result?.ToDouble();

    internal bool IsOpen => Result is null && Thrown is null && Yours is null;
}

/// <summary>All calls of a learner's function for one verdict.</summary>
internal sealed record Trials<TIn>(
    IReadOnlyList<Trial<TIn>> All, bool ChangesItsArguments, IReadOnlyList<string> Unused);
