namespace AttentionKit.Plots;

/// <summary>Where each head's cells are in one large matrix of all heads. A single heatmap draws faster than one a head.</summary>
internal sealed class HeadGridLayout(LabelledMatrix[][] heads, int[] groups, int gap, int groupGap)
{
    internal int NLayers => heads.Length;

    internal int NHeads => heads[0].Length;

    internal int NQueries => heads[0][0].Rows.Count;

    internal int NKeys => heads[0][0].Columns.Count;

    internal int NGroups => groups[^1] + 1;

    internal bool IsGrouped => NGroups < NHeads;

    internal int Width => Left(NHeads - 1) + NKeys;

    internal int Height => Top(NLayers - 1) + NQueries;

    /// <summary>The column of a head's first key. Groups stand farther apart than heads.</summary>
    internal int Left(int head) => head * (NKeys + gap) + (IsGrouped ? groups[head] * groupGap : 0);

    /// <summary>The row of a layer's first query.</summary>
    internal int Top(int layer) => layer * (NQueries + gap);

    internal double[] XRange(int head) => [Left(head) - 0.5, Left(head) + NKeys - 0.5];

    internal double[] YRange(int layer) => [Top(layer) + NQueries - 0.5, Top(layer) - 0.5];

    /// <summary>All weights in percent with one decimal: a third of the bytes of five digits. Between heads there is nothing.</summary>
    internal object?[][] Percent()
    {
        object?[][] cells = [.. Enumerable.Range(0, Height).Select(_ => new object?[Width])];
        for (var layer = 0; layer < NLayers; layer++)
            for (var head = 0; head < NHeads; head++)
                foreach (var (i, j, weight) in heads[layer][head].Matrix.EnumerateIndexed())
                    if (float.IsFinite(weight) && Math.Round(100.0 * weight, 1) is var percent) cells[Top(layer) + i][Left(head) + j] = percent == 0 ? 0 : (object)percent; // 0, not 0.0: most weights of a sharp head
        return cells;
    }

    /// <summary>What is hatched in all heads: each kind, and where it stands in the large matrix.</summary>
    internal IReadOnlyList<(SpecialValue Kind, (int Row, int Start, int Length)[] Runs)> Hatched() =>
    [
        .. from layer in Enumerable.Range(0, NLayers)
           from head in Enumerable.Range(0, NHeads)
           from kind in SpecialValue.In(heads[layer][head])
           from run in kind.Runs(NQueries, NKeys)
           group (kind, run: (Top(layer) + run.Row, Left(head) + run.Start, run.Length)) by kind.Name into same
           select (same.First().kind, same.Select(one => one.run).ToArray()),
    ];

    /// <summary>The token of each column.</summary>
    internal (int Position, string Name)[] Keys() => Names(NHeads, Left, heads[0][0].Columns, (_, key) => key);

    /// <summary>The token and the head of each column, for hovering.</summary>
    internal (int, string)[] KeyNames() => Names(NHeads, Left, heads[0][0].Columns, (head, key) => $"“{key}” (head {head})");

    /// <summary>The token of each row.</summary>
    internal (int Position, string Name)[] Queries() => Names(NLayers, Top, heads[0][0].Rows, (_, query) => query);

    /// <summary>The layer and the token of each row, for hovering.</summary>
    internal (int, string)[] QueryNames() => Names(NLayers, Top, heads[0][0].Rows, (layer, query) => $"layer {layer}: “{query}”");

    private static (int, string)[] Names(int count, Func<int, int> start, IReadOnlyList<string> tokens, Func<int, string, string> name) =>
        [.. from i in Enumerable.Range(0, count) from token in Enumerable.Range(0, tokens.Count) select (start(i) + token, name(i, tokens[token]))];

    /// <summary>A line above the heads of each group.</summary>
    internal object[] GroupLines(int height) => [.. Ends().Select(ends => new
    {
        type = "line",
        xref = "x",
        yref = "paper",
        x0 = ends.From,
        x1 = ends.To,
        y0 = 1 + 30.0 / height,
        y1 = 1 + 30.0 / height,
        line = new { color = "#808080", width = 3 },
    })];

    internal object[] GroupNames(int height) => [.. Ends().Select((ends, group) => new
    {
        text = $"keys and values {group}",
        x = (ends.From + ends.To) / 2,
        y = 1 + 32.0 / height,
        xref = "x",
        yref = "paper",
        xanchor = "center",
        yanchor = "bottom",
        showarrow = false,
        font = new { size = 15 },
    })];

    private IEnumerable<(double From, double To)> Ends() => Enumerable.Range(0, NGroups)
        .Select(group => (Array.IndexOf(groups, group), Array.LastIndexOf(groups, group)))
        .Select(group => (Left(group.Item1) - 0.5, Left(group.Item2) + NKeys - 0.5));
}
