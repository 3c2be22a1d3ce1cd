using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>A matrix at its place in a diagram.</summary>
/// <param name="Name">Short.</param>
/// <param name="Formula">How it came about.</param>
/// <param name="Data">The matrix itself.</param>
/// <param name="Column">Place from the left, from 0.</param>
/// <param name="Row">Place from the top, from 0; between two rows where it has a part of one.</param>
internal sealed record FlowBox(string Name, string Formula, LabelledMatrix Data, int Column, double Row)
{
    internal string Shape => $"{Data.Rows.Count}×{Data.Columns.Count}";
}

/// <summary>A box that is the product of two others.</summary>
/// <param name="Left">[n × inner]: its rows meet …</param>
/// <param name="Right">… the columns of this one.</param>
/// <param name="Result">Of both.</param>
/// <param name="IsTransposed">Whether the rows of the right box are the columns that are met, as in Q · Kᵀ.</param>
internal sealed record FlowProduct(int Left, int Right, int Result, bool IsTransposed);

/// <summary>Matrices and which comes from which.</summary>
internal sealed class Flow
{
    private readonly List<FlowBox> _boxes = [];
    private readonly List<(int From, int To)> _links = [];

    internal IReadOnlyList<FlowBox> Boxes => _boxes;

    internal IReadOnlyList<(int From, int To)> Links => _links;

    internal List<FlowProduct> Products { get; } = [];

    /// <summary>What happens between two columns of boxes.</summary>
    internal IReadOnlyList<(double Column, string Text)> Headings { get; init; } = [];

    internal int Last => _boxes.Count - 1;

    /// <summary>Adds a box and an arrow from each that it comes from; gives its place in the list.</summary>
    internal int Add(FlowBox box, params IEnumerable<int?> from)
    {
        _boxes.Add(box);
        _links.AddRange(from.OfType<int>().Select(one => (one, Last)));
        return Last;
    }

    internal IReadOnlyList<int> Into(int box) => [.. _links.Where(link => link.To == box).Select(link => link.From)];

    internal string[] From(int box) => [.. Into(box).Select(from => _boxes[from].Name)];
}
