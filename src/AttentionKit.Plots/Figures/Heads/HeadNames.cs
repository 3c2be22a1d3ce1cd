namespace AttentionKit.Plots;

/// <summary>What heads are called.</summary>
internal static class HeadNames
{
    /// <summary>The names that were given, or "head 0", "head 1" …</summary>
    internal static IReadOnlyList<string> Of(IReadOnlyList<string>? headNames, int count)
    {
        if (headNames is null) return [.. Enumerable.Range(0, count).Select(head => $"head {head}")];
        if (headNames.Count != count)
            throw new ArgumentException(
                $"headNames must have one name per head: there are {count} heads, headNames has {headNames.Count}. "
                    + $"Give {count} of them.", nameof(headNames));
        return headNames;
    }
}
