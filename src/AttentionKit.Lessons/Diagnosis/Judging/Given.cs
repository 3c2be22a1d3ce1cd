namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>What a learner's function gave, as a matrix.</summary>
internal static class Given
{
    /// <summary>One row of numbers.</summary>
    /// <exception cref="NoResultException">There are none.</exception>
    internal static Matrix<float>? Row(IReadOnlyCollection<float>? numbers) => numbers switch
    {
        null => null,
        { Count: 0 } => throw new NoResultException("It returned an array without numbers."),
        _ => Rows.Of([.. numbers]),
    };

    /// <summary>A number that must be whole, without the error of the arithmetic that led to it.</summary>
    internal static double? Whole(double? number) =>
        number is { } near && Math.Abs(near - Math.Round(near)) < .01 ? Math.Round(near) : number;

    /// <summary>What it gave for each of several calls; null where all are unfilled.</summary>
    /// <exception cref="NoResultException">Some are.</exception>
    internal static T[]? All<T>(IEnumerable<T?> each) where T : struct
    {
        T?[] all = [.. each];
        var missing = all.Count(one => one is null);
        return missing == all.Length ? null
            : missing > 0 ? throw new NoResultException($"It returned null in {missing} of {all.Length} calls.")
            : [.. all.Select(one => one!.Value)];
    }
}

/// <summary>A learner's function came to its end with nothing in its hands.</summary>
internal sealed class NoResultException(string message) : Exception(message);
