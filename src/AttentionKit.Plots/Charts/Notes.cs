namespace AttentionKit.Plots.Charts;

/// <summary>Which point of a text, or which of its sides, is where it was placed.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A text anywhere. In numbers of a panel's axes, or in pixels from the left upper corner of the plots where
/// that is null.</summary>
internal sealed record Note(string Text, double X, double Y, int? Panel = null)
{
    internal Anchor Across { get; init; } = Anchor.Middle;

    internal Anchor Down { get; init; } = Anchor.Middle;

    internal double Size { get; init; } = 15;

    internal bool IsBold { get; init; }
}

/// <summary>A line around a rectangle; a plain line where two sides are one. Placed as a <see cref="Note"/>.</summary>
internal sealed record Outline(double X0, double Y0, double X1, double Y1, int? Panel = null)
{
    /// <summary>The colour of what the picture is about: the chosen query.</summary>
    internal const string Chosen = "#d9730d";

    internal const string Grey = "#808080";

    internal string Color { get; init; } = Grey;

    internal bool IsVisible { get; init; } = true;

    /// <summary>Around a row of cells.</summary>
    internal static Outline OfRow(int row, int nColumns, int panel = 0) =>
        new(-0.5, row - 0.5, nColumns - 0.5, row + 0.5, panel) { Color = Chosen };

    /// <summary>Around a column of cells.</summary>
    internal static Outline OfColumn(int column, int nRows, int panel = 0) =>
        new(column - 0.5, -0.5, column + 0.5, nRows - 0.5, panel) { Color = Chosen };

    /// <summary>Around one cell.</summary>
    internal static Outline OfCell(int row, int column, int panel = 0) =>
        new(column - 0.5, row - 0.5, column + 0.5, row + 0.5, panel) { Color = Chosen };
}

/// <summary>An arrow from one point to another, in numbers of a panel's axes.</summary>
internal sealed record Arrow(double X0, double Y0, double X1, double Y1, int Panel)
{
    internal string Color { get; init; } = Outline.Grey;
}
