using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <summary>A known way to get an exercise wrong, recognised by the matrix that it gives.</summary>
/// <param name="Name">The misconception in a few words.</param>
/// <param name="Gives">What somebody who makes this mistake computes.</param>
/// <param name="Evidence">What gives it away in the learner's own numbers, and what to look at.</param>
internal sealed record Mistake(string Name, Matrix<float> Gives, Func<Matrix<float>, string> Evidence)
{
    internal Mistake(string name, Matrix<float> gives, string evidence) : this(name, gives, _ => evidence) { }
}
