using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>A matrix at its place in a diagram.</summary>
/// <param name="Name">Short.</param>
/// <param name="Formula">How it came about.</param>
/// <param name="Data">The matrix itself.</param>
/// <param name="Column">Place from the left, from 0.</param>
/// <param name="Row">Place from the top, from 0; between two rows where it has a half.</param>
internal sealed record FlowBox(string Name, string Formula, LabelledMatrix Data, double Column, double Row)
{
    internal string Shape => $"{Data.Rows.Count}×{Data.Columns.Count}";
}

/// <summary>Matrices and which comes from which.</summary>
internal sealed class Flow
{
    private readonly List<FlowBox> _boxes = [];
    private readonly List<(int From, int To)> _links = [];

    internal IReadOnlyList<FlowBox> Boxes => _boxes;

    internal IReadOnlyList<(int From, int To)> Links => _links;

    internal int Last => _boxes.Count - 1;

    /// <summary>Adds a box and an arrow from each that it comes from; gives its place in the list.</summary>
    internal int Add(FlowBox box, params IEnumerable<int?> from)
    {
        _boxes.Add(box);
        _links.AddRange(from.OfType<int>().Select(one => (one, Last)));
        return Last;
    }

    internal string[] From(int box) => [.. _links.Where(link => link.To == box).Select(link => _boxes[link.From].Name)];
}

/// <summary>The names of both sides of attention.</summary>
internal sealed record FlowTokens(IReadOnlyList<string> Queries, IReadOnlyList<string>? OtherKeys)
{
    internal IReadOnlyList<string> Keys => OtherKeys ?? Queries;
}

/// <summary>Where keys and values come from: X itself, another source, a cache.</summary>
internal sealed record FlowStart(int? X, int? Source, int? Cache)
{
    /// <summary>Adds the boxes that a head or a layer starts from.</summary>
    /// <param name="flow">The diagram.</param>
    /// <param name="tokens">Names of its tokens.</param>
    /// <param name="x">[nQueries × dModel], if known.</param>
    /// <param name="source">[nKeys × dSource]; null where it is X.</param>
    /// <param name="keys">[nKeys × …]: all keys.</param>
    /// <param name="values">[nKeys × …]: all values.</param>
    /// <param name="rows">Where X and the source stand.</param>
    internal static FlowStart Of(
        Flow flow, FlowTokens tokens, Matrix<float>? x, Matrix<float>? source, Matrix<float> keys, Matrix<float> values,
        (double X, double Source) rows)
    {
        if (x is null) return new(null, null, null);
        var first = flow.Add(new("X", "X: a row of numbers for each token", Labelled.Values(x, tokens.Queries, null), 0,
            rows.X));
        if (source is not null && !ReferenceEquals(source, x))
            return new(first, flow.Add(new(
                "source", "source: the tokens that are looked at", Labelled.Values(source, tokens.Keys, null), 0,
                    rows.Source)), null);
        var old = keys.RowCount - x.RowCount;
        if (old <= 0) return new(first, first, null);
        var cached = keys.SubMatrix(0, old, 0,
            keys.ColumnCount).Append(values.SubMatrix(0, old, 0, values.ColumnCount));
        var names = Guard.Rows(keys, tokens.Keys, "keyTokens");
        return new(first, first, flow.Add(new(
            "cache", "cache: keys and values of the tokens before, side by side",
                Labelled.Values(cached, [.. names.Take(old)], null),
            0, rows.Source)));
    }

    internal string Name => Source == X ? "X" : "source";

    /// <summary>"K = X · Wk", with what else goes into it.</summary>
    internal string Formula(string name, string what) =>
        $"{name} = {Name} · W{name.ToLowerInvariant()}"
            + $"{(Cache is null ? "" : ", below the rows from the cache")}: {what}";
}
