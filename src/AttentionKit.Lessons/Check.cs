namespace AttentionKit.Lessons;

/// <summary>Checks: that a lesson's own numbers are what it says, and what a learner's solution of an exercise got
/// right or wrong.</summary>
public static partial class Check
{
    /// <summary>The exercises that are diagnosed by forms, in the order of the lessons.</summary>
    internal static IReadOnlyList<Exercise> Exercises =>
    [
        Projecting, AskingOfSat, ProjectingLinear, Matching, Scaling, Dividing, TakingSoftmax, Weighing, MixingValues,
            Giving, MaskingFuture, MaskingPadding, MaskingCache,
        Splitting, Joining, Counting, Sharing, Crosses, HidingPadding, Reversing, Placing, Turning, Growing,
            Decoding, Caching, Windowing, Passing, Gathering, Merging, Skipping,
        GoingBackToValues, GoingBackThroughSoftmax, Inducing, ScoringPrevious, PuttingIn,
            RollingOut, TellingApart,
    ];

    /// <summary>Prints the expected and the computed number, and throws when they differ.</summary>
    /// <param name="what">What is compared, in words.</param>
    /// <param name="expected">The number that the text claims.</param>
    /// <param name="got">The number that the code computed.</param>
    /// <param name="tolerance">The largest difference that still counts as equal: 0.00005 confirms four
    /// decimals.</param>
    /// <exception cref="CheckFailedException">They differ by more, or one of them is not a number.</exception>
    public static void Equal(string what, double expected, double got, double tolerance = 5e-5) =>
        Report(what, Show(expected, tolerance), Show(got, tolerance),
            expected.Equals(got) || Math.Abs(expected - got) <= tolerance);

    /// <summary>Prints whether two matrices are equal and how far they are apart at most, and throws when they
    /// differ.</summary>
    /// <inheritdoc cref="Equal(string, double, double, double)" path="/param|/exception"/>
    public static void Equal(string what, Matrix<float> expected, Matrix<float> got, double tolerance = 5e-5)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(got);
        var sameShape = expected.RowCount == got.RowCount && expected.ColumnCount == got.ColumnCount;
        var largest = sameShape ? Difference(expected, got) : double.NaN;
        if (largest <= tolerance) Console.WriteLine($"✓ {what}: {Shape(got)}, equal");
        else Report(what, Shape(expected), sameShape ? Shape(got) + Distance(largest) : Shape(got), false);
    }

    private static string Distance(double largest) =>
        FormattableString.Invariant($", largest difference {largest:0.0e+0}");

    /// <summary>Prints whether something holds, and throws when it does not.</summary>
    /// <param name="what">What must hold, in words.</param>
    /// <param name="holds">Whether it does.</param>
    /// <exception cref="CheckFailedException">It does not.</exception>
    public static void True(string what, bool holds) => Report(what, "yes", holds ? "yes" : "no", holds);

    /// <summary>How to do the exercise that was checked last, step by step: the same that comes by itself after two
    /// tries.</summary>
    public static Hint Hint() => Progress.LatestHint
        ?? new("", "Run the cell of an exercise first: the hint is for the one that was checked last.");

    private static void Report(string what, string expected, string got, bool equal)
    {
        var line = $"{what}: expected {expected}, got {got}";
        Console.WriteLine($"{(equal ? "✓" : "✗")} {line}");
        if (!equal) throw new CheckFailedException(line);
    }

    /// <summary>The largest difference of two entries; NaN when an entry is a number in one matrix only.</summary>
    private static double Difference(Matrix<float> expected, Matrix<float> got)
    {
        var largest = 0.0;
        for (var i = 0; i < expected.RowCount; i++)
            for (var j = 0; j < expected.ColumnCount; j++)
                if (!expected[i, j].Equals(got[i, j]))
                    largest = Math.Max(largest, Math.Abs((double)expected[i, j] - got[i, j])); // Math.Max keeps a NaN
        return largest;
    }

    private static string Shape(Matrix<float> matrix) => $"{matrix.RowCount}×{matrix.ColumnCount}";

    /// <summary>Four decimals, or as many as the tolerance tells apart.</summary>
    private static string Show(double number, double tolerance) =>
        number.ToString("0." + new string('#', Math.Clamp((int)-Math.Log10(tolerance), 4, 9)),
            System.Globalization.CultureInfo.InvariantCulture);
}
