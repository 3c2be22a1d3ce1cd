namespace AttentionKit.Plots.Charts;

/// <summary>A picture as data, before anybody draws it. Texts are plain; a line feed starts a new line.</summary>
/// <param name="Title">Above everything.</param>
/// <param name="Frame">Its lengths.</param>
/// <param name="Panels">Areas with axes; marks name theirs by its place in this list.</param>
internal sealed record Chart(string Title, Frame Frame, IReadOnlyList<Panel> Panels)
{
    /// <summary>What is drawn in the panels, from the lowest to the uppermost.</summary>
    internal IReadOnlyList<Mark> Marks { get; init; } = [];

    internal IReadOnlyList<ColorBar> Bars { get; init; } = [];

    internal IReadOnlyList<Note> Notes { get; init; } = [];

    internal IReadOnlyList<Outline> Outlines { get; init; } = [];

    internal IReadOnlyList<Arrow> Arrows { get; init; } = [];

    internal Legend Legend { get; init; } = Legend.Below;

    /// <summary>Whether dragging zooms. Where every movement of the mouse means something else, it doesn't.</summary>
    internal bool CanZoom { get; init; } = true;

    /// <summary>Whether a button walks through all positions of the slider.</summary>
    internal bool CanPlay { get; init; }

    /// <summary>What pointing at a number shows, if anything.</summary>
    internal Link? Link { get; init; }

    /// <summary>What a click chooses, if anything.</summary>
    internal Blocks? Blocks { get; init; }

    /// <summary>Marks that the legend names.</summary>
    internal IEnumerable<Mark> InLegend => Marks.Where(mark => mark.Legend is not null);
}

/// <summary>Where the legend stands, and whether a click in it switches marks.</summary>
/// <param name="IsBelow">Below the plots, else at their right.</param>
/// <param name="Left">Pixels from the right side of the plots, for one that stands there.</param>
/// <param name="Switches">Whether it switches marks on and off.</param>
internal sealed record Legend(bool IsBelow, double Left, bool Switches)
{
    internal static Legend Below { get; } = new(true, 0, false);

    internal static Legend RightOf(double left = 6) => new(false, left, true);
}

/// <summary>Blocks of cells of the first panel, row by row: a click chooses the position of the slider that comes so
/// many after the
/// first one, and the first one again where another is chosen.</summary>
/// <param name="Lefts">The first column of each.</param>
/// <param name="Tops">The first row of each.</param>
internal sealed record Blocks(IReadOnlyList<int> Lefts, IReadOnlyList<int> Tops);
