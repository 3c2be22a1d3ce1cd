namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>What an exception in a learner's code means.</summary>
internal static class Stopped
{
    private const string Limits = "Compare the limits of your loops and slices with RowCount and ColumnCount.";

    internal static string Explain(Exception thrown) => thrown switch
    {
        IndexOutOfRangeException => $"It reached for an entry that is not there. {Limits} ({thrown.Message})",
        ArgumentOutOfRangeException =>
            $"A method was given a number that is out of its range. {Limits} ({WithoutParameter(thrown)})",
        ArgumentException when thrown.Message.Contains("dimension", StringComparison.OrdinalIgnoreCase) =>
            $"Two matrices do not fit each other: {WithoutParameter(thrown)}",
        ArgumentException => $"A method refused what it was given: {WithoutParameter(thrown)}",
        InsufficientExecutionStackException => "It calls itself again and again. What ends that?",
        OutOfMemoryException => "It asked for more memory than there is. Which of your lists or matrices is far too "
            + "large?",
        _ => $"{thrown.GetType().Name}: {thrown.Message}",
    };

    /// <summary>.NET adds " (Parameter 'name')", the name of a parameter that the learner did not write.</summary>
    private static string WithoutParameter(Exception thrown) => thrown.Message.Split(" (Parameter ")[0];
}
