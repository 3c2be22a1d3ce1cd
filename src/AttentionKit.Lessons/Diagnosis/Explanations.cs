namespace AttentionKit.Lessons.Diagnosis;

/// <summary>Which mistakes explain what a learner's function gives.</summary>
internal static class Explanations
{
    /// <summary>The mistakes that every explanation shares: none when there is no explanation, or when two have nothing in common.</summary>
    /// <param name="pipeline">The exercise.</param>
    /// <param name="close">When two results are the same.</param>
    /// <param name="inputs">Each input with what the learner's function gave, null where it stopped.</param>
    /// <remarks>Two mistakes are thought of only where one alone explains nothing.</remarks>
    internal static IReadOnlyList<Mistake> Of<TIn>(Pipeline<TIn, Numbers> pipeline, Close close, IReadOnlyList<(TIn Input, Numbers? Yours)> inputs)
    {
        for (var most = 1; most <= 2; most++)
            if (Shared([.. Consistent(pipeline, close, inputs, most).Where(made => made.Count == most)]) is { } shared) return shared;
        return [];
    }

    private static IReadOnlyList<Mistake>? Shared(IReadOnlyList<Mistake>[] explanations) => explanations.Length == 0 ? null
        : [.. explanations[0].DistinctBy(mistake => mistake.Name).Where(mistake => explanations.All(made => made.Any(other => other.Name == mistake.Name)))];

    /// <summary>The ways that contradict no input, and agree with the learner's on enough inputs where the right way gives something else.</summary>
    private static IEnumerable<IReadOnlyList<Mistake>> Consistent<TIn>(
        Pipeline<TIn, Numbers> pipeline, Close close, IReadOnlyList<(TIn Input, Numbers? Yours)> inputs, int most)
    {
        Dictionary<int, (IReadOnlyList<Mistake> Made, int Agrees)> left = [];
        foreach (var (at, path) in pipeline.Paths(inputs[0].Input, most).Index()) left[at] = (path.Made, 0);
        foreach (var (input, yours) in inputs.Where(input => input.Yours is not null))
        {
            Numbers? right = null;
            foreach (var (at, path) in pipeline.Paths(input, most).Index())
            {
                right ??= path.Value;
                if (path.Stopped || !left.TryGetValue(at, out var so)) continue;
                if (!close.Same(yours!, path.Value)) left.Remove(at);
                else if (close.Apart(path.Value, right)) left[at] = (so.Made, so.Agrees + 1);
            }
        }
        var enough = Math.Min(Inputs.Least, inputs.Count);
        return left.Values.Where(so => so.Agrees >= enough).Select(so => so.Made);
    }
}
