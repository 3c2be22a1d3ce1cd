using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots;

/// <summary>A product in a chart that shows its matrices: which row and which column met in each number.</summary>
/// <param name="product">The numbers and how they came about.</param>
/// <param name="left">The panel of the left matrix.</param>
/// <param name="right">The panel of the right one.</param>
/// <param name="isTransposed">Whether the right one is shown with its columns as rows, as K in Q · Kᵀ.</param>
/// <param name="width">Characters that a line has room for.</param>
/// <param name="row">Of which the first number is shown; of any when null.</param>
internal sealed class ProductLink(Product product, int left, int right, bool isTransposed, int width, int? row = null)
{
    private readonly string[] _texts =
        [.. Enumerable.Range(0, product.Count).Select(i => product.Written(i, width))];

    /// <summary>Of the longest text.</summary>
    internal int Lines => _texts.Max(text => text.Split('\n').Length);

    /// <summary>The largest number, of its row or of all.</summary>
    private int Start => Enumerable.Range(0, product.Count)
        .Where(i => row is null || row >= product.Result.Rows.Count || product.Place(i).Row == row)
        .MaxBy(i => product.Result.Entries.Values[i]);

    internal string Text => _texts[Start];

    /// <summary>Around the row and the column that met in the first number that is shown.</summary>
    internal (Outline Row, Outline Column) Outlines(bool isVisible)
    {
        var (down, across) = product.Place(Start);
        var inner = product.Left.Columns.Count;
        var around = isTransposed ? Outline.OfRow(across, inner, right) : Outline.OfColumn(across, inner, right);
        return (Outline.OfRow(down, inner, left) with { IsVisible = isVisible }, around with { IsVisible = isVisible });
    }

    /// <summary>Around the first number that is shown.</summary>
    internal Outline Number(int panel)
    {
        var (down, across) = product.Place(Start);
        return Outline.OfCell(down, across, panel);
    }

    internal Link Of(int panel, Note note, (Outline Row, Outline Column) met, Outline number) => new(
        panel, product.Result.Columns.Count, _texts, Start, note, met.Row, met.Column, isTransposed, number);
}
