namespace AttentionKit.Lessons.Diagnosis.Inputs;

/// <summary>On how many inputs each two forms of an exercise differ clearly: in their numbers, or because only one of
/// them stops.</summary>
/// <remarks>From the right form a wrong one must differ in its numbers.</remarks>
/// <param name="forms">The mistakes of each form, in the order of the pipeline.</param>
/// <param name="close">When two results are the same.</param>
internal sealed class Separation(IEnumerable<IReadOnlyList<Mistake>> forms, Close close)
{
    private const int Right = 0;

    private readonly string[] names = [.. forms.Select(made =>
        string.Join("; ", made.Select(mistake => mistake.Name)))];
    private readonly Dictionary<(int, int), int> counts = [];

    internal IReadOnlyList<string> Names => names;

    /// <summary>Whether two forms of different names differ on fewer than three inputs.</summary>
    internal bool IsWanting => Pairs.Any(pair => Count(pair) < InputSearch.Least);

    /// <summary>The forms that no input so far tells apart three times, with how often.</summary>
    internal IEnumerable<(string One, string Other, int Times)> Together =>
        Pairs.Where(pair => Count(pair) < InputSearch.Least)
            .Select(pair => (names[pair.A], names[pair.B], Count(pair)));

    internal int Total => Pairs.Count();

    private IEnumerable<(int A, int B)> Pairs =>
        from a in Enumerable.Range(0, names.Length)
        from b in Enumerable.Range(a + 1, names.Length - a - 1)
        where names[a] != names[b]
        select (a, b);

    private int Count((int, int) pair) => counts.GetValueOrDefault(pair);

    /// <summary>Takes an input into account when it helps.</summary>
    /// <returns>Whether it tells two forms apart that were wanting.</returns>
    internal bool Add(IEnumerable<Path<Numbers>> paths)
    {
        Path<Numbers>[] all = [.. paths];
        bool Differ((int A, int B) pair) => all[pair.A].Stopped || all[pair.B].Stopped
            ? pair.A != Right && all[pair.A].Stopped != all[pair.B].Stopped
            : close.Apart(all[pair.A].Value, all[pair.B].Value);
        var apart = Pairs.Where(Differ).ToArray();
        if (!apart.Any(pair => Count(pair) < InputSearch.Least)) return false;
        foreach (var pair in apart) counts[pair] = Count(pair) + 1;
        return true;
    }
}
