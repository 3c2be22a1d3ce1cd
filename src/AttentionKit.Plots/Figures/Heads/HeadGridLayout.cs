using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>Where each head's cells are in one large matrix of all heads. A single heatmap draws faster than one per
/// head.</summary>
internal sealed class HeadGridLayout(
    LabelledMatrix[][] heads, IReadOnlyList<string> names, int[] groups, int gap, int groupGap)
{
    internal IReadOnlyList<string> HeadNames => names;

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

    /// <summary>Layer and head of each position of the slider, after the one that shows all.</summary>
    internal IReadOnlyList<(int Layer, int Head)> Places =>
        [.. from layer in Enumerable.Range(0, NLayers) from head in Enumerable.Range(0, NHeads) select (layer, head)];

    /// <summary>All weights in percent with one decimal: a third of the bytes of five digits. NaN where there is
    /// nothing.</summary>
    internal float[] Percent()
    {
        var cells = new float[Height * Width];
        Array.Fill(cells, float.NaN);
        ForEach((data, i, j, at) =>
            cells[at] = float.IsFinite(data[i, j]) ? (float)Math.Round(100.0 * data[i, j], 1) : float.NaN);
        return cells;
    }

    /// <summary>What a click on a head chooses.</summary>
    internal Blocks Blocks =>
        new([.. Enumerable.Range(0, NHeads).Select(Left)], [.. Enumerable.Range(0, NLayers).Select(Top)]);

    /// <summary>What is hatched in all heads: each kind, and where it stands in the large matrix.</summary>
    internal IReadOnlyList<(SpecialValue Kind, IReadOnlyList<(int Row, int Start, int Length)> Runs)> Hatched() =>
    [
        .. from place in Places
           let data = heads[place.Layer][place.Head]
           from kind in SpecialValue.In(data)
           from run in data.Entries.Runs(kind.Kind)
           group (kind, run: (Top(place.Layer) + run.Row, Left(place.Head) + run.Start,
               run.Length)) by kind.Name into same
           select (same.First().kind, (IReadOnlyList<(int, int, int)>)[.. same.Select(one => one.run)]),
    ];

    /// <summary>The token of each column.</summary>
    internal IReadOnlyList<Tick> Keys() => Names(NHeads, Left, heads[0][0].Columns, (_, key) => TokenLabel.Short(key));

    /// <summary>The token and the head of each column, for hovering.</summary>
    internal IReadOnlyList<Tick> KeyNames() =>
        Names(NHeads, Left, heads[0][0].Columns, (head, key) => $"“{key}” ({names[head]})");

    /// <summary>The token of each row.</summary>
    internal IReadOnlyList<Tick> Queries() =>
        Names(NLayers, Top, heads[0][0].Rows, (_, query) => TokenLabel.Short(query));

    /// <summary>The layer and the token of each row, for hovering.</summary>
    internal IReadOnlyList<Tick> QueryNames() =>
        Names(NLayers, Top, heads[0][0].Rows, (layer, query) => $"layer {layer}: “{query}”");

    /// <summary>The first and the last column of each group.</summary>
    internal IEnumerable<(double From, double To)> Groups() => Enumerable.Range(0, NGroups)
        .Select(group => (First: Array.IndexOf(groups, group), Last: Array.LastIndexOf(groups, group)))
        .Select(group => (Left(group.First) - 0.5, Left(group.Last) + NKeys - 0.5));

    private void ForEach(Action<LabelledMatrix, int, int, int> visit)
    {
        foreach (var (layer, head) in Places)
            for (var i = 0; i < NQueries; i++)
                for (var j = 0; j < NKeys; j++)
                    visit(heads[layer][head], i, j, (Top(layer) + i) * Width + Left(head) + j);
    }

    private static IReadOnlyList<Tick> Names(int count, Func<int, int> start, IReadOnlyList<string> tokens, Func<int,
        string, string> name) =>
        [.. from i in Enumerable.Range(0, count) from token in Enumerable.Range(0,
            tokens.Count) select new Tick(start(i) + token, name(i, tokens[token]))];
}
