using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

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
    /// <param name="q">The row in which Q stands.</param>
    /// <param name="k">The row in which K stands.</param>
    internal static FlowStart Of(
        Flow flow, FlowTokens tokens, Matrix<float>? x, Matrix<float>? source, Matrix<float> keys, Matrix<float> values,
        double q, double k)
    {
        if (x is null) return new(null, null, null);
        var hasSource = source is not null && !ReferenceEquals(source, x);
        var old = keys.RowCount - x.RowCount;
        var first = flow.Add(new("X", "X: a row of numbers for each token", tokens.OfQueries(x, tokens.Features), 0,
            hasSource || old > 0 ? q : k));
        if (hasSource)
            return new(first, flow.Add(new("source", "source: the tokens that are looked at", tokens.OfKeys(source!), 0,
                k)), null);
        if (old <= 0) return new(first, first, null);
        var cached = keys.SubMatrix(0, old, 0, keys.ColumnCount)
            .Append(values.SubMatrix(0, old, 0, values.ColumnCount));
        var names = Guard.Rows(keys, tokens.Keys, "keyTokens");
        return new(first, first, flow.Add(new("cache",
            "cache: keys and values of the tokens before, side by side",
            Labelled.Values(cached, [.. names.Take(old)], null), 0, k)));
    }

    /// <summary>"K = X · Wk", with what else goes into it.</summary>
    internal string Formula(string name, string what) =>
        $"{name} = {(Source == X ? "X" : "source")} · W{name.ToLowerInvariant()}"
            + $"{(Cache is null ? "" : ", below the rows from the cache")}: {what}";
}
