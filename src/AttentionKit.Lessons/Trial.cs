using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons;

/// <summary>One call of a learner's solution, the right result, and the wrong ones that have a name.</summary>
/// <param name="Yours">Runs the learner's code on this trial's input; gives null while nothing is filled in.</param>
/// <param name="Right">What it must give.</param>
/// <param name="Mistakes">What it gives when a known mistake was made.</param>
internal sealed record Trial(Func<Matrix<float>?> Yours, Matrix<float> Right, params Mistake[] Mistakes)
{
    // Wide enough for any order of summation in float, and far below the distance of any mistake (a test says so).
    private const float Tolerance = 1e-3f;

    /// <summary>Says of a wrong result at which step it departs from the right one, where that can be told; what to do in its place.</summary>
    internal Func<Matrix<float>, string> Departs { get; init; } = _ => "Work out this one entry by hand.";

    /// <summary>Names an entry, by row and column, at the start of a sentence: of a matrix by its place, of other results by what the number is.</summary>
    internal Func<int, int, string> Where { get; init; } = (i, j) => $"The shape is right. The first entry that differs is [{i}, {j}] (row {i}, column {j}, from 0)";

    /// <summary>Runs every trial: a mistake that has a name says more than what happens first.</summary>
    /// <param name="exercise">Its name, for the table of progress.</param>
    /// <param name="toDo">What an unfilled solution has to compute.</param>
    /// <param name="well">What to say when all are right.</param>
    /// <param name="figure">The picture of a right result, drawn from the first trial.</param>
    /// <param name="trials">At least one.</param>
    internal static Verdict Judge(string exercise, string toDo, string well, Func<Matrix<float>, Figure> figure, params Trial[] trials) =>
        Progress.Note(exercise, Judge(toDo, well, figure, trials));

    private static Verdict Judge(string toDo, string well, Func<Matrix<float>, Figure> figure, Trial[] trials)
    {
        var results = Array.ConvertAll(trials, trial => trial.Run());
        if (results.Any(result => result is { Yours: null, Thrown: null })) return new Verdict(Outcome.Open, "your turn", toDo);
        return Earliest(trials, results, (trial, result) => trial.NamedMistake(result.Yours))
            ?? Earliest(trials, results, (trial, result) => Explain(result.Thrown) ?? trial.FirstDifference(result.Yours))
            ?? new Verdict(Outcome.Right, "right", well, figure(results[0].Yours!));
    }

    private static Verdict? Earliest(Trial[] trials, (Matrix<float>?, Exception?)[] results, Func<Trial, (Matrix<float>? Yours, Exception? Thrown), Verdict?> fault) =>
        trials.Zip(results, fault).FirstOrDefault(verdict => verdict is not null);

    private (Matrix<float>? Yours, Exception? Thrown) Run()
    {
        try
        {
            return (Yours(), null);
        }
        catch (Exception thrown)
        {
            return (null, thrown);
        }
    }

    private Verdict? NamedMistake(Matrix<float>? yours) =>
        yours is not null && !Same(yours, Right) && Mistakes.FirstOrDefault(mistake => Same(yours, mistake.Gives)) is { } known
            ? new Verdict(Outcome.Wrong, known.Name, known.Evidence(yours))
            : null;

    private static Verdict? Explain(Exception? thrown) => thrown is null ? null : new Verdict(Outcome.Wrong, "your code stopped before it had a result", thrown switch
    {
        // .NET adds " (Parameter 'name')", the name of a parameter that the learner did not write.
        IndexOutOfRangeException or ArgumentOutOfRangeException => $"It reached for a row or a column that is not there. Compare the limits of your loops and slices with RowCount and ColumnCount. ({WithoutParameter(thrown)})",
        ArgumentException => $"Two matrices do not fit each other: {WithoutParameter(thrown)}",
        _ => $"{thrown.GetType().Name}: {thrown.Message}",
    });

    private static string WithoutParameter(Exception thrown) => thrown.Message.Split(" (Parameter ")[0];

    private Verdict? FirstDifference(Matrix<float>? yours)
    {
        if (yours is null || Same(yours, Right)) return null;
        if (!SameShape(yours, Right))
            return new Verdict(Outcome.Wrong, "another shape", $"Your result is {yours.RowCount}×{yours.ColumnCount}; it must be {Right.RowCount}×{Right.ColumnCount}. {(SameShape(yours.Transpose(), Right) ? "Rows and columns have changed places." : "Where must its rows come from, and where its columns?")}");
        var (i, j) = Entries(Right).First(at => !Close(yours[at.Row, at.Column], Right[at.Row, at.Column]));
        return new Verdict(Outcome.Wrong, "not yet",
            $"{Where(i, j)}: yours is {Show(yours[i, j])}, it must be {Show(Right[i, j])}. {Departs(yours)}");
    }

    private static string Show(double number) => double.IsInfinity(number) ? number > 0 ? "∞" : "−∞" : number.ToString(double.IsInteger(number) || Math.Abs(number) >= 10_000 ? "0" : "0.0000", System.Globalization.CultureInfo.InvariantCulture);

    private static bool Same(Matrix<float> a, Matrix<float> b) => SameShape(a, b) && Entries(a).All(at => Close(a[at.Row, at.Column], b[at.Row, at.Column]));

    private static bool SameShape(Matrix<float> a, Matrix<float> b) => a.RowCount == b.RowCount && a.ColumnCount == b.ColumnCount;

    private static bool Close(float a, float b) => a.Equals(b) || MathF.Abs(a - b) <= Tolerance; // Equals: NaN agrees with NaN

    private static IEnumerable<(int Row, int Column)> Entries(Matrix<float> matrix) =>
        from row in Enumerable.Range(0, matrix.RowCount)
        from column in Enumerable.Range(0, matrix.ColumnCount)
        select (row, column);
}
