namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>Which mistakes explain what a learner's function gives.</summary>
internal static class Explanations
{
    /// <summary>The mistakes that every explanation shares, and whether each explanation holds one more, which is not
    /// told.</summary>
    /// <param name="close">When two results are the same.</param>
    /// <param name="yours">What the learner's function gave for each input, null where it stopped.</param>
    /// <param name="forms">For each input every way with at most that many mistakes.</param>
    /// <remarks>Two mistakes are thought of only where one alone explains nothing.</remarks>
    internal static (IReadOnlyList<Mistake> Shared, bool IsThereMore) Of(
        Close close, IReadOnlyList<Numbers?> yours, Func<int, IReadOnlyList<Path<Numbers>[]>> forms)
    {
        for (var most = 1; most <= 2; most++)
            if (Best([.. Consistent(close, yours, forms(most))
                .Where(explanation => explanation.Made.Count == most)]) is { Length: > 0 } best)
            {
                var shared = Shared(best);
                return (shared, shared.Count < most);
            }
        return ([], false);
    }

    /// <summary>Those that stop where the learner's function stops, if there are any.</summary>
    private static IReadOnlyList<Mistake>[] Best(Explanation[] explanations)
    {
        var exact = explanations.Where(explanation => explanation.StopsAlike).ToArray();
        return [.. (exact.Length > 0 ? exact : explanations).Select(explanation => explanation.Made)];
    }

    private static IReadOnlyList<Mistake> Shared(IReadOnlyList<Mistake>[] explanations) =>
        [.. explanations[0].DistinctBy(mistake => mistake.Name)
            .Where(mistake => explanations.All(made => made.Any(other => other.Name == mistake.Name)))];

    /// <summary>The ways that contradict no input, and agree with the learner's on enough inputs where the right way
    /// gives something else.</summary>
    private static IEnumerable<Explanation> Consistent(
        Close close, IReadOnlyList<Numbers?> yours, IReadOnlyList<Path<Numbers>[]> forms) =>
        Enumerable.Range(0, forms[0].Length).Select(form => Tried(close, yours, forms, form)).OfType<Explanation>()
            .Where(explanation => explanation.Agrees >= Math.Min(InputSearch.Least, yours.Count));

    /// <summary>How one form does on all inputs; null when it contradicts one.</summary>
    private static Explanation? Tried(Close close,
        IReadOnlyList<Numbers?> yours, IReadOnlyList<Path<Numbers>[]> forms, int form)
    {
        var so = new Explanation(forms[0][form].Made);
        for (var at = 0; at < yours.Count; at++)
        {
            var (path, right) = (forms[at][form], forms[at][0].Value);
            if (path.Stopped || yours[at] is null) so = so with
            {
                StopsAlike = so.StopsAlike
                && path.Stopped == yours[at] is null
            };
            else if (!close.Same(yours[at]!, path.Value)) return null;
            else if (close.Apart(path.Value, right)) so = so with { Agrees = so.Agrees + 1 };
        }
        return so;
    }

    private sealed record Explanation(IReadOnlyList<Mistake> Made, int Agrees = 0, bool StopsAlike = true);
}
