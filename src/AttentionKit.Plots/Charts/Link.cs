namespace AttentionKit.Plots.Charts;

/// <summary>Pointing at a number of a panel outlines the row and the column that it was made from, and writes
/// how.</summary>
/// <param name="Panel">Whose numbers: rows count down its y axis, columns along its x axis.</param>
/// <param name="NColumns">Numbers of a row.</param>
/// <param name="Texts">How each number came about, row by row.</param>
/// <param name="Start">The number that is shown first.</param>
/// <param name="Note">The one of the chart's notes that says it.</param>
/// <param name="Row">The one of the chart's outlines that follows the row.</param>
/// <param name="Column">The one that follows the column.</param>
/// <param name="IsTransposed">Whether the columns are rows where they are outlined, as those of K.</param>
/// <param name="Number">The outline around the number itself.</param>
internal sealed record Link(
    int Panel, int NColumns, IReadOnlyList<string> Texts, int Start, Note Note, Outline Row, Outline Column,
    bool IsTransposed, Outline Number);
