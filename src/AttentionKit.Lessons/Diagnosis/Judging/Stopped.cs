namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>What an exception in a learner's code means.</summary>
internal static class Stopped
{
    internal static string Explain(Exception thrown) => thrown switch
    {
        IndexOutOfRangeException or ArgumentOutOfRangeException =>
            $"It reached for a row or a column that is not there. Compare the limits of your loops and slices with "
                + $"RowCount and ColumnCount. ({WithoutParameter(thrown)})",
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
