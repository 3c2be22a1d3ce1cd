namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>Names of rows, as a learner writes them.</summary>
internal static class Names
{
    /// <summary>The row of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static int Find(this IReadOnlyList<string> names, string name, string kind, string parameter) =>
        names.ToList().IndexOf(name) is >= 0 and var at ? at : throw new ArgumentException(
            $"the {kind} must be one of {string.Join(", ", names)}: it is \"{name}\".", parameter);
}
